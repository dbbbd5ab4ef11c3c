package dev.imagestore.harness;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.input.BadInputException;
import dev.imagestore.page.Page;
import dev.imagestore.plot.ChangePicture;
import dev.imagestore.render.ComparisonFormats;
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
 * A tracked run, from the first target process to the last file: measures, or goes on measuring, and
 * compares.
 */
public final class TrackRun {
  private static final String SUFFIX = "-track";
  private static final String JOURNAL = "track.jsonl";

  /** Forms of the verdict by the extension of their file. */
  private static final Map<String, String> VERDICTS =
      Map.of("txt", "text", "md", "markdown", "json", "json");

  private final Options options;
  private final TargetLauncher launcher;
  private final Path results;
  private final Clock clock;
  private final Consumer<String> progress;

  /**
   * What to do.
   *
   * @param targets at least two, the baseline first
   * @param arguments JMH's
   * @param rounds at least one
   * @param extraRounds for what is undecided after the last; 0 for none
   * @param threshold the change that matters, 0.05 for 5 %
   * @param resume go on with the last run instead of beginning one
   */
  public record Options(
      List<Target> targets,
      List<String> arguments,
      int rounds,
      int extraRounds,
      double threshold,
      boolean resume) {
    /** Copies the lists. */
    public Options {
      targets = List.copyOf(targets);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * How it ended.
   *
   * @param directory where its files are
   * @param comparisons one for each target but the baseline
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
   * @param launcher starts the target processes
   * @param results the directory that the run's own comes into
   * @param clock for names and estimates
   * @param progress is told how it gets on
   */
  public TrackRun(
      Options options,
      TargetLauncher launcher,
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
    try (Targets targets = new Targets(directory);
        JournaledRun run =
            new JournaledRun(file, options.resume(), directory, command, clock, targets)) {
      return run(directory, run);
    } finally {
      if (Files.notExists(file)) {
        removeIfNothingWasSaid(directory);
      }
    }
  }

  /** Each target's forks are run by a target process of its own. */
  private final class Targets implements RunHost, Closeable {
    private final Path directory;
    private TargetProcessPool pool;

    Targets(Path directory) {
      this.directory = directory;
    }

    @Override
    public RunManifest prepare() throws IOException {
      pool = TargetProcessPool.start(options.targets(), options.arguments(), launcher, directory, progress);
      return manifest(pool);
    }

    @Override
    public List<Double> seconds() {
      return pool.seconds();
    }

    @Override
    public Fork run(int target, int configuration) throws IOException {
      return pool.run(target, configuration);
    }

    @Override
    public Path file(RunManifest.TargetEntry target) {
      return directory.resolve(target.name() + ".json");
    }

    @Override
    public void say(String line) {
      progress.accept(line);
    }

    @Override
    public void close() throws IOException {
      if (pool != null) {
        pool.close();
      }
    }
  }

  private Outcome run(Path directory, JournaledRun run) throws IOException {
    Journal journal = run.journal();
    run.run(run.slots());
    boolean owed = options.extraRounds() > 0;
    for (InterimAnalysis analysis : journal.analyses()) {
      List<ForkSlot> slots = run.slots(analysis);
      // The extra rounds that were asked for are those that were not finished.
      owed &= slots.stream().allMatch(journal::isSettled);
      run.run(slots);
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
        journal.analyses().stream().mapToInt(InterimAnalysis::end).max().orElse(journal.manifest().rounds());
    InterimAnalysis analysis = new InterimAnalysis(first, options.extraRounds(), undecided);
    journal.add(analysis);
    progress.accept(
        undecided.size()
            + " of "
            + journal.manifest().configurations().size()
            + " configurations are undecided: "
            + (analysis.rounds() == 1 ? "one more round" : analysis.rounds() + " more rounds")
            + " of them");
    run.run(run.slots(analysis));
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
    for (int target = 1; target < journal.manifest().targets().size(); target++) {
      if (!journal.manifest().targets().get(target).again()) {
        regressions += comparisons.get(target - 1).regressions();
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
    for (RunManifest.TargetEntry target : journal.manifest().targets()) {
      Path file = directory.resolve(target.name() + ".json");
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

  private RunManifest manifest(TargetProcessPool pool) {
    List<RunManifest.TargetEntry> targets = new ArrayList<>();
    for (int i = 0; i < options.targets().size(); i++) {
      Target target = options.targets().get(i);
      targets.add(
          new RunManifest.TargetEntry(
              target.name(),
              (target.jdk().version() + " " + target.jdk().vendor()).strip(),
              target.sha256(),
              target.again(),
              pool.lost(i),
              pool.environment(i)));
    }
    return RunManifest.of(
        clock.instant(), options.arguments(), options.rounds(), pool.configurations(), targets);
  }
}
