package dev.imagestore.bench;

import dev.imagestore.image.Datasets;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Environment;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs benchmarks: prepares the datasets, rehearses, runs JMH fork by fork, and saves after each. A
 * run size runs in rounds, one fork of every configuration in each, in a seeded random order, so
 * that the forks of one configuration are spread over the whole run and do not share a bad moment
 * of the machine; where the user chose benchmarks himself, they run one after the other, as JMH
 * does.
 */
public final class BenchmarkRun implements Closeable {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);
  private static final long ORDER_SEED = 20;

  private final PrintStream out;
  private final List<String> arguments;
  private final RunPlan plan;
  private final CommandLineOptions user;
  private final JvmUnderTest jvm;
  private final List<String> forkFlags;
  private final Workspace workspace;
  private final Interruption interruption;
  private final RunConsole console;
  private final Instant started = Instant.now();
  private final List<String> warnings = new ArrayList<>();
  private final Set<Configuration> failed = new LinkedHashSet<>();
  private volatile boolean saved;

  /**
   * How a run ended.
   *
   * @param file the results
   * @param measured true if there is any figure
   * @param failed configurations that failed; their figures are in no file
   */
  public record Outcome(Path file, boolean measured, List<String> failed) {}

  /**
   * Makes a run from command line arguments, and the directory that it works in.
   *
   * @param arguments JMH's, and {@code --quick} or {@code --full}
   * @param out where progress is shown
   * @throws BadInputException if an argument can't be used
   */
  public BenchmarkRun(List<String> arguments, PrintStream out) throws IOException {
    this.arguments = List.copyOf(arguments);
    plan = RunPlan.of(arguments);
    user = RunPlan.parse(withoutOwnWords(arguments));
    this.out =
        user.getOutput().hasValue()
            ? new PrintStream(user.getOutput().get(), StandardCharsets.UTF_8)
            : out;
    for (Configuration configuration : plan.configurations()) {
      Datasets.parse(configuration.param("dataset"));
    }
    jvm =
        user.getJvm().hasValue()
            ? JvmUnderTest.at(Path.of(user.getJvm().get()))
            : JvmUnderTest.current();
    int dead = Workspace.removeDead(Workspace.root());
    if (dead > 0) {
      this.out.println(
          "# Removed what "
              + dead
              + (dead == 1 ? " run that was" : " runs that were")
              + " killed left behind");
    }
    workspace = Workspace.create();
    forkFlags = ForkFlags.forFeature(jvm.feature());
    interruption = new Interruption(this::interrupted);
    console =
        new RunConsole(
            this.out,
            user.verbosity().orElse(Defaults.VERBOSITY),
            !plan.kind().equals("custom"),
            interruption);
  }

  /**
   * Arguments that make JMH print something and end, such as {@code -l}; the harness has no part in
   * it.
   */
  public static boolean isQuestion(List<String> arguments) throws BadInputException {
    CommandLineOptions options = RunPlan.parse(withoutOwnWords(arguments));
    return options.shouldHelp()
        || options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats();
  }

  /** Lets JMH answer such a question. */
  public static void answer(List<String> arguments) throws IOException {
    org.openjdk.jmh.Main.main(withoutOwnWords(arguments).toArray(new String[0]));
  }

  private static List<String> withoutOwnWords(List<String> arguments) {
    return arguments.stream().filter(a -> !a.equals("--quick") && !a.equals("--full")).toList();
  }

  /**
   * Runs everything.
   *
   * @throws BadInputException if a dataset can't be used or there is no room
   */
  public Outcome run() throws IOException {
    Environment.WorkDirectory fileSystem = WorkFileSystem.describe(workspace.directory());
    WorkFileSystem.warning(fileSystem).ifPresent(warnings::add);
    if (plan.kind().equals(RunSize.QUICK.word())) {
      warnings.add("a quick run shows that all works; it is too short for conclusions");
    }
    PreparedDatasets datasets = PreparedDatasets.in(workspace, plan.configurations(), console::say);
    warnings.addAll(datasets.warnings());
    Rehearsal rehearsal = new Rehearsal(workspace, plan.configurations());
    rehearsal.checkSpace(plan.configurations(), workspace.directory());

    ResultSaver saver =
        new ResultSaver(resultFile(), plan.configurations(), datasets.publicNames());
    List<Step> steps = steps();
    double totalSeconds =
        steps.stream().mapToDouble(s -> rehearsal.seconds(s.configuration(), s.forks())).sum();
    announce(steps, totalSeconds);

    System.setProperty(Workspace.PROPERTY, workspace.directory().toString());
    double estimatedSoFar = 0;
    Instant begin = Instant.now();
    for (int i = 0; i < steps.size(); i++) {
      interruption.checkpoint();
      Step step = steps.get(i);
      if (!failed.contains(step.configuration())) {
        interruption.busy(true);
        runStep(step, saver);
        saver.save(environment(fileSystem, datasets, false));
        saved = true;
        interruption.busy(false);
      }
      estimatedSoFar += rehearsal.seconds(step.configuration(), step.forks());
      progress(i + 1, steps.size(), step, begin, estimatedSoFar, totalSeconds);
    }
    interruption.checkpoint();
    interruption.busy(true);
    saver.save(environment(fileSystem, datasets, failed.isEmpty()));
    interruption.busy(false);
    console.end(saver.results());
    if (user.getResult().hasValue() || user.getResultFormat().hasValue()) {
      ResultFormatType type = user.getResultFormat().orElse(Defaults.RESULT_FORMAT);
      String name =
          user.getResult()
              .orElse(Defaults.RESULT_FILE_PREFIX + "." + type.toString().toLowerCase(Locale.ROOT));
      saver.saveAs(type, Path.of(name).toAbsolutePath());
    }
    return new Outcome(
        saver.file(),
        !saver.results().isEmpty(),
        failed.stream().map(Configuration::toString).toList());
  }

  private void runStep(Step step, ResultSaver saver) throws BadInputException {
    console.begin();
    Configuration configuration = step.configuration();
    List<String> flags = new ArrayList<>(forkFlags);
    flags.add("-D" + Workspace.PROPERTY + "=" + workspace.directory());
    try {
      Collection<RunResult> results =
          new Runner(configuration.options(step.forks(), flags), console).run();
      if (results.isEmpty()) {
        fail(configuration, saver);
      } else {
        saver.add(configuration, results);
      }
    } catch (RunnerException e) {
      if (String.valueOf(e.getMessage()).contains("JMH lock")) {
        throw anotherRun(e);
      }
      console.say("# " + e.getMessage());
      fail(configuration, saver);
    }
  }

  /** What to say when JMH's lock is taken. */
  static BadInputException anotherRun(RunnerException e) {
    return new BadInputException(
        "another JMH run is under way on this machine, and two disturb each other; wait for it,"
            + " or start with java -Djmh.ignoreLock=true -jar …",
        e);
  }

  private void fail(Configuration configuration, ResultSaver saver) {
    console.showFailure();
    console.say("# FAILED: " + configuration);
    failed.add(configuration);
    saver.drop(configuration);
  }

  /** One start of JMH: a configuration and how many of its forks. */
  private record Step(Configuration configuration, int forks, int round) {}

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (plan.kind().equals("custom")) {
      plan.configurations().forEach(c -> steps.add(new Step(c, c.forks(), 0)));
      return steps;
    }
    int rounds = plan.configurations().stream().mapToInt(Configuration::forks).max().orElseThrow();
    Random order = new Random(ORDER_SEED);
    for (int round = 0; round < Math.max(1, rounds); round++) {
      List<Configuration> shuffled = new ArrayList<>(plan.configurations());
      Collections.shuffle(shuffled, order);
      for (Configuration configuration : shuffled) {
        if (round < Math.max(1, configuration.forks())) {
          steps.add(new Step(configuration, Math.min(1, configuration.forks()), round));
        }
      }
    }
    return steps;
  }

  private void announce(List<Step> steps, double seconds) {
    for (String warning : warnings) {
      console.say("# WARNING: " + warning);
    }
    int forks = steps.stream().mapToInt(Step::forks).sum();
    console.say(
        String.format(
            Locale.ROOT,
            "# Image Store Benchmarks, %s run: %d configurations, %d forks on JDK %s; about %s, until about %s",
            plan.kind(),
            plan.configurations().size(),
            forks,
            jvm.get("java.version"),
            words(seconds),
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
                .format(
                    LocalDateTime.now(java.time.ZoneId.systemDefault())
                        .plusSeconds((long) seconds))));
  }

  private void progress(
      int done, int all, Step step, Instant begin, double estimated, double total) {
    double elapsed = Duration.between(begin, Instant.now()).toMillis() / 1e3;
    String left =
        done == all ? "" : "; about " + words(elapsed / estimated * (total - estimated)) + " to go";
    console.say(
        String.format(Locale.ROOT, "# %d of %d: %s%s", done, all, step.configuration(), left));
  }

  /** A duration as a person says it. */
  public static String words(double seconds) {
    long s = Math.round(seconds);
    if (s < 90) {
      return s + " s";
    }
    return s < 5400
        ? Math.round(s / 60.0) + " min"
        : String.format(Locale.ROOT, "%.1f h", s / 3600.0);
  }

  private Path resultFile() {
    String stamp = STAMP.format(LocalDateTime.ofInstant(started, java.time.ZoneId.systemDefault()));
    Path results = Path.of("results").toAbsolutePath();
    Path file = results.resolve(stamp + "-jdk" + jvm.feature() + ".json");
    for (int i = 2; Files.exists(file); i++) {
      file = results.resolve(stamp + "-" + i + "-jdk" + jvm.feature() + ".json");
    }
    return file;
  }

  private Environment environment(
      Environment.WorkDirectory fileSystem, PreparedDatasets datasets, boolean complete) {
    return EnvironmentProbe.environment(
        new Environment.Run(
            plan.kind(),
            started.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).toString(),
            Duration.between(started, Instant.now()).toMillis() / 1e3,
            complete,
            failed.stream().map(datasets::publicName).toList(),
            List.copyOf(warnings.stream().map(dev.imagestore.result.Publishable::text).toList()),
            EnvironmentProbe.publishable(arguments, datasets.publicNames())),
        fileSystem,
        jvm,
        forkFlags,
        datasets.described());
  }

  private void interrupted() {
    try {
      workspace.close();
    } catch (IOException e) {
      out.println("# " + workspace.directory() + " could not be removed; the next run tries again");
    }
    out.println();
    out.println(
        saved
            ? "# Interrupted. What was measured is kept in results/, marked as incomplete"
            : "# Interrupted before anything was measured");
    out.flush();
  }

  /** Deletes the work directory. */
  @Override
  public void close() throws IOException {
    interruption.disarm();
    workspace.close();
  }
}
