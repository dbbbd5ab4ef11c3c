package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final List<List<Double>> RAW =
      List.of(List.of(1.0, 2.0, 90.0), List.of(4.0, 2.0), List.of(Double.NaN, 5.0), List.of());

  @Test
  void aForkCountsOnceWithTheMedianOfItsIterations() {
    Measurement measured = primary("ops/ms", RAW, 1, 1);
    assertThat(measured.figures()).containsExactly(2_000.0, 3_000.0, 5_000.0);
    assertThat(measured.inUnit()).containsExactly(2, 3, 5);
    assertThat(measured.forks()).isEqualTo(3);
  }

  @Test
  void anExactFigureIsTheLargestOfItsFork() {
    Measurement disk = secondary("diskApparent", "KB", List.of(List.of(0.0, 8.0), List.of(8.0)), 1);
    assertThat(disk.figures()).containsExactly(8192.0, 8192.0);
    assertThat(disk.forksDiffer()).isFalse();
    assertThat(disk.largest()).hasValue(8192);
  }

  @Test
  void withoutSamplesThereIsTheScoreOfNobodyKnowsHowManyForks() {
    Measurement score = primary("us/op", List.of(), 1, 1);
    assertThat(score.seconds()).containsExactly(7e-6);
    assertThat(score.forks()).isZero();
    assertThat(score.sampled()).isFalse();
  }

  @Test
  void aBatchIsDividedOut() {
    List<List<Double>> ten = List.of(List.of(10.0));
    assertThat(primary("us/op", ten, 1, 10).seconds()[0]).isEqualTo(1e-6, within(1e-18));
    assertThat(primary("us/op", ten, 1, 10).inUnit()[0]).isEqualTo(1, within(1e-12));
    assertThat(primary("ops/s", ten, 1, 10).seconds()[0]).isEqualTo(0.01, within(1e-12));
    assertThat(primary("ops/s", ten, 1, 10).figures().get(0)).isEqualTo(100, within(1e-9));
  }

  @Test
  void ofFurtherMetricsOnlyWhatProfilersCountIsPerBatch() {
    List<List<Double>> ten = List.of(List.of(10.0));
    assertThat(secondary("gc.alloc.rate.norm", "B/op", ten, 10).figures()).containsExactly(1.0);
    assertThat(secondary("images", "ops/s", ten, 10).figures()).containsExactly(10.0);
    assertThat(secondary("diskFiles", "files", ten, 10).figures()).containsExactly(10.0);
    assertThat(Measurement.of(result("us/op", ten, 1, 1), "none")).isEmpty();
  }

  @Test
  void ratesOfThreadsAddUpAndTheirTimesAreAveraged() {
    List<List<Double>> eight = List.of(List.of(8.0));
    assertThat(primary("ops/s", eight, 4, 1).seconds()).containsExactly(0.5);
    assertThat(primary("ops/s", eight, 4, 1).figures()).containsExactly(8.0);
    assertThat(primary("s/op", eight, 4, 1).seconds()).containsExactly(8.0);
  }

  @Test
  void whatIsNeitherRateNorTimeSaysSo() {
    assertThat(primary("%", RAW, 1, 1).isTimed()).isFalse();
    assertThat(primary("MB/sec", RAW, 1, 1).isTimed()).isFalse();
    assertThat(primary("min/op", RAW, 1, 1).isTimed()).isTrue();
  }

  private static Measurement primary(
      String unit, List<List<Double>> raw, int threads, int batchSize) {
    return Measurement.of(result(unit, raw, threads, batchSize));
  }

  private static Measurement secondary(
      String name, String unit, List<List<Double>> raw, int batchSize) {
    BenchmarkResult plain = result("us/op", raw, 1, batchSize);
    return Measurement.of(
            new BenchmarkResult(
                plain.key(),
                plain.run(),
                plain.primary(),
                new TreeMap<>(Map.of(name, new Metric(unit, Double.NaN, raw)))),
            name)
        .orElseThrow();
  }

  private static BenchmarkResult result(
      String unit, List<List<Double>> raw, int threads, int batchSize) {
    return new BenchmarkResult(
        new Key("x.A.b", "thrpt", threads, new TreeMap<>()),
        new RunSettings("1.37", "17", "", "", List.of(), 3, 1, "", 1, "", batchSize),
        new Metric(unit, 7, raw),
        new TreeMap<>());
  }
}
