package dev.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.EnvironmentFiles;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real benchmarks, short, from the finished jar. */
class BenchmarksIT {
  private static final String[] SHORT = {
    "-f", "1", "-wi", "1", "-w", "20ms", "-i", "2", "-r", "20ms"
  };

  @TempDir Path directory;
  private Jar jar;

  @BeforeEach
  void jar() throws IOException {
    jar = new Jar(directory);
  }

  @Test
  void listsAllBenchmarks() throws Exception {
    Jar.Said said = jar.run("-l");
    assertThat(said.status()).isZero();
    assertThat(said.out().lines().filter(l -> l.contains("Benchmark.")).toList())
        .containsExactlyInAnyOrder(
            "dev.imagestore.workload.ReadBenchmark.firstImage",
            "dev.imagestore.workload.ReadBenchmark.readMany",
            "dev.imagestore.workload.ReadBenchmark.readRandom",
            "dev.imagestore.workload.ReadBenchmark.readShuffled",
            "dev.imagestore.workload.ReadBenchmark.readSingle",
            "dev.imagestore.workload.ReadBenchmark.readTimed",
            "dev.imagestore.workload.StoreBenchmark.appendMany",
            "dev.imagestore.workload.StoreBenchmark.storeMany",
            "dev.imagestore.workload.StoreBenchmark.storeSingle");
  }

  @Test
  void everyBackendIsStoredReadAndMeasured() throws Exception {
    Jar.Said said =
        jar.run(
            with(
                SHORT,
                "-p",
                "cutoff=10",
                "-rf",
                "csv",
                "storeMany|readMany|Single|Random|Shuffled"));
    assertThat(said.status()).as(said.err()).isZero();

    ResultFile file = onlyResult();
    assertThat(file.results())
        .hasSize(6 * 4)
        .allSatisfy(r -> assertThat(r.primary().score()).isPositive());
    assertThat(file.results())
        .filteredOn(r -> r.key().benchmark().contains("StoreBenchmark"))
        .hasSize(8)
        .allSatisfy(
            r ->
                assertThat(r.secondary())
                    .containsKeys("images", "diskApparent", "diskAllocated", "diskFiles"));
    if (Files.isReadable(Path.of("/proc/self/smaps"))) {
      // Measured after each of the two iterations; a JVM alone takes more than 20 MB.
      assertThat(file.results())
          .allSatisfy(
              r ->
                  assertThat(r.secondary().get("residentBeyondHeap").raw())
                      .singleElement()
                      .satisfies(
                          fork -> assertThat(fork).hasSize(2).allMatch(bytes -> bytes > 20e6)));
    }
    BenchmarkResult raw = one(file, "storeMany", "raw");
    assertThat(raw.secondary().get("diskFiles").score()).isEqualTo(3);
    assertThat(raw.secondary().get("diskApparent").score())
        .isBetween(10 * 3073.0, 10 * 3073.0 + 200);
    BenchmarkResult png = one(file, "storeMany", "png");
    assertThat(png.secondary().get("diskFiles").score()).isEqualTo(11);
    double images = one(file, "readMany", "lmdb").secondary().get("images").score();
    assertThat(images / one(file, "readMany", "lmdb").primary().score())
        .as("images counted an operation")
        .isBetween(9.99, 10.01);

    Environment environment = file.environment().orElseThrow();
    assertThat(environment.run().complete()).isTrue();
    assertThat(environment.run().kind()).isEqualTo("custom");
    assertThat(environment.datasets().get("synthetic").fingerprint()).hasSize(64);
    assertThat(environment.libraries())
        .containsKeys("jmh-core", "lmdbjava", "lmdb", "jhdf", "netty-buffer");
    assertThat(environment.workDirectory().fileSystem()).isNotEmpty();
    assertThat(directory.resolve("jmh-result.csv")).isNotEmptyFile();
    assertThat(said.out()).contains("images/s").contains("Footprint").contains("one fork");
    assertThat(directory.resolve("plots").resolve(file.name()).resolve("store-time-log.png"))
        .isNotEmptyFile();
    assertNothingLeftBehind();
  }

  @Test
  void footprintIsTheSameInEveryForkAndNotSummed() throws Exception {
    Jar.Said said =
        jar.run(
            "-f",
            "2",
            "-wi",
            "0",
            "-i",
            "2",
            "-r",
            "20ms",
            "-p",
            "backend=hdf5",
            "-p",
            "cutoff=10",
            "storeMany");
    assertThat(said.status()).as(said.err()).isZero();
    BenchmarkResult stored = one(onlyResult(), "storeMany", "hdf5");
    assertThat(stored.run().forks()).isEqualTo(2);
    double bytes = stored.secondary().get("diskApparent").score();
    assertThat(stored.secondary().get("diskApparent").raw())
        .hasSize(2)
        .allSatisfy(fork -> assertThat(fork).containsExactly(bytes));

    Jar.Said footprint =
        jar.run("footprint", "-p", "backend=hdf5", "-p", "cutoff=10", "--keep", "kept");
    assertThat(footprint.status()).as(footprint.err()).isZero();
    try (Stream<Path> files = Files.walk(directory.resolve("kept"))) {
      long kept = files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
      assertThat((double) kept).isEqualTo(bytes);
    }
    assertThat(jar.results("-footprint.csv")).hasSize(1);
    assertNothingLeftBehind();
  }

  @Test
  void quickCanBeNarrowedAndSaysThatItIsNotForConclusions() throws Exception {
    Jar.Said said =
        jar.run("--quick", "-p", "backend=raw", "-p", "cutoff=10", "-bm", "sample", "readRandom");
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("too short for conclusions")
        .contains("quick run: 1 configurations, 1 forks");
    ResultFile file = onlyResult();
    assertThat(file.environment().orElseThrow().run().kind()).isEqualTo("quick");
    assertThat(file.results())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.key().mode()).isEqualTo("sample");
              assertThat(r.primary().raw()).isNotEmpty();
            });
  }

  @Test
  void publishedFilesNameNoPathOfTheMachine() throws Exception {
    Path pictures = Files.createDirectories(directory.resolve("patients").resolve("scans"));
    javax.imageio.ImageIO.write(
        new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB),
        "png",
        Files.createDirectories(pictures.resolve("left")).resolve("one.png").toFile());
    Jar.Said said =
        jar.run(
            with(
                SHORT,
                "-p",
                "dataset=folder:" + pictures,
                "-p",
                "cutoff=3",
                "-p",
                "backend=raw",
                "-jvmArgsAppend",
                "-Xlog:gc:file=" + directory.resolve("gc.log"),
                "-rf",
                "json",
                "-rff",
                "given.json",
                "readMany"));
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(onlyResult().results())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.key().params()).containsEntry("dataset", "folder:scans");
              assertThat(r.run().jvmArgs()).contains("-Xlog:gc:file=gc.log");
            });
    List<Path> published = new ArrayList<>(jar.results(".json"));
    published.add(directory.resolve("given.json"));
    for (Path file : published) {
      assertThat(Files.readString(file))
          .doesNotContain(directory.toString())
          .doesNotContain("patients")
          .doesNotContain("pngCodec")
          .doesNotContain(System.getProperty("java.home"))
          .doesNotContain("imagestore.run");
    }
  }

  @Test
  void aForkThatFailsIsNamedAndMakesTheStatusNonZero() throws Exception {
    Jar.Said said =
        jar.run(
            with(
                SHORT,
                "-p",
                "cutoff=10",
                "-p",
                "backend=raw,hdf5",
                "-jvmArgsAppend",
                "-XX:MaxDirectMemorySize=4k",
                "readMany"));
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.complaints())
        .singleElement()
        .asString()
        .startsWith("error: 2 configurations failed: ")
        .contains("ReadBenchmark.readMany{backend=raw, cutoff=10, dataset=synthetic}");
    assertThat(jar.resultFiles())
        .singleElement()
        .satisfies(file -> assertThat(Files.readString(file).strip()).isEqualTo("[ ]"));
    assertNothingLeftBehind();
  }

  @Test
  void aForkThatFailsInALaterIterationLosesTheFiguresOfTheEarlier() throws Exception {
    jar.add(FailsLate.class);
    Jar.Said said =
        jar.run(
            "-f",
            "1",
            "-wi",
            "0",
            "-i",
            "3",
            "-r",
            "20ms",
            "-p",
            "cutoff=10",
            "-p",
            "backend=raw,hdf5",
            "-prof",
            FailsLate.class.getName(),
            "-rf",
            "csv",
            "storeMany");
    assertThat(said.status()).as(said.err()).isEqualTo(2);
    assertThat(said.err().lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .startsWith("error: 1 configurations failed: StoreBenchmark.storeMany{backend=hdf5,");
    ResultFile file = onlyResult();
    assertThat(file.results())
        .extracting(r -> r.key().params().get("backend"))
        .as("with figures")
        .containsExactly("raw");
    assertThat(file.environment().orElseThrow().run().complete()).isFalse();
    assertThat(file.environment().orElseThrow().run().failed())
        .singleElement()
        .asString()
        .contains("backend=hdf5");
    assertThat(Files.readString(directory.resolve("jmh-result.csv")))
        .contains("raw")
        .doesNotContain("hdf5");
    assertNothingLeftBehind();
  }

  @Test
  void whatJmhPrintsOfAFootprintIsAllOfIt() throws Exception {
    Jar.Said said =
        jar.run(
            "-f",
            "2",
            "-wi",
            "0",
            "-i",
            "2",
            "-r",
            "20ms",
            "-p",
            "cutoff=10",
            "-p",
            "backend=raw,png",
            "storeMany");
    assertThat(said.status()).as(said.err()).isZero();
    ResultFile file = onlyResult();
    for (String metric : List.of("diskAllocated", "diskApparent", "diskFiles")) {
      List<String> printed = figures(said.out(), metric);
      List<String> measured = new ArrayList<>();
      for (String backend : List.of("raw", "png")) {
        BenchmarkResult result = one(file, "storeMany", backend);
        String score = String.format(Locale.ROOT, "%.3f", result.secondary().get(metric).score());
        // The last iteration of each of two forks, the result of both, and the table at the end.
        measured.addAll(List.of(score, score, score, score));
      }
      assertThat(printed).as(metric).containsExactlyInAnyOrderElementsOf(measured);
    }
  }

  /** Every figure that JMH printed of a metric. */
  private static List<String> figures(String out, String metric) {
    Matcher found =
        Pattern.compile(
                "(?m)^ +"
                    + metric
                    + ": +([0-9.]+) "
                    + "|:"
                    + metric
                    + "\":\\R +([0-9.]+) "
                    + "|^StoreBenchmark\\.storeMany:"
                    + metric
                    + " .* ([0-9]+\\.[0-9]+) +[#A-Za-z]+$")
            .matcher(out);
    List<String> figures = new ArrayList<>();
    while (found.find()) {
      figures.add(
          Stream.of(1, 2, 3).map(found::group).filter(Objects::nonNull).findFirst().orElseThrow());
    }
    return figures;
  }

  @Test
  void aForkLoadsNothingOfTheAnalysis() throws Exception {
    Path log = directory.resolve("classes.txt");
    Jar.Said said =
        jar.run(
            with(
                SHORT,
                "-p",
                "cutoff=10",
                "-p",
                "backend=raw",
                "-jvmArgsAppend",
                "-Xlog:class+load:file=" + log,
                "storeMany"));
    assertThat(said.status()).as(said.err()).isZero();
    List<String> loaded =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains(" source: "))
            .map(line -> line.replaceFirst("^(?:\\[[^\\]]*\\])* ?", "").replaceFirst(" .*", ""))
            .toList();
    assertThat(loaded).contains("dev.imagestore.workload.StoreBenchmark");
    assertThat(loaded)
        .noneMatch(
            name ->
                name.matches(
                    "dev\\.imagestore\\.(Main|(report|plot|stats|cli|harness)\\..*)"
                        + "|com\\.fasterxml\\..*|org\\.jfree\\..*|picocli\\..*"
                        + "|org\\.hipparchus\\..*"));
  }

  @Test
  void aRunSizeGoesInRoundsAndItsForksAreMergedAsJmhDoes() throws Exception {
    Jar.Said said =
        jar.run(
            "--quick",
            "-f",
            "2",
            "-wi",
            "0",
            "-r",
            "20ms",
            "-p",
            "cutoff=10",
            "-p",
            "backend=raw,lmdb",
            "-rf",
            "json",
            "storeMany");
    assertThat(said.status()).as(said.err()).isZero();

    List<String> turns = turns(said);
    assertThat(turns).hasSize(4).doesNotHaveDuplicates();
    for (int round = 0; round < 2; round++) {
      assertThat(turns.subList(2 * round, 2 * round + 2))
          .anyMatch(turn -> turn.contains("backend=raw"))
          .anyMatch(turn -> turn.contains("backend=lmdb"));
    }
    ResultFile merged = onlyResult();
    ResultFile byJmh = ResultFiles.read(directory.resolve("jmh-result.json"));
    assertThat(merged.results()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      BenchmarkResult ours = merged.results().get(i);
      assertThat(ours.run().forks()).isEqualTo(2);
      assertThat(ours.key()).isEqualTo(byJmh.results().get(i).key());
      assertThat(List.of(ours.primary(), ours.secondary()))
          .usingRecursiveComparison()
          .withComparatorForType(
              (a, b) -> Math.abs(a - b) <= 1e-9 * Math.abs(b) ? 0 : Double.compare(a, b),
              Double.class)
          .isEqualTo(List.of(byJmh.results().get(i).primary(), byJmh.results().get(i).secondary()));
    }
  }

  @Test
  void whatWasMeasuredIsKeptWhenARunIsStoppedAndGoesOnWithResume() throws Exception {
    String[] command = {
      "--quick",
      "-f",
      "2",
      "-wi",
      "0",
      "-i",
      "1",
      "-r",
      "300ms",
      "-p",
      "cutoff=10",
      "-p",
      "backend=raw,lmdb",
      "readMany"
    };
    Process process = jar.start(command);
    await("a result", () -> !resultFiles().isEmpty());
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    int before = forks(onlyResult());
    assertThat(before).isBetween(1, 3);
    assertThat(onlyResult().environment().orElseThrow().run().complete()).isFalse();
    assertThat(jar.said(0).out()).contains("Interrupted");
    assertNoForkRuns(process);
    assertNothingLeftBehind();

    assertRefused("the list of JMH arguments was --quick", "--quick", "--resume", "readRandom");

    Jar.Said said = jar.run(with(command, "--resume"));
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(turns(said)).hasSize(4 - before);
    assertThat(forks(onlyResult())).isEqualTo(4);
    assertThat(onlyResult().environment().orElseThrow().run().complete()).isTrue();
    assertThat(jar.results(".jsonl")).isEmpty();
    assertRefused("no run that was interrupted", with(command, "--resume"));
    assertNothingLeftBehind();
  }

  private static int forks(ResultFile file) {
    return file.results().stream().mapToInt(result -> result.primary().raw().size()).sum();
  }

  /** The lines that say what runs next. */
  private static List<String> turns(Jar.Said said) {
    return said.out().lines().filter(line -> line.contains(" to go: ")).toList();
  }

  @Test
  void afterKillForksEndAndTheNextRunCleansUp() throws Exception {
    Process process =
        jar.start(
            "-f",
            "3",
            "-wi",
            "0",
            "-i",
            "1",
            "-r",
            "60s",
            "-p",
            "cutoff=10",
            "-p",
            "backend=lmdb",
            "readMany");
    await(
        "a fork",
        () ->
            process.descendants().anyMatch(p -> !p.children().findAny().isPresent() && isFork(p)));
    List<ProcessHandle> forks = process.descendants().toList();
    process.destroyForcibly().waitFor();
    await("the forks to end", () -> forks.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(runDirectories()).hasSize(1);

    Jar.Said said = jar.run(with(SHORT, "-p", "cutoff=10", "-p", "backend=raw", "readMany"));
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.out()).contains("Removed what 1 run that was killed left behind");
    assertNothingLeftBehind();
  }

  @Test
  void mistakesCostOneLine() throws Exception {
    assertRefused(
        "unknown backend 'tiff'; known: raw, png, files, dirs, tar, lmdb, hdf5, sqlite, mvstore, zarr",
        "-p",
        "backend=tiff",
        "readMany");
    assertRefused("unknown parameter 'cutof'", "-p", "cutof=10", "readMany");
    assertRefused("found '0'", "-p", "cutoff=0", "readMany");
    assertRefused("found '-5'", "-p", "cutoff=-5", "readMany");
    assertRefused("no benchmark matches writeMany", "writeMany");
    assertRefused("exclude each other", "--quick", "--full");
    assertRefused("dataset", "-p", "dataset=imagenet", "readMany");
    assertRefused("absent", "-p", "dataset=folder:absent", "readMany");
    assertRefused("not a recognized option", "-zz");
    assertThat(jar.resultFiles()).isEmpty();
    assertNothingLeftBehind();
  }

  @Test
  void tooLittleSpaceIsSaidBeforeTheRun() throws Exception {
    assertRefused(
        "MB are free", "-p", "cutoff=999999999", "-p", "backend=raw", "-f", "1", "storeMany");
    assertNothingLeftBehind();
  }

  @Test
  void helpNamesTheSubcommands() throws Exception {
    for (String word : List.of("help", "--help")) {
      Jar.Said said = jar.run(word);
      assertThat(said.status()).isZero();
      assertThat(said.out())
          .contains("--quick")
          .contains("footprint")
          .contains("datasets")
          .contains("report");
    }
  }

  private void assertRefused(String reason, String... args) throws Exception {
    Jar.Said said = jar.run(args);
    assertThat(said.status()).as(said.out()).isEqualTo(2);
    assertThat(said.complaints()).singleElement().asString().startsWith("error: ").contains(reason);
  }

  private ResultFile onlyResult() throws IOException {
    List<Path> files = jar.resultFiles();
    assertThat(files).hasSize(1);
    assertThat(EnvironmentFiles.beside(files.get(0))).exists();
    assertThat(files.get(0).getFileName().toString())
        .matches("\\d{4}-\\d\\d-\\d\\d-\\d{6}-jdk" + Runtime.version().feature() + "\\.json");
    return ResultFiles.read(files.get(0));
  }

  private static BenchmarkResult one(ResultFile file, String method, String backend) {
    return file.results().stream()
        .filter(
            r ->
                r.key().benchmark().endsWith("." + method)
                    && r.key().params().get("backend").equals(backend))
        .findAny()
        .orElseThrow();
  }

  private void assertNothingLeftBehind() throws IOException {
    assertThat(runDirectories()).isEmpty();
  }

  private List<Path> runDirectories() throws IOException {
    try (Stream<Path> found = Files.list(jar.work())) {
      return found.toList();
    }
  }

  private List<Path> resultFiles() {
    try {
      return jar.resultFiles();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean isFork(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("ForkedMain");
  }

  private void assertNoForkRuns(Process harness) {
    assertThat(
            ProcessHandle.allProcesses()
                .filter(BenchmarksIT::isFork)
                .filter(p -> p.info().commandLine().orElse("").contains(jar.work().toString()))
                .toList())
        .as("forks of %d", harness.pid())
        .isEmpty();
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(String.format(Locale.ROOT, "waited 60 s for %s", what));
      }
      Thread.sleep(50);
    }
  }

  private static String[] with(String[] first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
  }
}
