package dev.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Resource;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.toy.CountedBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of a backend of which the true ones are known, in runs as short as can be. */
class CountsIT {
  private static final int IMAGES = 100;

  @TempDir Path directory;
  private Jar jar;

  @BeforeEach
  void putOnTheClassPath() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/io")), "Linux only");
    Path added = Files.createDirectories(directory.resolve("added"));
    Path lines = Files.createDirectories(added.resolve("META-INF").resolve("services"));
    Files.writeString(
        lines.resolve("dev.imagestore.store.Backend"), CountedBackend.class.getName() + "\n");
    jar = new Jar(directory, List.of(added, Path.of("target", "test-classes").toAbsolutePath()));
  }

  @Test
  void countsAreThoseOfTheWorkAndOfNothingElse() throws Exception {
    ResultFile file = run("nothing", "storeMany|readMany|readRandom", "-t", "2");
    assertThat(file.results()).hasSize(3);
    for (BenchmarkResult result : file.results()) {
      boolean stores = result.key().benchmark().contains("StoreBenchmark");
      assertThat(figure(result, Resource.READ_CALLS)).isEqualTo(stores ? 0 : 1);
      assertThat(figure(result, Resource.BYTES_READ))
          .isEqualTo(stores ? 0 : CountedBackend.RECORD_BYTES);
      assertThat(figure(result, Resource.WRITE_CALLS)).isEqualTo(stores ? 1 : 0);
      assertThat(figure(result, Resource.BYTES_WRITTEN))
          .isEqualTo(stores ? CountedBackend.RECORD_BYTES : 0);
      // Opening a channel for all images takes some more.
      assertThat(figure(result, Resource.ALLOCATED))
          .isBetween(CountedBackend.HEAP_BYTES - 1.0, CountedBackend.HEAP_BYTES + 64.0);
      assertThat(figure(result, Resource.CPU_TIME)).as("seconds").isBetween(1e-7, 1e-2);
      assertThat(result.secondary())
          .containsKeys("pageFaults", "deviceRead", "bytesDirtied", "residentBeyondHeap");
    }
  }

  @Test
  void oneMoreCallOrAHundredBytesPerImageIsFound() throws Exception {
    ResultFile base = run("nothing", "storeMany|readMany");
    ResultFile heap = run("heap", "storeMany|readMany");
    ResultFile read = run("read", "readMany");
    ResultFile write = run("write", "storeMany");

    for (BenchmarkResult result : heap.results()) {
      BenchmarkResult before = same(base, result);
      assertThat(figure(result, Resource.ALLOCATED) - figure(before, Resource.ALLOCATED))
          .isCloseTo(CountedBackend.MORE_HEAP_BYTES, within(4.0));
      assertThat(figure(result, Resource.READ_CALLS))
          .isEqualTo(figure(before, Resource.READ_CALLS));
    }
    BenchmarkResult reading = read.results().get(0);
    assertThat(figure(reading, Resource.READ_CALLS)).isEqualTo(2);
    assertThat(figure(reading, Resource.BYTES_READ)).isEqualTo(CountedBackend.RECORD_BYTES + 1.0);
    BenchmarkResult storing = write.results().get(0);
    assertThat(figure(storing, Resource.WRITE_CALLS)).isEqualTo(2);
    assertThat(figure(storing, Resource.BYTES_WRITTEN))
        .isEqualTo(CountedBackend.RECORD_BYTES + 1.0);
  }

  private ResultFile run(String more, String benchmarks, String... arguments) throws Exception {
    List<Path> before = jar.resultFiles();
    Jar.Said said = jar.run(arguments(more, benchmarks, arguments));
    assertThat(said.status()).as(said.out() + said.err()).isZero();
    List<Path> now = new ArrayList<>(jar.resultFiles());
    now.removeAll(before);
    assertThat(now).hasSize(1);
    return ResultFiles.read(now.get(0));
  }

  private static String[] arguments(String more, String benchmarks, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("-f", "1", "-wi", "1", "-w", "20ms", "-i", "3", "-r", "20ms"));
    all.addAll(List.of("-p", "backend=counted", "-p", "cutoff=" + IMAGES));
    all.addAll(List.of("-jvmArgsAppend", "-D" + CountedBackend.MORE + "=" + more));
    all.addAll(List.of(arguments));
    all.add(benchmarks);
    return all.toArray(new String[0]);
  }

  private static BenchmarkResult same(ResultFile file, BenchmarkResult result) {
    return file.results().stream()
        .filter(r -> r.key().equals(result.key()))
        .findFirst()
        .orElseThrow();
  }

  /** Of the one fork, which is the median of its iterations: the JVM may read a class in one. */
  private static double figure(BenchmarkResult result, Resource resource) {
    return Measurement.of(result, resource.metric()).orElseThrow().figures().get(0);
  }
}
