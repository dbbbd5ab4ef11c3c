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
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What is said in words, and what is not. */
class ConclusionSentencesTest {
  private static final RunSettings RUN =
      new RunSettings("1.37", "17", "", "", List.of(), 3, 1, "1 s", 1, "1 s");

  private final List<BenchmarkResult> results = new ArrayList<>();

  @Test
  void oneOvertakesTheOther() {
    read("png", 10, 1.0);
    read("lmdb", 10, 2.0);
    read("png", 100, 10.0);
    read("lmdb", 100, 5.0);
    read("png", 1000, 100);
    read("lmdb", 1000, 20);
    assertThat(sentences())
        .containsExactly(
            "Reading all images: png is fastest at 10 images; lmdb is fastest from 100 to 1,000"
                + " images.",
            "Reading all images: lmdb overtakes png from 100 images on, 5.00 times as fast at"
                + " 1,000.");
  }

  @Test
  void withoutASureDifferenceNothingIsWon() {
    read("png", 10, 1.0);
    read("lmdb", 10, 1.005);
    read("png", 100, 10.0);
    read("lmdb", 100, 5.0);
    assertThat(sentences())
        .containsExactly(
            "Reading all images: none is surely the fastest at 10 images; lmdb is fastest at 100"
                + " images.",
            "Reading all images: lmdb is faster than png from 100 images on, 2.00 times as fast at"
                + " 100; with fewer there is no sure difference.");
  }

  @Test
  void intervalsApartAreNoSureDifference() {
    // 95 % intervals that do not touch, but p = 0.001, which is not enough among ten pairs.
    for (int cutoff = 1; cutoff <= 10; cutoff++) {
      add("ReadBenchmark.readMany", "png", cutoff, forks(1.00, 0.020));
      add("ReadBenchmark.readMany", "lmdb", cutoff, forks(cutoff == 5 ? 1.047 : 1.00, 0.020));
    }
    assertThat(sentences())
        .containsExactly("Reading all images: none is surely the fastest from 1 to 10 images.");
  }

  @Test
  void ofSeveralOnlyThoseThatMayBeFastestAreNamed() {
    read("png", 10, 1.0);
    read("lmdb", 10, 1.005);
    read("hdf5", 10, 90);
    assertThat(sentences())
        .first()
        .asString()
        .isEqualTo(
            "Reading all images: png or lmdb is fastest, with no sure difference, at 10 images.");
  }

  @Test
  void whoIsAheadOnlyInTheMiddleOvertakesNobody() {
    read("png", 10, 1.0);
    read("lmdb", 10, 2.0);
    read("png", 100, 10.0);
    read("lmdb", 100, 5.0);
    read("png", 1000, 20);
    read("lmdb", 1000, 20.1);
    assertThat(sentences()).noneMatch(s -> s.contains("overtakes"));
  }

  @Test
  void aRowWithAnIntervalThatIsTooWideIsNotRankedButNamed() {
    add("ReadBenchmark.readMany", "png", 10, forks(1.0, 0.6));
    read("lmdb", 10, 5.0);
    read("hdf5", 10, 7.0);
    add("ReadBenchmark.readMany", "png", 1000, forks(100, 0.6));
    read("lmdb", 1000, 20);
    assertThat(sentences())
        .containsExactly(
            "Reading all images: lmdb is fastest of those ranked at 10 images.",
            "Reading all images: not ranked, as their intervals are wider than ± 25 %: png at 10"
                + " and 1,000 images.");
  }

  @Test
  void theControlIsNoChoiceAndOneForkNoEvidence() {
    read("raw", 10, 0.1);
    add("ReadBenchmark.readMany", "png", 10, 1.0);
    assertThat(sentences()).isEmpty();
    add("ReadBenchmark.readMany", "lmdb", 10, 2.0);
    assertThat(sentences())
        .containsExactly(
            "Nothing can be said: it takes 4 forks of each backend to tell which is faster (-f 5).");
  }

  @Test
  void oneImageStoredIsTheBeginningOfMany() {
    add("StoreBenchmark.storeSingle", "png", 1, forks(1.0, 0.01));
    add("StoreBenchmark.storeSingle", "lmdb", 1, forks(2.0, 0.01));
    add("StoreBenchmark.storeMany", "png", 10, forks(10.0, 0.01));
    add("StoreBenchmark.storeMany", "lmdb", 10, forks(3.0, 0.01));
    assertThat(sentences())
        .containsExactly(
            "Storing all images: png is fastest at 1 image; lmdb is fastest at 10 images.",
            "Storing all images: lmdb overtakes png from 10 images on, 3.33 times as fast at 10.");
  }

  private List<String> sentences() {
    return ConclusionSentences.of(
        Conclusions.of(RunSummary.of(new ResultFile("run", Optional.empty(), results))));
  }

  private void read(String backend, int cutoff, double seconds) {
    add("ReadBenchmark.readMany", backend, cutoff, forks(seconds, 0.01));
  }

  /** Six forks, the outermost {@code noise} away from {@code seconds}. */
  private static double[] forks(double seconds, double noise) {
    return DoubleStream.of(-1, 0.6, -0.2, 0.2, -0.6, 1)
        .map(d -> seconds * (1 + noise * d))
        .toArray();
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
