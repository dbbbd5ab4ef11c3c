package dev.imagestore.bench;

import dev.imagestore.image.Datasets;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Publishable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A run whose forks are asked for one by one. */
final class WorkerSession {
  /** How long a stop of everything takes to be noticed, once a fork has fallen to it. */
  private static final long STOP_MILLIS = 300;

  private final RunPlan plan;
  private final Interruption interruption;
  private final Workspace workspace;
  private final JvmUnderTest jvm = JvmUnderTest.current();
  private final List<String> flags = ForkFlags.forFeature(jvm.feature());
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final RunConsole console;
  private final PreparedDatasets datasets;
  private final Rehearsal rehearsal;
  private final Environment environment;

  /**
   * Prepares: makes the workspace, the images in it, and tries every backend once.
   *
   * @param arguments JMH's, and {@code --quick} or {@code --full}
   * @param log where JMH's text goes
   * @param made is given the workspace as soon as there is one: preparing takes a while, and may be
   *     stopped
   * @throws BadInputException if an argument or a dataset can't be used, or there is no room
   */
  WorkerSession(
      List<String> arguments, PrintStream log, Interruption interruption, Consumer<Workspace> made)
      throws IOException {
    this.interruption = interruption;
    plan = RunPlan.of(arguments);
    for (Configuration configuration : plan.configurations()) {
      Datasets.parse(configuration.param("dataset"));
    }
    Workspace.removeDead(Workspace.root());
    workspace = Workspace.create();
    made.accept(workspace);
    try {
      console = new RunConsole(tee(log), VerboseMode.NORMAL, false, interruption);
      Environment.WorkDirectory fileSystem = WorkFileSystem.describe(workspace.directory());
      datasets = PreparedDatasets.in(workspace, plan.configurations(), console::say);
      rehearsal = new Rehearsal(workspace, plan.configurations());
      rehearsal.checkSpace(plan.configurations(), workspace.directory());
      List<String> warnings = new ArrayList<>();
      WorkFileSystem.warning(fileSystem).ifPresent(warnings::add);
      if (plan.kind().equals(RunSize.QUICK.word())) {
        warnings.add("a quick run shows that all works; it is too short for conclusions");
      }
      warnings.addAll(datasets.warnings());
      environment =
          EnvironmentProbe.environment(
              new Environment.Run(
                  plan.kind(),
                  Instant.now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).toString(),
                  0,
                  false,
                  List.of(),
                  warnings.stream().map(Publishable::text).toList(),
                  EnvironmentProbe.publishable(arguments, datasets.publicNames())),
              fileSystem,
              jvm,
              flags,
              datasets.described());
    } catch (IOException | RuntimeException e) {
      workspace.close();
      throw e;
    }
    System.setProperty(Workspace.PROPERTY, workspace.directory().toString());
  }

  /** What one fork came to: JMH's JSON, fit to be published, or why there is none. */
  record Fork(String json, String failure) {}

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

  /** About how long one fork of each configuration takes, in seconds. */
  List<Double> seconds() {
    return plan.configurations().stream().map(c -> rehearsal.seconds(c, 1)).toList();
  }

  /** Where and with what the forks are run; of a run that has only begun. */
  Environment environment() {
    return environment;
  }

  /**
   * Runs one fork.
   *
   * @param index of the configuration
   * @throws BadInputException if another JMH run is under way
   */
  Fork run(int index) throws BadInputException {
    said.reset();
    List<String> all = new ArrayList<>(flags);
    all.add("-D" + Workspace.PROPERTY + "=" + workspace.directory());
    interruption.busy(true);
    try {
      Collection<RunResult> results =
          new Runner(plan.configurations().get(index).options(1, all), console).run();
      if (!results.isEmpty()) {
        return new Fork(ResultSaver.json(results, datasets.publicNames()), "");
      }
    } catch (RunnerException e) {
      if (String.valueOf(e.getMessage()).contains("JMH lock")) {
        throw BenchmarkRun.anotherRun(e);
      }
      console.say("# " + e.getMessage());
    } finally {
      interruption.busy(false);
    }
    // Ctrl-C reaches the fork as it reaches this JVM; a fork that fell to it has not failed.
    try {
      Thread.sleep(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    interruption.checkpoint();
    return new Fork("", ForkFailure.reason(said.toString(StandardCharsets.UTF_8)));
  }

  /** To the log, and kept until the next fork, for the reason if this one fails. */
  private PrintStream tee(PrintStream log) {
    OutputStream both =
        new OutputStream() {
          @Override
          public void write(int b) {
            log.write(b);
            said.write(b);
          }

          @Override
          public void write(byte[] bytes, int from, int count) {
            log.write(bytes, from, count);
            said.write(bytes, from, count);
          }

          @Override
          public void flush() {
            log.flush();
          }
        };
    return new PrintStream(both, true, StandardCharsets.UTF_8);
  }
}
