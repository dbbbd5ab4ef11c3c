package dev.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.store.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the finished jar under conditions that are not the usual ones, as short as can be. */
class ConditionsIT {
  private static final int IMAGES = 200;
  private static final int IMAGE_BYTES = 32 * 32 * 3;

  @TempDir Path directory;
  private Jar jar;

  @BeforeEach
  void jar() throws Exception {
    jar = new Jar(directory);
  }

  @Test
  void whatIsReadOfAColdStoreComesFromTheDevice() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/io")));
    ResultFile file =
        run(
            "-p",
            "backend=raw,png,lmdb,hdf5",
            "-p",
            "cache=cold",
            "-t",
            "2",
            "-i",
            "2",
            "readMany|readShuffled|readSingle|readRandom");
    assertThat(file.results()).hasSize(16);
    for (BenchmarkResult result : file.results()) {
      assertThat(result.key().mode()).isEqualTo("ss");
      assertThat(result.key().params()).containsEntry("cache", "cold");
      double device = figure(result, "deviceRead");
      boolean whole = result.key().workload().orElseThrow().isWholeSet();
      // PNG makes the images smaller, and each of its files takes whole blocks.
      double least = whole ? IMAGE_BYTES / 2.0 : 1;
      assertThat(device).as(result.key().label()).isGreaterThanOrEqualTo(least);
    }
  }

  @Test
  void warmReadsAskNoDevice() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/io")));
    ResultFile file = run("-p", "backend=raw,lmdb", "-r", "20ms", "-i", "3", "readMany|readRandom");
    assertThat(file.results())
        .hasSize(4)
        .allSatisfy(result -> assertThat(figure(result, "deviceRead")).isZero());
  }

  @Test
  void readersStayOpenThreadsShareAndTheHeapIsFilled() throws Exception {
    ResultFile file =
        run(
            "-p",
            "backend=raw,png,lmdb",
            "-p",
            "opening=once",
            "-p",
            "memory=heap",
            // Else the counter has what threads do while they wait for each other.
            "-si",
            "false",
            "-t",
            "2",
            "-r",
            "20ms",
            "-i",
            "2",
            "readMany|readShuffled");
    assertThat(file.results()).hasSize(6);
    for (BenchmarkResult result : file.results()) {
      assertThat(result.key().settings()).contains("memory heap, opening once, 2 threads");
      double images = result.secondary().get("images").score();
      assertThat(images / result.primary().score())
          .as("images of a thread's part")
          .isBetween(0.9 * IMAGES / 2, 1.1 * IMAGES / 2);
    }
  }

  @Test
  void freshStoresAreAsManyAsWereSaidAndAreGoneAfterwards() throws Exception {
    ResultFile file =
        run(
            "-p",
            "backend=raw,png",
            "-p",
            "pages=fresh",
            "-p",
            "durability=none,sync",
            "storeMany");
    assertThat(file.results())
        .hasSize(4)
        .allSatisfy(
            result -> {
              assertThat(result.key().mode()).isEqualTo("ss");
              assertThat(result.primary().raw())
                  .singleElement()
                  .satisfies(fork -> assertThat(fork).hasSize(4));
              assertThat(result.secondary()).containsKey("diskAllocated");
            });
  }

  @Test
  void freshStoresThatWouldWaitForTheDiskAreRefused() throws Exception {
    assertRefused(
        "pages=fresh expected at most",
        "-p",
        "backend=raw",
        "-p",
        "cutoff=20000",
        "-p",
        "pages=fresh",
        "storeMany");
  }

  @Test
  void storesGrow() throws Exception {
    ResultFile file = run("--all", "-p", "durability=sync", "-r", "20ms", "-i", "2", "appendMany");
    assertThat(file.results())
        .extracting(result -> result.key().param("backend"))
        .contains("raw", "png", "tar", "lmdb", "sqlite", "mvstore")
        .doesNotContain("hdf5", "zarr");
    BenchmarkResult raw = file.results().get(0);
    assertThat(raw.secondary().get("diskApparent").score())
        .isBetween(2.0 * IMAGES * IMAGE_BYTES, 2.0 * IMAGES * (IMAGE_BYTES + 2));
    assertThat(figure(raw, "bytesWritten"))
        .as("what was there before is not written again")
        .isBetween((double) IMAGE_BYTES, IMAGE_BYTES + 10.0);
  }

  @Test
  void theFirstImageIsReadByAJvmThatHasReadNothing() throws Exception {
    Path log = directory.resolve("classes.txt");
    ResultFile file =
        run(
            "-p",
            "backend=lmdb",
            "-f",
            "2",
            "-jvmArgsAppend",
            "-Xlog:class+load:file=" + log.toString().replace(".txt", "-%p.txt"),
            "firstImage");
    assertThat(file.results())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.primary().raw()).hasSize(2).allMatch(fork -> fork.size() == 1);
              assertThat(result.primary().score()).isPositive();
            });
    try (Stream<Path> logs = Files.list(directory)) {
      // Two forks, and the JVM that made the store for each.
      assertThat(logs.filter(f -> f.getFileName().toString().startsWith("classes-"))).hasSize(4);
    }
  }

  @Test
  void filesInMemoryAreNotMeasuredCold() throws Exception {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory));
    Path run = Files.createTempDirectory(memory, "run");
    try {
      Jar.Said said = new Jar(run).run("-p", "cache=cold", "-p", "cutoff=10", "readMany");
      assertThat(said.status()).isEqualTo(2);
      assertThat(said.complaints())
          .singleElement()
          .asString()
          .startsWith("error: cache=cold: the work directory is in memory");
    } finally {
      Trees.delete(run);
    }
  }

  @Test
  void forksHaveAsMuchMemoryAsThePlanSays() throws Exception {
    Jar.Said said =
        jar.run("--plan", "memory", "-f", "1", "-p", "cutoff=20", "-p", "backend=raw,lmdb");
    assumeFalse(said.err().contains("expected a cgroup"), said.err());
    assumeFalse(said.err().contains("error: cache=cold: "), said.err());
    assertThat(said.status()).as(said.out() + said.err()).isZero();
    ResultFile file = ResultFiles.read(jar.resultFiles().get(0));
    assertThat(file.results())
        .hasSize(3)
        .allSatisfy(
            result ->
                assertThat(result.run().jvmArgs())
                    .noneMatch(flag -> flag.startsWith("-Dimagestore.")));
    assertThat(file.environment().orElseThrow().run().warnings())
        .anyMatch(warning -> warning.contains("each fork had 1,024 MiB of memory"));
  }

  private void assertRefused(String reason, String... args) throws Exception {
    Jar.Said said = jar.run(args);
    assertThat(said.status()).as(said.out()).isEqualTo(2);
    assertThat(said.complaints()).singleElement().asString().startsWith("error: ").contains(reason);
  }

  private ResultFile run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.contains("-f")) {
      all.addAll(0, List.of("-f", "1"));
    }
    if (all.contains("-r")) {
      all.addAll(0, List.of("-wi", "1", "-w", "20ms"));
    }
    all.addAll(0, List.of("-p", "cutoff=" + IMAGES));
    Jar.Said said = jar.run(all.toArray(new String[0]));
    assumeFalse(said.err().contains("error: cache=cold: "), said.err());
    assertThat(said.status()).as(said.out() + said.err()).isZero();
    assertThat(jar.resultFiles()).hasSize(1);
    try (Stream<Path> left = Files.list(jar.work())) {
      assertThat(left).as("left behind").isEmpty();
    }
    return ResultFiles.read(jar.resultFiles().get(0));
  }

  /** Of the one fork: the median of its iterations. */
  private static double figure(BenchmarkResult result, String metric) {
    return Measurement.of(result, metric).orElseThrow().figures().get(0);
  }
}
