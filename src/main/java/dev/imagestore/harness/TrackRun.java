package dev.imagestore.harness;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.input.BadInputException;
import dev.imagestore.page.Page;
import dev.imagestore.plot.ChangePicture;
import dev.imagestore.render.ComparisonReport;
import dev.imagestore.render.Formats;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.result.WholeFile;
import dev.imagestore.stats.PairAllocation;
import dev.imagestore.workload.ForkFlags;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A tracked run, from the first target process to the last file: measures, or goes on measuring,
 * and compares.
 */
public final class TrackRun {
  private static final String SUFFIX = "-track";
  private static final String JOURNAL = "track.jsonl";

  /** Forms of the verdict by the extension of their file. */
  private static final Map<String, String> VERDICTS =
      Map.of("txt", "text", "md", "markdown", "json", "json");

  /** What drawing and writing the verdict takes at the end, and at most this part of a run. */
  private static final double CONCLUSION_SECONDS = 8;

  private static final double CONCLUSION_PART = 0.05;

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
   * @param collector of the forks
   * @param rounds pairs of forks of each configuration; 0 where time decides
   * @param budget how long the run may take in all, where rounds don't decide
   * @param threshold the change that matters, 0.05 for 5 %
   * @param mustSee the slowdown that each row must have been able to show, 0.1 for 10 %
   * @param resume go on with the last run instead of beginning one
   */
  public record Options(
      List<Target> targets,
      List<String> arguments,
      ForkFlags.Collector collector,
      int rounds,
      Duration budget,
      double threshold,
      double mustSee,
      boolean resume) {
    /** Copies the lists. */
    public Options {
      targets = List.copyOf(targets);
      arguments = List.copyOf(arguments);
    }

    private double budgetSeconds() {
      return rounds > 0 ? 0 : budget.toMillis() / 1e3;
    }

    private List<String> command() {
      return rounds > 0
          ? List.of("track", "--rounds", "" + rounds)
          : List.of("track", "--budget", budget.toSeconds() + "s");
    }
  }

  /**
   * How it ended.
   *
   * @param directory where its files are
   * @param comparisons one for each target but the baseline and the controls
   * @param problems what could not be measured, a line each
   */
  public record Outcome(Path directory, List<Comparison> comparisons, List<String> problems) {
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
    Instant begun = clock.instant();
    Path file =
        options.resume() ? lastJournal() : RunNames.fresh(results, clock, SUFFIX).resolve(JOURNAL);
    Path directory = Files.createDirectories(file.getParent());
    try (Targets targets = new Targets(directory);
        JournaledRun run =
            new JournaledRun(
                file, options.resume(), directory, options.command(), clock, targets)) {
      return run(directory, run, begun);
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
      pool =
          TargetProcessPool.start(
              options.targets(),
              TrackArguments.of(options.arguments()),
              options.collector(),
              launcher,
              directory,
              TargetProcessPool.PATIENCE_SECONDS,
              progress);
      return manifest(pool);
    }

    @Override
    public List<Double> seconds() {
      return pool.seconds();
    }

    @Override
    public ForkGroup.Result run(ForkGroup group) throws IOException {
      return pool.run(group);
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

  private Outcome run(Path directory, JournaledRun run, Instant begun) throws IOException {
    PairTable table = new PairTable(run.journal(), options.threshold(), options.mustSee());
    if (options.rounds() > 0) {
      run.engine().run(Schedule.rounds(run.manifest()));
    } else {
      spendBudget(run, table, begun);
    }
    run.finish();
    Verdicts verdicts =
        new Verdicts(
            run.journal(),
            run.files(),
            table,
            run.engine(),
            options.threshold(),
            options.mustSee());
    return conclude(directory, run.journal(), verdicts);
  }

  /** Measures, a pair of forks after the other, where it decides most, until time is up. */
  private void spendBudget(JournaledRun run, PairTable table, Instant begun) throws IOException {
    double budget = options.budgetSeconds();
    double reserve = Math.min(CONCLUSION_SECONDS, CONCLUSION_PART * budget);
    double before = run.journal().seconds();
    while (true) {
      double used = before + Duration.between(begun, clock.instant()).toMillis() / 1e3;
      // Never nothing: an analysis before anything was spent could find nothing.
      double spent = Math.min(1, Math.max(used, reserve) / budget);
      PairTable.Judged judged = table.judge(spent);
      Map<Integer, PairAllocation.Group> groups = table.groups(judged, run.engine());
      OptionalInt next =
          PairAllocation.next(
              judged.findings(), List.copyOf(groups.values()), budget - reserve - used);
      if (next.isEmpty()) {
        return;
      }
      ForkGroup group = table.next(List.copyOf(groups.keySet()).get(next.getAsInt()));
      run.engine()
          .run(
              group,
              "%s of %s, pair %d"
                  .formatted(Engine.words(used), Engine.words(budget), group.round() + 1));
    }
  }

  private Outcome conclude(Path directory, Journal journal, Verdicts verdicts) throws IOException {
    List<Comparison> comparisons = verdicts.comparisons();
    for (Map.Entry<String, String> form : VERDICTS.entrySet()) {
      WholeFile.write(
          directory.resolve("verdict." + form.getKey()),
          Formats.render(form.getValue(), new ComparisonReport(comparisons)));
    }
    writePage(directory, journal, comparisons, drawn(directory, comparisons));
    return new Outcome(directory, comparisons, verdicts.problems());
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
      if (!target.isControl() && Files.exists(file)) {
        runs.add(ResultFiles.read(file));
      }
    }
    if (!runs.isEmpty()) {
      Page.Finding verdict =
          new Page.Finding(
              "Verdict",
              ChangePicture.inWords(comparisons),
              svg,
              Formats.render(Formats.DEFAULT, new ComparisonReport(comparisons)));
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
              target.control(),
              pool.lost(i),
              pool.environment(i)));
    }
    return RunManifest.of(
        clock.instant(),
        options.arguments(),
        options.rounds(),
        options.budgetSeconds(),
        pool.configurations(),
        targets);
  }
}
