package dev.imagestore.cli;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.harness.Build;
import dev.imagestore.harness.InstalledJdk;
import dev.imagestore.harness.InstalledJdks;
import dev.imagestore.harness.Target;
import dev.imagestore.harness.TargetProcesses;
import dev.imagestore.harness.TargetServer;
import dev.imagestore.harness.TrackRun;
import dev.imagestore.input.BadInputException;
import dev.imagestore.render.ComparisonFormat;
import dev.imagestore.render.ComparisonFormats;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
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
      "track --jdk PATH --aa | --jar OTHER.jar … [OPTIONS] [JMH arguments]",
      "track --list-jdks"
    },
    description = {
      "Measures several JDKs, or builds of this suite, fork by fork in turn, and says for each"
          + " configuration what changed.",
      "Exit status: 0 no regression, 1 a regression beyond the threshold, 2 something could not be"
          + " done or there is no verdict, whatever else was found."
    },
    footer = {
      "",
      "In each round every configuration runs one fork on every JDK, back to back, in a seeded random",
      "order. All goes to results/<date>-<time>-track/: JMH's JSON and .env.json of each JDK, the",
      "verdict as text, Markdown, JSON and picture, and the journal that --resume reads.",
      "",
      "Extra rounds keep the error rates: each interim analysis spends half of what is left of the",
      "probability of a false alarm, the first analysis too."
    },
    sortOptions = false)
final class TrackCommand implements Callable<Integer> {
  /** JMH's words for what this command decides, and what to say instead. */
  private static final Map<String, String> DECIDED =
      Map.of(
          "-f", "forks are counted in rounds: --rounds N",
          "-jvm", "the JDKs are chosen with --jdk",
          "-rf", "results are JMH's JSON",
          "-rff", "results go to results/<date>-<time>-track/",
          "-o", "JMH's text goes to a log for each JDK");

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
      description = "Measure the baseline a second time: what differs there is noise.")
  private boolean aa;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "6",
      description = "Forks of each configuration on each JDK (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--extra-rounds",
      paramLabel = "N",
      defaultValue = "0",
      description = "More for the configurations that are undecided then.")
  private int extraRounds;

  @Option(
      names = "--resume",
      description =
          "Go on with the last tracked run, begun by the same command; with --extra-rounds, also"
              + " after its end.")
  private boolean resume;

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      defaultValue = "5%",
      description = "The change that matters, 5%% or 0.05 (default: ${DEFAULT-VALUE}).")
  private String threshold;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = ComparisonFormats.DEFAULT,
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
    ComparisonFormat form = ComparisonFormats.of(format, Ansi.AUTO.enabled());
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
    out.print(form.render(outcome.comparisons()));
    out.flush();
    err.println("# Results: " + outcome.directory());
    if (!outcome.problems().isEmpty()) {
      throw new BadInputException(
          "not everything could be measured: " + String.join(" ", outcome.problems()));
    }
    if (outcome.regressions() > 0) {
      return Cli.REGRESSION;
    }
    if (outcome.comparisons().stream()
        .anyMatch(c -> c.outcome() == Comparison.Outcome.NO_VERDICT)) {
      err.println("no verdict: too few rounds, see the last lines of the table");
      return Cli.FAILED;
    }
    return Cli.OK;
  }

  private TrackRun.Options options() throws IOException {
    for (String argument : jmhArguments) {
      if (DECIDED.containsKey(argument)) {
        throw new BadInputException(argument + ": " + DECIDED.get(argument));
      }
    }
    atLeast("--rounds", rounds, 1);
    atLeast("--extra-rounds", extraRounds, 0);
    List<Path> builds = new ArrayList<>(List.of(ownJar()));
    jars.forEach(jar -> builds.add(jar.toAbsolutePath()));
    List<Path> homes = jdks.isEmpty() ? List.of(Path.of(System.getProperty("java.home"))) : jdks;
    List<Target> targets = Target.of(homes.stream().map(InstalledJdk::at).toList(), builds, aa);
    if (targets.size() < 2) {
      throw new BadInputException(
          "nothing to compare: give a second --jdk (track --list-jdks shows them), --jar or --aa");
    }
    return new TrackRun.Options(
        targets, jmhArguments, rounds, extraRounds, CompareCommand.threshold(threshold), resume);
  }

  private static void atLeast(String option, int found, int least) throws BadInputException {
    if (found < least || found > 10_000) {
      throw new BadInputException(
          option + " " + found + ": expected a number from " + least + " to 10000");
    }
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
