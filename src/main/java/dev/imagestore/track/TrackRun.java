package dev.imagestore.track;

import dev.imagestore.input.BadInputException;
import dev.imagestore.plot.ChangePicture;
import dev.imagestore.plot.page.Page;
import dev.imagestore.report.Comparison;
import dev.imagestore.report.ComparisonFormats;
import dev.imagestore.result.Publishable;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.result.WholeFile;
import dev.imagestore.stats.ForkComparison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A tracked run, from the first worker to the last file: measures, or goes on measuring, and
 * compares.
 */
public final class TrackRun {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);
  private static final String SUFFIX = "-track";
  private static final String JOURNAL = "track.jsonl";
  private static final long SEED = 20;

  /** Forms of the verdict by the extension of their file. */
  private static final Map<String, String> VERDICTS =
      Map.of("txt", "text", "md", "markdown", "json", "json");

  private final Options options;
  private final WorkerLauncher launcher;
  private final Path results;
  private final Clock clock;
  private final Progress progress;

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
      Options options, WorkerLauncher launcher, Path results, Clock clock, Progress progress) {
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
      progress.say("WARNING: " + Verdicts.fewRounds(options.rounds()));
    }
    return options.resume() ? resume(lastDirectory()) : begin(newDirectory());
  }

  private Outcome begin(Path directory) throws IOException {
    Path file = directory.resolve(JOURNAL);
    try (Workers workers = workers(directory);
        Journal journal = Journal.create(file, header(workers))) {
      return run(directory, journal, workers);
    } finally {
      if (Files.notExists(file)) {
        removeIfNothingWasSaid(directory);
      }
    }
  }

  private Outcome resume(Path directory) throws IOException {
    // Opened first: if the run is still under way, our workers must not disturb it.
    try (Journal journal = Journal.open(directory.resolve(JOURNAL))) {
      checkAsked(directory, journal.header());
      try (Workers workers = workers(directory)) {
        checkFound(directory, journal.header(), workers);
        return run(directory, journal, workers);
      }
    }
  }

  private Workers workers(Path directory) throws IOException {
    return Workers.start(options.arms(), options.arguments(), launcher, directory, progress);
  }

  private Outcome run(Path directory, Journal journal, Workers workers) throws IOException {
    Header header = journal.header();
    ArmFiles files = new ArmFiles(journal);
    Schedule schedule = new Schedule(header.seed(), header.arms().size());
    Engine engine = new Engine(journal, workers, workers.seconds(), clock, progress);
    Engine.AfterRound save = () -> files.write(directory, false);

    List<Integer> all = IntStream.range(0, header.configurations().size()).boxed().toList();
    engine.run(schedule.rounds(0, header.rounds(), all), save);
    boolean owed = options.extraRounds() > 0;
    for (Look look : journal.looks()) {
      List<Turn> turns = schedule.rounds(look.first(), look.rounds(), look.configurations());
      // The extra rounds that were asked for are those that were not finished.
      owed &= turns.stream().allMatch(journal::isSettled);
      engine.run(turns, save);
    }
    Verdicts verdicts = new Verdicts(journal, options.threshold());
    if (owed) {
      spendExtraRounds(journal, verdicts, schedule, engine, save);
    }
    files.write(directory, true);
    return conclude(directory, journal, verdicts);
  }

  private void spendExtraRounds(
      Journal journal, Verdicts verdicts, Schedule schedule, Engine engine, Engine.AfterRound save)
      throws IOException {
    List<Integer> undecided = verdicts.undecided();
    if (undecided.isEmpty()) {
      progress.say("nothing is undecided: no extra rounds");
      return;
    }
    int first =
        journal.looks().stream().mapToInt(Look::end).max().orElse(journal.header().rounds());
    Look look = new Look(first, options.extraRounds(), undecided);
    journal.add(look);
    progress.say(
        undecided.size()
            + " of "
            + journal.header().configurations().size()
            + " configurations are undecided: "
            + (look.rounds() == 1 ? "one more round" : look.rounds() + " more rounds")
            + " of them");
    engine.run(schedule.rounds(look.first(), look.rounds(), look.configurations()), save);
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
      progress.say(e.getMessage());
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

  private Path newDirectory() throws IOException {
    String stamp = STAMP.format(LocalDateTime.ofInstant(clock.instant(), clock.getZone()));
    Files.createDirectories(results);
    Path directory = results.resolve(stamp + SUFFIX);
    for (int i = 2; Files.exists(directory); i++) {
      directory = results.resolve(stamp + "-" + i + SUFFIX);
    }
    return Files.createDirectory(directory);
  }

  private Path lastDirectory() throws IOException {
    TreeSet<Path> runs = new TreeSet<>();
    if (Files.isDirectory(results)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(results, "*" + SUFFIX)) {
        for (Path run : found) {
          if (Files.isRegularFile(run.resolve(JOURNAL))) {
            runs.add(run);
          }
        }
      }
    }
    if (runs.isEmpty()) {
      throw new BadInputException(
          results.getFileName() + " holds no tracked run to --resume; start without it");
    }
    return runs.last();
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
    List<String> shown = null;
    for (int i = 0; i < options.arms().size(); i++) {
      Arm arm = options.arms().get(i);
      if (shown == null && workers.environment(i) != null) {
        shown = workers.environment(i).run().arguments();
      }
      arms.add(
          new Header.ArmHeader(
              arm.name(),
              words(arm.jdk()),
              arm.sha256(),
              arm.again(),
              workers.lost(i),
              workers.environment(i)));
    }
    return new Header(
        clock.instant().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).toString(),
        sha256(options.arguments()),
        shown == null ? List.of() : shown,
        options.rounds(),
        SEED,
        workers.configurations(),
        arms);
  }

  private static String sha256(List<String> arguments) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String argument : arguments) {
        digest.update(argument.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Refuses to mix figures of different things, as far as that can be seen beforehand. */
  private void checkAsked(Path directory, Header begun) throws BadInputException {
    if (!begun.argumentsSha256().equals(sha256(options.arguments()))) {
      throw mixed(
          directory,
          "the list of JMH arguments",
          words(begun.arguments()),
          words(options.arguments()));
    }
    same(directory, "--rounds", begun.rounds(), options.rounds());
    same(
        directory,
        "what is compared",
        String.join(", ", begun.arms().stream().map(Header.ArmHeader::name).toList()),
        String.join(", ", options.arms().stream().map(Arm::name).toList()));
    for (int i = 0; i < begun.arms().size(); i++) {
      Header.ArmHeader from = begun.arms().get(i);
      Arm to = options.arms().get(i);
      same(directory, "the JDK of " + from.name(), from.jdk(), words(to.jdk()));
      same(directory, "the jar of " + from.name(), brief(from.jarSha256()), brief(to.sha256()));
    }
  }

  /** The same of what the workers say. */
  private static void checkFound(Path directory, Header begun, Workers workers)
      throws BadInputException {
    for (int i = 0; i < begun.arms().size(); i++) {
      Header.ArmHeader from = begun.arms().get(i);
      if (from.lost().isEmpty()) {
        same(directory, "what ails " + from.name(), from.lost(), workers.lost(i));
        same(
            directory,
            "the set of images of " + from.name(),
            from.environment().datasets(),
            workers.environment(i).datasets());
      }
    }
    same(
        directory,
        "the list of configurations",
        String.join("; ", begun.configurations()),
        String.join("; ", workers.configurations()));
  }

  private static String words(Jdk jdk) {
    return (jdk.version() + " " + jdk.vendor()).strip();
  }

  private static String brief(String sha256) {
    return sha256.substring(0, Math.min(12, sha256.length()));
  }

  private static String words(List<String> arguments) {
    return arguments.isEmpty() ? "none" : String.join(" ", arguments);
  }

  private static void same(Path directory, String what, Object begun, Object now)
      throws BadInputException {
    if (!Objects.equals(begun, now)) {
      throw mixed(directory, what, String.valueOf(begun), String.valueOf(now));
    }
  }

  private static BadInputException mixed(Path directory, String what, String begun, String now) {
    return new BadInputException(
        Publishable.text(
            directory.getFileName()
                + " can't be resumed: "
                + what
                + " was "
                + (begun.isEmpty() ? "nothing" : begun)
                + " when it began, and is "
                + (now.isEmpty() ? "nothing" : now)
                + " now; repeat the command it was begun with, or start without --resume"));
  }
}
