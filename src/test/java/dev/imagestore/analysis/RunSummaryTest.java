package dev.imagestore.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imagestore.render.ArticleReport;
import dev.imagestore.render.Formats;
import dev.imagestore.render.Report;
import dev.imagestore.render.RunReport;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Key;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.RunSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** From what JMH wrote to images per second, seconds and bytes. */
class RunSummaryTest {
  private static final RunSettings RUN =
      new RunSettings("1.37", "17", "", "", List.of(), 2, 1, "1 s", 1, "1 s");

  @Test
  void throughputOfAWholeSet() {
    Row row = row(result("StoreBenchmark.storeMany", "thrpt", 1, "raw", "100", "ops/ms", 2));
    assertThat(row.imagesPerOperation()).isEqualTo(100);
    assertThat(row.secondsPerOperation().value()).isEqualTo(0.0005, within(1e-12));
    assertThat(row.imagesPerSecond().value()).isEqualTo(200_000, within(1e-6));
    assertThat(row.secondsPerImage().value()).isEqualTo(0.000005, within(1e-15));
    assertThat(row.imagesPerSecond().samples()).isEqualTo(2);
  }

  @Test
  void throughputOfSingleImages() {
    Row row = row(result("ReadBenchmark.readRandom", "thrpt", 1, "raw", "100", "ops/s", 4000));
    assertThat(row.imagesPerOperation()).isEqualTo(1);
    assertThat(row.imagesPerSecond().value()).isEqualTo(4000, within(1e-6));
    assertThat(row.secondsPerOperation().value()).isEqualTo(0.00025, within(1e-12));
  }

  @Test
  void ratesOfThreadsAddUpAndTheirTimesAreAveraged() {
    Row rate = row(result("StoreBenchmark.storeMany", "thrpt", 4, "raw", "10", "ops/s", 8));
    assertThat(rate.secondsPerOperation().value()).isEqualTo(0.5, within(1e-12));
    assertThat(rate.imagesPerSecond().value()).isEqualTo(80, within(1e-9));
    Row time = row(result("StoreBenchmark.storeMany", "avgt", 4, "raw", "10", "ms/op", 500));
    assertThat(time.secondsPerOperation().value()).isEqualTo(0.5, within(1e-12));
    assertThat(time.imagesPerSecond().value()).isEqualTo(80, within(1e-9));
  }

  @Test
  void threadsThatShareASetReadItOnceBetweenThem() {
    Row rate = row(result("ReadBenchmark.readMany", "thrpt", 4, "raw", "10", "ops/s", 8));
    assertThat(rate.imagesPerSecond().value()).isEqualTo(20, within(1e-9));
    Row time = row(result("ReadBenchmark.readMany", "avgt", 4, "raw", "10", "ms/op", 500));
    assertThat(time.imagesPerSecond().value()).isEqualTo(20, within(1e-9));
  }

  @Test
  void theCounterOfImagesIsNotTheMeasure() {
    // With several threads it counts operations outside the measured time too.
    SortedMap<String, Metric> secondary = new TreeMap<>();
    secondary.put("images", metric("ops/s", List.of(List.of(81.0), List.of(81.0))));
    Row row =
        row(
            with(
                result("StoreBenchmark.storeMany", "thrpt", 2, "raw", "10", "ops/s", 8),
                secondary));
    assertThat(row.imagesPerSecond().value()).isEqualTo(80, within(1e-9));
  }

  @Test
  void aBatchIsSeveralOperations() {
    BenchmarkResult plain = result("ReadBenchmark.readMany", "ss", 1, "raw", "10", "s/op", 8);
    RunSettings run = new RunSettings("1.37", "17", "", "", List.of(), 2, 1, "", 1, "", 4);
    Row row = row(new BenchmarkResult(plain.key(), run, plain.primary(), plain.secondary()));
    assertThat(row.secondsPerOperation().value()).isEqualTo(2, within(1e-12));
    assertThat(row.imagesPerSecond().value()).isEqualTo(5, within(1e-12));
  }

  @Test
  void theIntervalOfATimeTurnsAround() {
    Row row =
        row(
            result(
                "ReadBenchmark.readMany",
                "avgt",
                1,
                params("raw", "10"),
                metric("s/op", List.of(List.of(1.0), List.of(1.1), List.of(1.2)))));
    assertThat(row.imagesPerSecond().low()).isLessThan(row.imagesPerSecond().value());
    assertThat(row.imagesPerSecond().high()).isGreaterThan(row.imagesPerSecond().value());
    assertThat(row.imagesPerSecond().low())
        .isEqualTo(10 / row.secondsPerOperation().high(), within(1e-9));
  }

  @Test
  void aBenchmarkToComeIsKnownByItsImages() {
    BenchmarkResult plain = result("AppendBenchmark.append", "thrpt", 1, "raw", "1000", "ops/s", 3);
    SortedMap<String, Metric> secondary = new TreeMap<>();
    secondary.put("images", metric("ops/s", List.of(List.of(150.0), List.of(150.0))));
    Row row = row(with(plain, secondary));
    assertThat(row.operation()).isEmpty();
    assertThat(row.imagesPerOperation()).isEqualTo(50);
    assertThat(row.imagesPerSecond().value()).isEqualTo(150, within(1e-9));

    // Without the metric nobody knows how many images an operation is.
    assertThat(figures(plain).rows()).isEmpty();
    assertThat(figures(plain).others()).hasSize(1);
  }

  @Test
  void timesRawIsOfTheSameConfiguration() throws IOException {
    RunSummary figures = RunSummary.of(TestResults.read("main"));
    assertThat(figures.backends()).containsExactly("raw", "png", "lmdb", "hdf5");
    for (Row row : figures.rows()) {
      Row raw =
          figures.rows().stream()
              .filter(r -> r.table().equals(row.table()) && r.cutoff() == row.cutoff())
              .filter(r -> r.backend().equals("raw"))
              .findFirst()
              .orElseThrow();
      assertThat(row.timesControl().orElseThrow())
          .isEqualTo(
              row.secondsPerOperation().value() / raw.secondsPerOperation().value(),
              within(1e-3 * row.timesControl().orElseThrow()));
    }
    assertThat(figures(result("ReadBenchmark.readMany", "thrpt", 1, "png", "10", "ops/s", 1)))
        .extracting(f -> f.rows().get(0).timesControl().isPresent())
        .isEqualTo(false);
  }

  @Test
  void footprintsKnowTheirPixels() throws IOException {
    Footprint png =
        RunSummary.of(TestResults.read("main")).rows().stream()
            .filter(r -> r.table().shortName().equals("StoreBenchmark.storeMany"))
            .filter(r -> r.backend().equals("png") && r.cutoff() == 1000)
            .findFirst()
            .flatMap(Row::footprint)
            .orElseThrow();
    assertThat(png.images()).isEqualTo(1000);
    assertThat(png.apparentBytes()).isEqualTo(2_292_000);
    assertThat(png.files()).isEqualTo(1001);
    assertThat(png.pixelBytes()).isEqualTo(3_072_000);
    assertThat(png.timesPixels().orElseThrow()).isEqualTo(1.336, within(1e-9));
  }

  @Test
  void theSameConfigurationTwiceIsTwoRows() {
    BenchmarkResult one = result("ReadBenchmark.readMany", "thrpt", 1, "raw", "10", "ops/s", 2);
    BenchmarkResult two = result("ReadBenchmark.readMany", "thrpt", 1, "raw", "10", "ops/s", 4);
    assertThat(figures(one, two).rows()).hasSize(2);
  }

  @Test
  void withoutSamplesThereIsTheScore() {
    Row row =
        row(
            result(
                "ReadBenchmark.readMany",
                "thrpt",
                1,
                params("raw", "10"),
                new Metric("ops/s", 7, List.of())));
    assertThat(row.imagesPerSecond().value()).isEqualTo(70, within(1e-9));
    assertThat(row.imagesPerSecond().samples()).isZero();
    assertThat(row.imagesPerSecond().hasInterval()).isFalse();
  }

  @Test
  void whatIsNotOursIsLeftAsItIs() {
    for (SortedMap<String, String> params :
        List.of(
            new TreeMap<String, String>(),
            params("raw", "0"),
            params("raw", "-5"),
            params("raw", "many"),
            params("raw", "99999999999999999999"))) {
      RunSummary figures =
          figures(
              result(
                  "ReadBenchmark.readMany",
                  "thrpt",
                  1,
                  params,
                  metric("ops/s", List.of(List.of(1.0)))));
      assertThat(figures.rows()).isEmpty();
      assertThat(figures.others()).hasSize(1);
    }
  }

  @Test
  void everyFormatShowsFiguresThatAreNone() throws IOException {
    List<BenchmarkResult> odd = new ArrayList<>();
    for (double figure :
        new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-300, 1e300}) {
      for (String mode : List.of("thrpt", "avgt")) {
        String unit = mode.equals("thrpt") ? "ops/s" : "us/op";
        odd.add(result("StoreBenchmark.storeMany", mode, 1, "raw", "10", unit, figure));
        odd.add(result("StoreBenchmark.storeMany", mode, 1, "png", "10", unit, figure));
        odd.add(result("Other.benchmark", mode, 1, "raw", "x", unit, figure));
      }
    }
    RunSummary figures = figures(odd.toArray(new BenchmarkResult[0]));
    for (Report report :
        List.of(new RunReport(List.of(figures)), new ArticleReport(List.of(figures)))) {
      for (String name : Formats.names(report.getClass())) {
        assertThat(Formats.render(name, report)).as(name).isNotEmpty();
        Formats.of(name, report.getClass()).leftOut(report);
      }
    }
  }

  private static Row row(BenchmarkResult result) {
    return figures(result).rows().get(0);
  }

  private static RunSummary figures(BenchmarkResult... results) {
    return RunSummary.of(new ResultFile("run", Optional.empty(), List.of(results)));
  }

  private static BenchmarkResult result(
      String benchmark,
      String mode,
      int threads,
      String backend,
      String cutoff,
      String unit,
      double figure) {
    return result(
        benchmark,
        mode,
        threads,
        params(backend, cutoff),
        metric(unit, List.of(List.of(figure), List.of(figure))));
  }

  private static BenchmarkResult result(
      String benchmark,
      String mode,
      int threads,
      SortedMap<String, String> params,
      Metric primary) {
    return new BenchmarkResult(
        new Key("dev.imagestore.workload." + benchmark, mode, threads, params),
        RUN,
        primary,
        new TreeMap<>());
  }

  private static BenchmarkResult with(BenchmarkResult r, SortedMap<String, Metric> secondary) {
    return new BenchmarkResult(r.key(), r.run(), r.primary(), secondary);
  }

  private static SortedMap<String, String> params(String backend, String cutoff) {
    SortedMap<String, String> params = new TreeMap<>();
    params.put("backend", backend);
    params.put("cutoff", cutoff);
    params.put("dataset", "synthetic");
    return params;
  }

  private static Metric metric(String unit, List<List<Double>> raw) {
    return new Metric(unit, Double.NaN, raw);
  }
}
