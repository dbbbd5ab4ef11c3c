package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.Conclusions;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Key;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is said in words, and what is not. */
class ConclusionSentencesTest {
  private static final RunSettings RUN =
      new RunSettings("1.37", "17", "", "", List.of(), 3, 1, "1 s", 1, "1 s");

  private final List<BenchmarkResult> results = new ArrayList<>();

  @Test
  void oneOvertakesTheOther() {
    read("png", 10, 1.0, 1.01, 0.99);
    read("lmdb", 10, 2.0, 2.01, 1.99);
    read("png", 100, 10.0, 10.1, 9.9);
    read("lmdb", 100, 5.0, 5.1, 4.9);
    read("png", 1000, 100, 101, 99);
    read("lmdb", 1000, 20, 20.1, 19.9);
    assertThat(sentences())
        .containsExactly(
            "Reading all images: png is fastest at 10 images; lmdb is fastest from 100 to 1,000"
                + " images.",
            "Reading all images: lmdb overtakes png from 100 images on, 5.00 times as fast at"
                + " 1,000.");
  }

  @Test
  void whereIntervalsOverlapNothingIsWon() {
    read("png", 10, 1.0, 1.5, 0.7);
    read("lmdb", 10, 1.1, 1.6, 0.8);
    read("png", 100, 10.0, 10.1, 9.9);
    read("lmdb", 100, 5.0, 5.1, 4.9);
    assertThat(sentences())
        .containsExactly(
            "Reading all images: none is known to be fastest (their intervals overlap) at 10"
                + " images; lmdb is fastest at 100 images.",
            "Reading all images: lmdb is faster than png from 100 images on, 2.00 times as fast at"
                + " 100; with fewer, their intervals overlap.");
  }

  @Test
  void ofSeveralOnlyThoseThatMayBeFastestAreNamed() {
    read("png", 10, 1.0, 1.5, 0.7);
    read("lmdb", 10, 1.1, 1.6, 0.8);
    read("hdf5", 10, 90, 91, 92);
    assertThat(sentences())
        .first()
        .asString()
        .isEqualTo(
            "Reading all images: png or lmdb is fastest (their intervals overlap) at 10 images.");
  }

  @Test
  void whoIsAheadOnlyInTheMiddleOvertakesNobody() {
    read("png", 10, 1.0, 1.01, 0.99);
    read("lmdb", 10, 2.0, 2.01, 1.99);
    read("png", 100, 10.0, 10.1, 9.9);
    read("lmdb", 100, 5.0, 5.1, 4.9);
    read("png", 1000, 20, 20.1, 19.9);
    read("lmdb", 1000, 21, 23, 17);
    assertThat(sentences()).noneMatch(s -> s.contains("overtakes"));
  }

  @Test
  void theControlIsNoChoiceAndOneForkNoEvidence() {
    read("raw", 10, 0.1, 0.1, 0.1);
    read("png", 10, 1.0);
    assertThat(sentences()).isEmpty();
    read("lmdb", 10, 2.0);
    assertThat(sentences())
        .singleElement()
        .asString()
        .startsWith("Nothing can be said: one fork gives no interval");
  }

  @Test
  void oneImageStoredIsTheBeginningOfMany() {
    add("StoreBenchmark.storeSingle", "png", 1, 1.0, 1.01, 0.99);
    add("StoreBenchmark.storeSingle", "lmdb", 1, 2.0, 2.01, 1.99);
    add("StoreBenchmark.storeMany", "png", 10, 10.0, 10.1, 9.9);
    add("StoreBenchmark.storeMany", "lmdb", 10, 3.0, 3.1, 2.9);
    assertThat(sentences())
        .containsExactly(
            "Storing all images: png is fastest at 1 image; lmdb is fastest at 10 images.",
            "Storing all images: lmdb overtakes png from 10 images on, 3.33 times as fast at 10.");
  }

  private List<String> sentences() {
    return ConclusionSentences.of(
        Conclusions.of(RunSummary.of(new ResultFile("run", Optional.empty(), results))));
  }

  private void read(String backend, int cutoff, double... seconds) {
    add("ReadBenchmark.readMany", backend, cutoff, seconds);
  }

  private void add(String benchmark, String backend, int cutoff, double... seconds) {
    SortedMap<String, String> params = new TreeMap<>();
    params.put("backend", backend);
    params.put("cutoff", String.valueOf(cutoff));
    List<List<Double>> raw = new ArrayList<>();
    for (double s : seconds) {
      raw.add(List.of(1 / s));
    }
    results.add(
        new BenchmarkResult(
            new Key("dev.imagestore.workload." + benchmark, "thrpt", 1, params),
            RUN,
            new Metric("ops/s", Double.NaN, raw),
            new TreeMap<>()));
  }
}
