package dev.imagestore.cli;

import dev.imagestore.harness.Build;
import dev.imagestore.harness.InstalledJdk;
import dev.imagestore.harness.InstalledJdks;
import dev.imagestore.harness.Target;
import dev.imagestore.harness.TargetProcesses;
import dev.imagestore.harness.TargetServer;
import dev.imagestore.harness.TrackRun;
import dev.imagestore.input.BadInputException;
import dev.imagestore.render.ComparisonReport;
import dev.imagestore.render.Format;
import dev.imagestore.render.Formats;
import dev.imagestore.workload.ForkFlags;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code track}: did another JDK, or another build, make it slower? */
@Command(
    name = "track",
    customSynopsis = {
      "track --jdk PATH --jdk PATH … [OPTIONS] [JMH arguments]",
      "track --jdk PATH --jar OTHER.jar … | --aa [OPTIONS] [JMH arguments]",
      "track --list-jdks"
    },
    description = {
      "Measures several JDKs, or builds of this suite, iteration by iteration in turn, and says for"
          + " each configuration what changed.",
      "Exit status: 0 no regression, and each row is decided or could have shown --must-see; 1 a"
          + " regression: surely slower, and perhaps by the threshold or more; 2 something could not"
          + " be done, a control failed, or a row could not have shown --must-see."
    },
    footer = {
      "",
      "A configuration runs one fork on every JDK at the same time; each iteration begins when it is",
      "that fork's turn. Such pairs go where they decide most, until the budget is spent. All goes to",
      "results/<date>-<time>-track/: JMH's JSON and .env.json of each JDK, the verdict as text,",
      "Markdown, JSON and picture, and the journal that --resume reads.",
      "",
      "Without JMH arguments it takes readMany, storeMany and readRandom of the four default backends",
      "at 1,000 images."
    },
    sortOptions = false)
final class TrackCommand implements Callable<Integer> {
  /** JMH's words for what this command decides, and what to say instead. */
  private static final Map<String, String> DECIDED =
      Map.of(
          "-f", "forks run until --budget is spent, or --rounds N",
          "-jvm", "the JDKs are chosen with --jdk",
          "-rf", "results are JMH's JSON",
          "-rff", "results go to results/<date>-<time>-track/",
          "-o", "JMH's text goes to a log for each JDK",
          "--quick", "a tracked run is as large as its --budget",
          "--full", "a tracked run is as large as its --budget",
          "--plan", "a tracked run takes what JMH's arguments select");

  private static final int MOST_ROUNDS = 10_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--jdk",
      paramLabel = "PATH",
      description =
          "A JDK's home or its java; the first is the baseline (default: the one that runs this).")
  private List<Path> jdks = List.of();

  @Option(
      names = "--jar",
      paramLabel = "OTHER.jar",
      description = "Another build of this suite to compare with this one, on each JDK.")
  private List<Path> jars = List.of();

  @Option(
      names = "--aa",
      description =
          "A control: the baseline a second time beside one row of each benchmark. With nothing else"
              + " to compare, beside all.")
  private boolean aa;

  @Option(
      names = "--planted",
      paramLabel = "PERCENT",
      description =
          "A control: the baseline with so much work added, 5%% or 0.05, beside one row of each"
              + " benchmark: is it found?")
  private String planted;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "How long it may take, as 90s, 15m or 2h (default: 15m).")
  private String budget;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Instead: N forks of each configuration on each JDK, however long it takes.")
  private Integer rounds;

  @Option(
      names = "--collector",
      paramLabel = "NAME",
      defaultValue = "serial",
      description =
          "Of the forks: serial, g1, parallel, or default, which leaves it to the JDK"
              + " (default: ${DEFAULT-VALUE}).")
  private String collector;

  @Option(
      names = "--resume",
      description = "Go on with the last tracked run, begun by the same command.")
  private boolean resume;

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      defaultValue = "5%",
      description = "The change that matters, 5%% or 0.05 (default: ${DEFAULT-VALUE}).")
  private String threshold;

  @Option(
      names = "--must-see",
      paramLabel = "PERCENT",
      defaultValue = "10%",
      description =
          "The slowdown that each row must have been able to show for exit status 0"
              + " (default: ${DEFAULT-VALUE}).")
  private String mustSee;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = Formats.DEFAULT,
      description = "Of standard output: text, markdown, csv or json (default: ${DEFAULT-VALUE}).")
  private String format;

  @Option(names = "--list-jdks", description = "Show the JDKs of this machine, and end.")
  private boolean list;

  @Unmatched private List<String> jmhArguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (list) {
      return listJdks();
    }
    Format form = Formats.of(format, ComparisonReport.class);
    TrackRun.Options options = options();
    TrackRun.Outcome outcome;
    PrintWriter err = spec.commandLine().getErr();
    Consumer<String> progress =
        line -> {
          err.println("# " + line);
          err.flush();
        };
    try (TargetProcesses processes =
        new TargetProcesses(
            TargetServer.WORD,
            () -> progress.accept("Interrupted. The same command with --resume goes on"))) {
      outcome =
          new TrackRun(
                  options,
                  processes,
                  Path.of("results").toAbsolutePath(),
                  Clock.system(ZoneId.systemDefault()),
                  progress)
              .run();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(form.render(new ComparisonReport(outcome.comparisons()), Ansi.AUTO.enabled()));
    out.flush();
    err.println("# Results: " + outcome.directory());
    outcome.problems().forEach(problem -> err.println("error: " + problem));
    return CompareCommand.status(
        outcome.comparisons().stream().map(c -> c.outcome().status()).toList());
  }

  private TrackRun.Options options() throws IOException {
    for (String argument : jmhArguments) {
      if (DECIDED.containsKey(argument)) {
        throw new BadInputException(argument + ": " + DECIDED.get(argument));
      }
    }
    if (rounds != null && budget != null) {
      throw new BadInputException("--rounds and --budget exclude each other; give one");
    }
    if (rounds != null && (rounds < 1 || rounds > MOST_ROUNDS)) {
      throw new BadInputException(
          "--rounds " + rounds + ": expected a number from 1 to " + MOST_ROUNDS);
    }
    Duration time = duration(budget == null ? "15m" : budget);
    double work = planted == null ? 0 : CompareCommand.threshold("--planted", planted);
    double matters = CompareCommand.threshold("--threshold", threshold);
    double see = CompareCommand.threshold("--must-see", mustSee);
    ForkFlags.Collector chosen = collector();
    List<Path> builds = new ArrayList<>(List.of(ownJar()));
    jars.forEach(jar -> builds.add(jar.toAbsolutePath()));
    List<Path> homes = jdks.isEmpty() ? List.of(Path.of(System.getProperty("java.home"))) : jdks;
    List<Target> targets =
        Target.of(homes.stream().map(InstalledJdk::at).toList(), builds, aa, work);
    if (targets.stream().filter(target -> target.control() == null).count() < 2) {
      throw new BadInputException(
          "nothing to compare: give a second --jdk (track --list-jdks shows them), --jar or --aa");
    }
    return new TrackRun.Options(
        targets, jmhArguments, chosen, rounds == null ? 0 : rounds, time, matters, see, resume);
  }

  private ForkFlags.Collector collector() throws BadInputException {
    for (ForkFlags.Collector known : ForkFlags.Collector.values()) {
      if (known.name().equalsIgnoreCase(collector)) {
        return known;
      }
    }
    throw new BadInputException(
        "--collector " + collector + ": expected serial, g1, parallel or default");
  }

  private static Duration duration(String text) throws BadInputException {
    if (!text.matches("[1-9]\\d{0,5}[smhSMH]")) {
      throw new BadInputException("--budget " + text + ": expected a time such as 90s, 15m or 2h");
    }
    return Duration.parse("PT" + text);
  }

  /** The build that target processes run. */
  private static Path ownJar() throws IOException {
    return Build.current()
        .orElseThrow(
            () ->
                new BadInputException(
                    "track runs from the jar only: java -jar benchmarks.jar track …"))
        .jar();
  }

  private int listJdks() {
    PrintWriter out = spec.commandLine().getOut();
    List<InstalledJdk> found =
        new InstalledJdks(Path.of("/"), Path.of(System.getProperty("user.home")), System.getenv())
            .find();
    int version = width("version", found.stream().map(InstalledJdk::version).toList());
    int vendor = width("vendor", found.stream().map(InstalledJdk::vendor).toList());
    String row = "%-" + version + "s  %-" + vendor + "s  %s%n";
    out.printf(row, "version", "vendor", "path");
    for (InstalledJdk jdk : found) {
      out.printf(
          row,
          jdk.version(),
          jdk.vendor(),
          jdk.home() + (jdk.problem().isEmpty() ? "" : "  (" + jdk.problem() + ")"));
    }
    out.flush();
    return Cli.OK;
  }

  private static int width(String header, List<String> cells) {
    return cells.stream().mapToInt(String::length).reduce(header.length(), Math::max);
  }
}
