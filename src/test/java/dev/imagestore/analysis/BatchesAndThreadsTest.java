package dev.imagestore.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imagestore.render.ComparisonReport;
import dev.imagestore.render.Formats;
import dev.imagestore.render.RunReport;
import dev.imagestore.render.TrendReport;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.RunSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same work in batches ({@code -bs 10}) is the same figure in every form and a pair in every
 * comparison; on other threads ({@code -t 2}) it is another configuration.
 */
class BatchesAndThreadsTest {
  private static final double[] TIMES = {100, 101, 99, 100.5, 99.5, 100.2};

  @ParameterizedTest
  @ValueSource(strings = {"text", "markdown", "csv", "json"})
  void aBatchIsNoChangeInAnyFormOfAComparison(String format) throws Exception {
    for (String mode : List.of("ss", "thrpt")) {
      Comparison comparison =
          Comparisons.compare(
              file("one", mode, 1, 1), file("ten", mode, 1, 10), ComparisonOptions.of(0.05));

      assertThat(comparison.unpaired()).isEmpty();
      ComparisonRow row = comparison.rows().get(0);
      assertThat(row.finding().ratio().value()).isEqualTo(1, within(1e-9));
      assertThat(row.next().value()).isEqualTo(row.base().value(), within(1e-9));
      assertThat(comparison.differences())
          .extracting(ComparisonDifference::what)
          .containsExactly("batch size");
      Comparison plain =
          Comparisons.compare(
              file("one", mode, 1, 1), file("ten", mode, 1, 1), ComparisonOptions.of(0.05));
      assertThat(Formats.render(format, new ComparisonReport(List.of(without(comparison)))))
          .isEqualTo(Formats.render(format, new ComparisonReport(List.of(plain))));
    }
  }

  private static Comparison without(Comparison c) {
    return new Comparison(
        c.base(),
        c.next(),
        c.options(),
        c.warnings(),
        List.of(),
        c.rows(),
        c.exact(),
        c.means(),
        c.unpaired(),
        c.otherMetrics(),
        c.controls(),
        c.failures());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "markdown", "csv", "json"})
  void threadsAreAnotherConfigurationInAnyFormOfAComparison(String format) throws Exception {
    ResultFile both =
        new ComparisonRuns("both", 1)
            .add(result("thrpt", 1, 1, "raw"))
            .add(result("thrpt", 2, 1, "png"))
            .file();
    ResultFile others =
        new ComparisonRuns("others", 1)
            .add(result("thrpt", 1, 1, "raw"))
            .add(result("thrpt", 1, 1, "png"))
            .file();
    Comparison comparison = Comparisons.compare(both, others, ComparisonOptions.of(0.05));

    assertThat(comparison.rows()).hasSize(1);
    assertThat(comparison.unpaired()).hasSize(2);
    assertThat(Formats.render(format, new ComparisonReport(List.of(comparison))))
        .contains("not in others", "not in both");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "markdown",
        "csv",
        "json",
        "benchstat",
        "github-action",
        "github-action-bigger"
      })
  void aReportOfBatchesIsThatOfSingleOperations(String format) throws Exception {
    for (String mode : List.of("ss", "thrpt")) {
      assertThat(report(format, mode, 1, 10)).isEqualTo(report(format, mode, 1, 1));
      // Most forms say so; in this one the rate of all threads is the figure.
      assertThat(report(format, mode, 2, 1)).isNotEqualTo(report(format, mode, 1, 1));
    }
  }

  @Test
  void aTrendGoesOnWithBatchesAndNotWithThreads() throws Exception {
    List<TrendRun> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ResultFile file = file("run" + i, "ss", i == 2 ? 2 : 1, i == 1 ? 10 : 1);
      Instant day = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(86_400L * i);
      runs.add(new TrendRun(file.name(), "", day, file));
    }
    Trend trend = Trends.of(new TrendHistory(runs, List.of()), 0.05, 0.1);

    assertThat(trend.lines()).extracting(l -> l.key().threads()).containsExactly(1, 1, 2, 2);
    List<TrendPoint> points = trend.lines().get(0).points();
    assertThat(points).hasSize(2);
    assertThat(points.get(1).seconds().value())
        .isEqualTo(points.get(0).seconds().value(), within(1e-12));
    JsonNode json =
        new ObjectMapper().readTree(Formats.render("json", new TrendReport(trend, true)));
    assertThat(json.at("/lines/0/points/1/seconds/value"))
        .isEqualTo(json.at("/lines/0/points/0/seconds/value"));
  }

  private static String report(String format, String mode, int threads, int batch)
      throws Exception {
    return Formats.render(
        format, new RunReport(List.of(RunSummary.of(file("run", mode, threads, batch)))));
  }

  /** One of our benchmarks and one of somebody else's. */
  private static ResultFile file(String name, String mode, int threads, int batch) {
    BenchmarkResult ours = result(mode, threads, batch, "raw");
    BenchmarkResult theirs =
        ComparisonRuns.result("x.A.b", mode, threads, Map.of(), ours.primary(), ours.secondary());
    return new ComparisonRuns(name, 1).add(ours).add(with(theirs, batch)).file();
  }

  /** 100 µs per operation on a thread, whatever the batch and mode. */
  private static BenchmarkResult result(String mode, int threads, int batch, String backend) {
    boolean rate = mode.equals("thrpt");
    double[] figures = TIMES.clone();
    for (int i = 0; i < figures.length; i++) {
      figures[i] = rate ? 1e6 * threads / batch / TIMES[i] : TIMES[i] * batch;
    }
    return with(
        ComparisonRuns.result(
            ComparisonRuns.READ_MANY,
            mode,
            threads,
            Map.of("backend", backend, "cutoff", "1000", "dataset", "synthetic"),
            ComparisonRuns.metric(rate ? "ops/s" : "us/op", figures),
            Map.of()),
        batch);
  }

  private static BenchmarkResult with(BenchmarkResult result, int batch) {
    RunSettings run = result.run();
    return new BenchmarkResult(
        result.key(),
        new RunSettings(
            run.jmhVersion(),
            run.jdkVersion(),
            run.vmName(),
            run.vmVersion(),
            run.jvmArgs(),
            run.forks(),
            run.warmupIterations(),
            run.warmupTime(),
            run.measurementIterations(),
            run.measurementTime(),
            batch),
        result.primary(),
        result.secondary());
  }
}
