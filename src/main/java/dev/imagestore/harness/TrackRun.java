package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.plot.ChangePicture;
import dev.imagestore.plot.page.Page;
import dev.imagestore.report.Comparison;
import dev.imagestore.report.ComparisonFormats;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.result.WholeFile;
import dev.imagestore.stats.ForkComparison;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A tracked run, from the first worker to the last file: measures, or goes on measuring, and
 * compares.
 */
public final class TrackRun {
  private static final String SUFFIX = "-track";
  private static final String JOURNAL = "track.jsonl";

  /** Forms of the verdict by the extension of their file. */
  private static final Map<String, String> VERDICTS =
      Map.of("txt", "text", "md", "markdown", "json", "json");

  private final Options options;
  private final WorkerLauncher launcher;
  private final Path results;
  private final Clock clock;
  private final Consumer<String> progress;

  /**
   * What to do.
   *
   * @param arms at least two, the baseline first
   * @param arguments JMH's
   * @param rounds at least one
   * @param extraRounds for what is undecided after the last; 0 for none
   * @param threshold the change that matters, 0.05 for 5 %
   * @param resume go on with the last run instead of beginning one
   */
  public record Options(
      List<Arm> arms,
      List<String> arguments,
      int rounds,
      int extraRounds,
      double threshold,
      boolean resume) {
    /** Copies the lists. */
    public Options {
      arms = List.copyOf(arms);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * How it ended.
   *
   * @param directory where its files are
   * @param comparisons one for each arm but the baseline
   * @param regressions rows that are slower by more than the threshold, the baseline against itself
   *     left out
   * @param problems what could not be measured, a line each
   */
  public record Outcome(
      Path directory, List<Comparison> comparisons, long regressions, List<String> problems) {
    /** Copies the lists. */
    public Outcome {
      comparisons = List.copyOf(comparisons);
      problems = List.copyOf(problems);
    }
  }

  /**
   * A run.
   *
   * @param launcher starts the workers
   * @param results the directory that the run's own comes into
   * @param clock for names and estimates
   * @param progress is told how it gets on
   */
  public TrackRun(
      Options options,
      WorkerLauncher launcher,
      Path results,
      Clock clock,
      Consumer<String> progress) {
    this.options = options;
    this.launcher = launcher;
    this.results = results;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws BadInputException if nothing can be measured, or what is to be resumed is another run
   */
  public Outcome run() throws IOException {
    if (options.rounds() < ForkComparison.FEWEST_FORKS) {
      progress.accept("WARNING: " + Verdicts.fewRounds(options.rounds()));
    }
    Path file =
        options.resume() ? lastJournal() : RunNames.fresh(results, clock, SUFFIX).resolve(JOURNAL);
    Path directory = Files.createDirectories(file.getParent());
    List<String> command = List.of("track", "--rounds", "" + options.rounds());
    try (Arms arms = new Arms(directory);
        JournaledRun run =
            new JournaledRun(file, options.resume(), directory, command, clock, arms)) {
      return run(directory, run);
    } finally {
      if (Files.notExists(file)) {
        removeIfNothingWasSaid(directory);
      }
    }
  }

  /** Each arm's forks are run by a worker of its own. */
  private final class Arms implements RunHost, Closeable {
    private final Path directory;
    private Workers workers;

    Arms(Path directory) {
      this.directory = directory;
    }

    @Override
    public Header prepare() throws IOException {
      workers = Workers.start(options.arms(), options.arguments(), launcher, directory, progress);
      return header(workers);
    }

    @Override
    public List<Double> seconds() {
      return workers.seconds();
    }

    @Override
    public Fork run(int arm, int configuration) throws IOException {
      return workers.run(arm, configuration);
    }

    @Override
    public Path file(Header.ArmHeader arm) {
      return directory.resolve(arm.name() + ".json");
    }

    @Override
    public void say(String line) {
      progress.accept(line);
    }

    @Override
    public void close() throws IOException {
      if (workers != null) {
        workers.close();
      }
    }
  }

  private Outcome run(Path directory, JournaledRun run) throws IOException {
    Journal journal = run.journal();
    run.run(run.turns());
    boolean owed = options.extraRounds() > 0;
    for (Look look : journal.looks()) {
      List<Turn> turns = run.turns(look);
      // The extra rounds that were asked for are those that were not finished.
      owed &= turns.stream().allMatch(journal::isSettled);
      run.run(turns);
    }
    Verdicts verdicts = new Verdicts(journal, run.files(), options.threshold());
    if (owed) {
      spendExtraRounds(run, verdicts);
    }
    run.finish();
    return conclude(directory, journal, verdicts);
  }

  private void spendExtraRounds(JournaledRun run, Verdicts verdicts) throws IOException {
    Journal journal = run.journal();
    List<Integer> undecided = verdicts.undecided();
    if (undecided.isEmpty()) {
      progress.accept("nothing is undecided: no extra rounds");
      return;
    }
    int first =
        journal.looks().stream().mapToInt(Look::end).max().orElse(journal.header().rounds());
    Look look = new Look(first, options.extraRounds(), undecided);
    journal.add(look);
    progress.accept(
        undecided.size()
            + " of "
            + journal.header().configurations().size()
            + " configurations are undecided: "
            + (look.rounds() == 1 ? "one more round" : look.rounds() + " more rounds")
            + " of them");
    run.run(run.turns(look));
  }

  private Outcome conclude(Path directory, Journal journal, Verdicts verdicts) throws IOException {
    List<Comparison> comparisons = verdicts.comparisons();
    for (Map.Entry<String, String> form : VERDICTS.entrySet()) {
      WholeFile.write(
          directory.resolve("verdict." + form.getKey()),
          ComparisonFormats.of(form.getValue(), false).render(comparisons));
    }
    writePage(directory, journal, comparisons, drawn(directory, comparisons));
    long regressions = 0;
    for (int arm = 1; arm < journal.header().arms().size(); arm++) {
      if (!journal.header().arms().get(arm).again()) {
        regressions += comparisons.get(arm - 1).regressions();
      }
    }
    return new Outcome(directory, comparisons, regressions, verdicts.problems());
  }

  /** The picture as SVG; empty if there is none. */
  private byte[] drawn(Path directory, List<Comparison> comparisons) throws IOException {
    try {
      for (Path file : ChangePicture.draw(comparisons, directory, "verdict")) {
        if (file.toString().endsWith(".svg")) {
          return Files.readAllBytes(file);
        }
      }
    } catch (BadInputException e) {
      // A JVM without fonts measures as well as any.
      progress.accept(e.getMessage());
    }
    return new byte[0];
  }

  private static void writePage(
      Path directory, Journal journal, List<Comparison> comparisons, byte[] svg)
      throws IOException {
    List<ResultFile> runs = new ArrayList<>();
    for (Header.ArmHeader arm : journal.header().arms()) {
      Path file = directory.resolve(arm.name() + ".json");
      if (Files.exists(file)) {
        runs.add(ResultFiles.read(file));
      }
    }
    if (!runs.isEmpty()) {
      Page.Finding verdict =
          new Page.Finding(
              "Verdict",
              ChangePicture.inWords(comparisons),
              svg,
              ComparisonFormats.of("text", false).render(comparisons));
      Page.write(runs, List.of(verdict), directory.resolve("page.html"));
    }
  }

  // Where

  private Path lastJournal() throws IOException {
    return RunNames.lastJournal(results, SUFFIX, JOURNAL)
        .orElseThrow(
            () ->
                new BadInputException(
                    results.getFileName() + " holds no tracked run to --resume; start without it"));
  }

  private static void removeIfNothingWasSaid(Path directory) throws IOException {
    boolean anything = false;
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      for (Path file : found) {
        anything |= Files.size(file) > 0;
        files.add(file);
      }
    }
    if (!anything) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    }
  }

  // What

  private Header header(Workers workers) {
    List<Header.ArmHeader> arms = new ArrayList<>();
    for (int i = 0; i < options.arms().size(); i++) {
      Arm arm = options.arms().get(i);
      arms.add(
          new Header.ArmHeader(
              arm.name(),
              (arm.jdk().version() + " " + arm.jdk().vendor()).strip(),
              arm.sha256(),
              arm.again(),
              workers.lost(i),
              workers.environment(i)));
    }
    return Header.of(
        clock.instant(), options.arguments(), options.rounds(), workers.configurations(), arms);
  }
}
