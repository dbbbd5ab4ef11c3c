package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.workload.ForkFlags;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs benchmarks in this process, on one JDK: the engine's run with one target. A run size runs in
 * rounds, a fork of every configuration in each; where the user chose benchmarks, they run one
 * after the other with all their forks, as JMH does.
 */
public final class BenchmarkRun implements Closeable {
  private static final String JSON = ".json";
  private static final String JOURNAL = ".jsonl";

  private final PrintStream out;
  private final List<String> arguments;
  private final boolean resume;
  private final RunPlan plan;
  private final CommandLineOptions user;
  private final InstalledJdk jdk;
  private final RunConsole console;
  private final Interruption interruption;
  private final JmhHarness jmh;
  private final Path results = Path.of("results").toAbsolutePath();
  private final Clock clock = Clock.system(ZoneId.systemDefault());
  private final Path journalFile;

  /** They follow the plan's configurations. */
  private PythonPrograms python = PythonPrograms.none();

  /** True if the journal has more than its manifest. */
  private volatile boolean kept;

  /**
   * How a run ended.
   *
   * @param file the results
   * @param measured true if there is any figure
   * @param failed configurations that failed; their figures are in no file
   */
  public record Outcome(Path file, boolean measured, List<String> failed) {
    /** Copies the list. */
    public Outcome {
      failed = List.copyOf(failed);
    }
  }

  /**
   * Makes a run from command line arguments, and the directory that it works in.
   *
   * @param arguments JMH's, and our own words among them
   * @param out where progress is shown
   * @throws BadInputException if an argument can't be used
   */
  public BenchmarkRun(List<String> arguments, PrintStream out) throws IOException {
    RunWords words = RunWords.of(arguments);
    resume = words.resume();
    this.arguments = arguments.stream().filter(a -> !a.equals(RunWords.RESUME)).toList();
    plan = RunPlan.of(words);
    user = RunPlan.parse(words.jmh());
    this.out =
        user.getOutput().hasValue()
            ? new PrintStream(user.getOutput().get(), StandardCharsets.UTF_8)
            : out;
    jdk = user.getJvm().hasValue() ? usable(Path.of(user.getJvm().get())) : InstalledJdk.current();
    journalFile =
        resume ? lastJournal() : RunNames.fresh(results, clock, suffix(JOURNAL), suffix(JSON));
    kept = resume;
    interruption = new Interruption(this::interrupted);
    console =
        new RunConsole(
            this.out, user.verbosity().orElse(Defaults.VERBOSITY), inRounds(), interruption);
    try {
      jmh = new JmhHarness(plan, jdk, ForkFlags.Collector.SERIAL, console, interruption);
    } catch (IOException | RuntimeException e) {
      interruption.disarm();
      throw e;
    }
  }

  private static InstalledJdk usable(Path java) throws BadInputException {
    InstalledJdk jdk = InstalledJdk.at(java);
    if (Files.isDirectory(java) || !jdk.problem().isEmpty()) {
      throw BadInputException.of(
          java,
          "the java launcher of a JDK, " + InstalledJdk.OLDEST + " or newer (-jvm)",
          jdk.problem().isEmpty() ? "a directory" : "none: " + jdk.problem());
    }
    return jdk;
  }

  /**
   * Arguments that make JMH print something and end, such as {@code -l}; the harness has no part in
   * it.
   */
  public static boolean isQuestion(List<String> arguments) throws BadInputException {
    CommandLineOptions options = RunPlan.parse(RunWords.of(arguments).jmh());
    return options.shouldHelp()
        || options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats();
  }

  /** Lets JMH answer such a question. */
  public static void answer(List<String> arguments) throws IOException {
    org.openjdk.jmh.Main.main(RunWords.of(arguments).jmh().toArray(new String[0]));
  }

  private boolean inRounds() {
    return !plan.kind().equals(RunPlan.CUSTOM);
  }

  /**
   * Runs everything, or what is left of the last run.
   *
   * @throws BadInputException if a dataset can't be used, there is no room, or what is to be
   *     resumed is another run
   */
  public Outcome run() throws IOException {
    Outcome outcome;
    try (JournaledRun run =
        new JournaledRun(journalFile, resume, journalFile, List.of(), clock, new Here())) {
      outcome = run(run);
    } finally {
      deleteUnusedJournal();
    }
    Files.delete(journalFile);
    return outcome;
  }

  private void deleteUnusedJournal() throws IOException {
    if (!kept) {
      Files.deleteIfExists(journalFile);
    }
  }

  private Outcome run(JournaledRun run) throws IOException {
    List<ForkGroup> groups =
        inRounds()
            ? Schedule.rounds(run.manifest())
            : all().mapToObj(c -> run.manifest().group(0, c)).toList();
    announce(groups, run.engine().secondsToGo(groups));
    interruption.busy(true);
    run.engine().run(groups);
    run.finish();
    interruption.busy(false);
    showAsJmh();
    return new Outcome(resultFile(), run.files().hasAny(0), run.journal().failed(0));
  }

  /** Forks are run by JMH in this process. */
  private final class Here implements RunHost {
    @Override
    public RunManifest prepare() throws IOException {
      jmh.prepare(arguments, Optional.empty());
      if (plan.python().isPresent()) {
        python = PythonPrograms.of(plan.python().get(), plan, jmh, interruption, console::say);
      }
      return manifest();
    }

    @Override
    public List<Double> seconds() {
      return Stream.concat(
              all().mapToObj(c -> jmh.seconds(c, forksInTurn(c))), python.seconds().stream())
          .toList();
    }

    @Override
    public ForkGroup.Result run(ForkGroup group) throws IOException {
      int configuration = group.configuration();
      int programs = configuration - plan.configurations().size();
      Fork fork =
          programs < 0
              ? jmh.run(configuration, forksInTurn(configuration), List.of())
              : python.run(programs);
      kept = true;
      return new ForkGroup.Result(List.of(fork), List.of());
    }

    @Override
    public Path file(RunManifest.TargetEntry target) {
      return resultFile();
    }

    @Override
    public void say(String line) {
      console.say("# " + line);
    }
  }

  private Path resultFile() {
    String name = journalFile.getFileName().toString();
    return journalFile.resolveSibling(name.substring(0, name.length() - JOURNAL.length()) + JSON);
  }

  /** Of the plan. */
  private IntStream all() {
    return IntStream.range(0, plan.configurations().size());
  }

  /** How many forks of a configuration are run before the next has its turn. */
  private int forksInTurn(int configuration) {
    if (configuration >= plan.configurations().size()) {
      return 1;
    }
    int forks = plan.configurations().get(configuration).forks();
    return inRounds() ? Math.min(1, forks) : forks;
  }

  private RunManifest manifest() throws IOException {
    int rounds =
        inRounds() ? all().map(c -> plan.configurations().get(c).forks()).max().orElse(1) : 1;
    return RunManifest.of(
        clock.instant(),
        arguments,
        Math.max(1, rounds),
        0,
        Stream.concat(jmh.configurations().stream(), python.names().stream()).toList(),
        List.of(
            new RunManifest.TargetEntry(
                "jdk" + jdk.feature(),
                jdk.version() + " " + jdk.vendor(),
                Build.current().map(Build::sha256).orElse(""),
                null,
                "",
                jmh.environment().withLibraries(python.versions()))));
  }

  private Path lastJournal() throws IOException {
    return RunNames.lastJournal(results, JOURNAL, "")
        .orElseThrow(
            () ->
                new BadInputException(
                    results.getFileName()
                        + " holds no run that was interrupted, to --resume; start without it"));
  }

  private String suffix(String extension) {
    return "-jdk" + jdk.feature() + extension;
  }

  /** What JMH's own arguments ask of JMH at the end. */
  private void showAsJmh() throws IOException {
    boolean file = user.getResult().hasValue() || user.getResultFormat().hasValue();
    if (resume) {
      // JMH knows the forks of this process only.
      if (file) {
        console.say("# WARNING: -rf and -rff write nothing after --resume; the results have all");
      }
      return;
    }
    console.end(jmh.measured().all());
    if (file) {
      ResultFormatType type = user.getResultFormat().orElse(Defaults.RESULT_FORMAT);
      String name =
          user.getResult()
              .orElse(Defaults.RESULT_FILE_PREFIX + "." + type.toString().toLowerCase(Locale.ROOT));
      jmh.measured().write(type, Path.of(name).toAbsolutePath());
    }
  }

  private void announce(List<ForkGroup> groups, double seconds) {
    for (String note : plan.notes()) {
      console.say("# NOTE: " + note);
    }
    for (String warning : jmh.warnings()) {
      console.say("# WARNING: " + warning);
    }
    console.say(
        String.format(
            Locale.ROOT,
            "# Image Store Benchmarks, %s run: %d configurations, %d forks on JDK %s; about %s, until about %s",
            plan.kind(),
            plan.configurations().size() + python.count(),
            groups.stream().mapToInt(group -> forksInTurn(group.configuration())).sum(),
            jdk.version(),
            Engine.words(seconds),
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
                .format(LocalDateTime.now(ZoneId.systemDefault()).plusSeconds((long) seconds))));
  }

  private void interrupted() {
    try {
      if (jmh != null) {
        jmh.close();
      }
      deleteUnusedJournal();
    } catch (IOException e) {
      out.println("# " + e.getMessage() + " could not be removed; the next run tries again");
    }
    out.println();
    out.println(
        kept
            ? "# Interrupted. What was measured is kept in results/, marked as incomplete;"
                + " the same command with --resume goes on"
            : "# Interrupted before anything was measured");
    out.flush();
  }

  /** Deletes the work directory. */
  @Override
  public void close() throws IOException {
    interruption.disarm();
    jmh.close();
  }
}
