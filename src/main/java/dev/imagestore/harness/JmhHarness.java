package dev.imagestore.harness;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagestore.image.Datasets;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Condition;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Publishable;
import dev.imagestore.workload.ForkFlags;
import dev.imagestore.workload.MemoryLimit;
import dev.imagestore.workload.Workspace;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs forks of one plan by JMH in this process, when it is asked to: has the workspace with the
 * images, and knows where and with what the forks run.
 */
final class JmhHarness implements Closeable {
  private static final JsonMapper JSON = new JsonMapper();

  private final RunPlan plan;
  private final InstalledJdk jdk;
  private final List<String> flags;
  private final RunConsole console;
  private final Interruption interruption;
  private final Workspace workspace;
  private final JmhResults measured = new JmhResults();
  private final List<String> warnings = new ArrayList<>();
  private PreparedDatasets datasets;
  private Services services;
  private CostEstimate costs;

  /** Null where forks have all the memory that there is. */
  private MemoryCgroup memory;

  private Environment environment;

  /**
   * Makes the workspace, and removes those that dead runs left.
   *
   * @throws BadInputException if a dataset is unknown
   */
  JmhHarness(
      RunPlan plan,
      InstalledJdk jdk,
      ForkFlags.Collector collector,
      RunConsole console,
      Interruption interruption)
      throws IOException {
    this.plan = plan;
    this.jdk = jdk;
    this.flags = ForkFlags.forFeature(jdk.feature(), collector);
    this.console = console;
    this.interruption = interruption;
    for (Configuration configuration : plan.configurations()) {
      Datasets.parse(configuration.param("dataset"));
    }
    int dead = Workspace.removeDead(Workspace.root());
    if (dead > 0) {
      console.say(
          "# Removed what "
              + dead
              + (dead == 1 ? " run that was" : " runs that were")
              + " killed left behind");
    }
    workspace = Workspace.create();
  }

  /**
   * Makes the images, and tries every backend once.
   *
   * @param arguments of the run, for its environment
   * @param images the workspace of another harness of this plan and build, whose images are shared
   * @throws BadInputException if a dataset can't be used, or there is no room
   */
  void prepare(List<String> arguments, Optional<Path> images) throws IOException {
    Environment.WorkDirectory fileSystem = WorkFileSystem.describe(workspace.directory());
    WorkFileSystem.warning(fileSystem).ifPresent(warnings::add);
    checkCold();
    limitMemory();
    if (plan.kind().equals(RunSize.QUICK.word())) {
      warnings.add("a quick run shows that everything works; it is too short for conclusions");
    }
    datasets = PreparedDatasets.in(workspace, plan.configurations(), images, console::say);
    warnings.addAll(datasets.warnings());
    services = Services.start(plan.configurations(), workspace);
    costs = new CostEstimate(workspace, plan.configurations(), services);
    costs.checkSpace(plan.configurations(), workspace.directory());
    FreshPages.check(plan.configurations(), costs);
    environment =
        EnvironmentProbe.environment(
                new Environment.Run(
                    plan.kind(),
                    Instant.now()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .atOffset(ZoneOffset.UTC)
                        .toString(),
                    0,
                    false,
                    List.of(),
                    warnings.stream().map(Publishable::text).toList(),
                    EnvironmentProbe.publishable(arguments, datasets.publicNames())),
                fileSystem,
                jdk,
                flags,
                datasets.described())
            .withLibraries(services.versions());
    System.setProperty(Workspace.PROPERTY, workspace.directory().toString());
  }

  private void limitMemory() throws IOException {
    if (plan.memoryBytes() > 0) {
      memory = MemoryCgroup.create(Path.of("/"), plan.memoryBytes());
      warnings.add(
          String.format(
              Locale.ROOT,
              "each fork had %,d MiB of memory, the page cache of its files included",
              plan.memoryBytes() >> 20));
    }
  }

  /** What can't be made cold is refused before anything is stored. */
  private void checkCold() throws IOException {
    if (plan.configurations().stream().anyMatch(c -> c.has(Condition.Cache.cold))) {
      Optional<String> obstacle =
          WorkFileSystem.obstacleToCold(workspace.directory(), Path.of("/sys"));
      if (obstacle.isPresent()) {
        throw new BadInputException("cache=cold: " + obstacle.get());
      }
    }
  }

  /** Where the images are. */
  Path images() {
    return workspace.directory();
  }

  /** Where the stores and images of the run are. */
  Workspace workspace() {
    return workspace;
  }

  /** The name to publish for a value of the parameter {@code dataset}. */
  String publicName(String dataset) {
    return datasets.publicNames().getOrDefault(dataset, dataset);
  }

  /** What the user should know before trusting a figure. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Names of all configurations, each different, as they may be published. */
  List<String> configurations() {
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (Configuration configuration : plan.configurations()) {
      String name = datasets.publicName(configuration);
      String unique = name;
      for (int i = 2; !taken.add(unique); i++) {
        unique = name + " (" + i + ")";
      }
      names.add(unique);
    }
    return names;
  }

  /** About how long forks of a configuration take, in seconds. */
  double seconds(int configuration, int forks) {
    return costs.seconds(plan.configurations().get(configuration), forks);
  }

  /** Where and with what the forks are run; of a run that has only begun. */
  Environment environment() {
    return environment;
  }

  /** What has been measured. */
  JmhResults measured() {
    return measured;
  }

  /**
   * Runs forks of one configuration.
   *
   * @param index of the configuration
   * @param forks how many; 0 runs in this process, as JMH does
   * @param more flags of these forks, after those of all
   * @throws BadInputException if another JMH run is under way
   */
  Fork run(int index, int forks, List<String> more) throws IOException {
    Optional<String> unserved = services.failure(plan.configurations().get(index));
    if (unserved.isPresent()) {
      measured.drop(index);
      return new Fork.Failed(unserved.get());
    }
    List<String> all = new ArrayList<>(flags);
    all.add("-D" + Workspace.PROPERTY + "=" + workspace.directory());
    if (memory != null) {
      all.add("-D" + MemoryLimit.PROPERTY + "=" + memory.processes());
    }
    all.addAll(more);
    console.begin();
    try {
      Collection<RunResult> results =
          new Runner(plan.configurations().get(index).options(forks, all), console).run();
      if (!ForkFailure.happened(results, forks, console.said())) {
        List<RunResult> published = JmhResults.publishable(results, datasets.publicNames());
        measured.add(index, published);
        return new Fork.Measured(JSON.readTree(JmhResults.json(published)).path(0));
      }
    } catch (RunnerException e) {
      if (String.valueOf(e.getMessage()).contains("JMH lock")) {
        throw JmhLock.busy(e);
      }
      console.println("# " + e.getMessage());
    }
    interruption.checkpointAfterFailure();
    console.showFailure();
    measured.drop(index);
    return new Fork.Failed(ForkFailure.reason(console.said()));
  }

  /** Deletes the workspace. */
  @Override
  public void close() throws IOException {
    if (services != null) {
      services.close();
      services.complaints().forEach(console::say);
    }
    if (memory != null) {
      memory.close();
    }
    workspace.close();
  }
}
