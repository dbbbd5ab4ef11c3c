package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.analysis.ComparisonRuns;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.analysis.TestResults;
import dev.imagestore.analysis.TrendRuns;
import dev.imagestore.analysis.Trends;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Metric;
import dev.imagestore.toy.ToyColumns;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A format is one class, a metric in tables one column. */
class FormatsTest {
  @Test
  void aFormatFromElsewhereShowsEveryKindOfReport() throws Exception {
    RunSummary run = RunSummary.of(TestResults.read("main"));
    assertThat(Formats.render("toy", new RunReport(List.of(run))))
        .contains("ReadBenchmark.readMany, synthetic\n", "Footprint, synthetic\n");
    assertThat(Formats.render("toy", new FootprintReport(List.of()))).isEqualTo("Footprint\n");
    Report trend = new TrendReport(Trends.of(TrendRuns.ofEverything(), 0.05, 0.1), false);
    assertThat(Formats.render("toy", trend)).contains("Where the level changed\n");
    assertThat(Formats.names(ComparisonReport.class))
        .containsExactlyInAnyOrder("text", "markdown", "csv", "json", "toy");
  }

  @Test
  void aFormatThatHasNoFormForAReportIsRefused() {
    assertThatThrownBy(() -> Formats.of("benchstat", TrendReport.class))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("--format benchstat: it has no form for this; expected one of text")
        .hasMessageNotContaining("github");
  }

  @Test
  void aMetricFromElsewhereIsInEveryTableThatHasIt() throws Exception {
    Metric metric = ComparisonRuns.metric("r/op", 2.5, 2.5);
    RunSummary run =
        RunSummary.of(
            new ComparisonRuns("run", 1)
                .rate(ComparisonRuns.READ_MANY, "raw", 10, 100, 2)
                .add(
                    ComparisonRuns.result(
                        ComparisonRuns.READ_MANY,
                        "thrpt",
                        1,
                        Map.of("backend", "png", "cutoff", "10", "dataset", "synthetic"),
                        ComparisonRuns.metric("ops/s", 99, 101),
                        new TreeMap<>(Map.of(ToyColumns.METRIC, metric))))
                .file());
    Report report = new RunReport(List.of(run));

    assertThat(Formats.render("text", report)).contains("toy, r/image").contains("2.50");
    assertThat(Formats.render("markdown", report)).contains("| toy, r/image |", "| 2.50 |");
    assertThat(Formats.render("csv", report).lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).endsWith(",toy_revolutions"),
            line -> assertThat(line).endsWith(","),
            line -> assertThat(line).endsWith(",2.5"));
    assertThat(Formats.render("json", report)).containsOnlyOnce("\"toyRevolutions\" : 2.5");
    assertThat(
            Formats.render("text", new RunReport(List.of(RunSummary.of(TestResults.read("main"))))))
        .doesNotContain("toy");
  }
}
