package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.ComparisonRuns;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableNotesTest {
  /** Of a thousand images of 3,072 bytes. */
  private static final Environment HERE = ComparisonRuns.environment("17.0.15", 17, "default");

  @Test
  void imagesThatFitTheCacheAreNamed() {
    assertThat(notes(32L << 20, store(10), store(1000)))
        .containsExactly(
            "The images that are stored fit the processor's last-level cache, 32768 KiB: they are"
                + " read from there, not from memory.");
    assertThat(notes(1L << 20, store(10), store(100), store(1000)))
        .containsExactly(
            "Up to 100 the images that are stored fit the processor's last-level cache, 1024 KiB:"
                + " they are read from there, not from memory.");
  }

  @Test
  void largerSetsAndUnknownCachesNeedNoWord() {
    assertThat(notes(1L << 20, store(1000))).isEmpty();
    assertThat(notes(0, store(10))).isEmpty();
    assertThat(notes(32L << 20, read(10, "warm"))).isEmpty();
  }

  @Test
  void whatStaysWarmStandsBesideColdFigures() {
    assertThat(notes(32L << 20, read(10, "cold")))
        .singleElement()
        .asString()
        .startsWith("Cold: none of the stores' files was in memory")
        .contains("inodes");
  }

  private static BenchmarkResult store(int cutoff) {
    return result("StoreBenchmark.storeMany", "thrpt", cutoff, Map.of());
  }

  private static BenchmarkResult read(int cutoff, String cache) {
    return result("ReadBenchmark.readMany", "ss", cutoff, Map.of("cache", cache));
  }

  private static BenchmarkResult result(
      String benchmark, String mode, int cutoff, Map<String, String> more) {
    Map<String, String> params = new TreeMap<>(more);
    params.putAll(Map.of("backend", "raw", "cutoff", "" + cutoff, "dataset", "synthetic"));
    return ComparisonRuns.result(
        "dev.imagestore.workload." + benchmark,
        mode,
        1,
        params,
        new Metric(mode.equals("ss") ? "s/op" : "ops/s", 5, List.of(List.of(5.0))),
        Map.of());
  }

  private static List<String> notes(long cacheBytes, BenchmarkResult... results) {
    Environment.Machine machine =
        new Environment.Machine("Some CPU", 8, 16L << 30, "Linux", "6.1.0", "amd64", cacheBytes);
    Environment environment =
        new Environment(
            HERE.schema(),
            HERE.run(),
            machine,
            HERE.workDirectory(),
            HERE.jdk(),
            HERE.libraries(),
            HERE.commit(),
            HERE.datasets(),
            HERE.conditions());
    RunSummary run =
        RunSummary.of(new ResultFile("run", Optional.of(environment), List.of(results)));
    return run.tables().entrySet().stream()
        .flatMap(table -> TableNotes.of(run, table.getKey(), table.getValue()).stream())
        .toList();
  }
}
