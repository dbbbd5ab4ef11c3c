package dev.imagestore.report;

import dev.imagestore.stats.Estimate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * One line a configuration, for spreadsheets and scripts: seconds, bytes, images a second. Columns
 * that only our benchmarks have are empty for others; {@code score} and its unit, JMH's, are there
 * for all.
 */
public final class CsvFormat implements ReportFormat {
  @Override
  public String render(List<Figures> runs) {
    Csv csv =
        new Csv(
            "run",
            "benchmark",
            "mode",
            "threads",
            "dataset",
            "durability",
            "backend",
            "cutoff",
            "parameters",
            "forks",
            "images_per_second",
            "images_per_second_low",
            "images_per_second_high",
            "seconds_per_image",
            "seconds_per_operation",
            "seconds_per_operation_low",
            "seconds_per_operation_high",
            "times_raw",
            "apparent_bytes",
            "allocated_bytes",
            "files",
            "times_pixels",
            "score",
            "score_low",
            "score_high",
            "unit");
    for (Figures run : runs) {
      run.rows().forEach(row -> row(csv, run, row));
      run.others().forEach(row -> other(csv, run, row));
    }
    return csv.toString();
  }

  @Override
  public Optional<String> renderArticle(List<Figures> runs) {
    Csv csv =
        new Csv(
            "run",
            "what",
            "series",
            "backend",
            "images",
            "unit",
            "article",
            "ours",
            "ours_low",
            "ours_high",
            "article_over_ours");
    for (Figures run : runs) {
      for (Article.Cell cell : Article.compare(run)) {
        csv.row(
            run.name(),
            cell.what().words(),
            cell.series(),
            cell.backend(),
            cell.images(),
            cell.what().unit(),
            cell.article(),
            cell.ours().value(),
            cell.ours().low(),
            cell.ours().high(),
            cell.ratio());
      }
    }
    return Optional.of(csv.toString());
  }

  private static void row(Csv csv, Figures run, Row row) {
    Series series = row.series();
    Estimate score = Figures.plain(row.result()).estimate();
    csv.row(
        run.name(),
        series.benchmark(),
        series.mode(),
        series.threads(),
        series.dataset(),
        series.durability(),
        row.backend(),
        row.cutoff(),
        params(series.others()),
        score.samples(),
        row.imagesPerSecond().value(),
        row.imagesPerSecond().low(),
        row.imagesPerSecond().high(),
        row.secondsPerImage().value(),
        row.secondsPerOperation().value(),
        row.secondsPerOperation().low(),
        row.secondsPerOperation().high(),
        row.timesControl(),
        text(row.footprint().map(Footprint::apparentBytes)),
        text(row.footprint().map(Footprint::allocatedBytes)),
        text(row.footprint().map(Footprint::files)),
        row.footprint().map(Footprint::timesPixels).orElse(OptionalDouble.empty()),
        score.value(),
        score.low(),
        score.high(),
        row.result().primary().unit());
  }

  private static void other(Csv csv, Figures run, PlainRow row) {
    csv.row(
        run.name(),
        row.result().shortName(),
        row.result().mode(),
        row.result().threads(),
        "",
        "",
        "",
        "",
        params(row.result().params()),
        row.estimate().samples(),
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        row.estimate().value(),
        row.estimate().low(),
        row.estimate().high(),
        row.unit().text());
  }

  private static String params(Map<String, String> params) {
    return params.entrySet().stream()
        .map((Map.Entry<String, String> p) -> p.getKey() + "=" + p.getValue())
        .collect(Collectors.joining(" "));
  }

  private static Object text(Optional<Long> value) {
    return value.isPresent() ? value.get() : "";
  }
}
