package dev.imagestore.render;

import dev.imagestore.analysis.ArticleComparison;
import dev.imagestore.analysis.Footprint;
import dev.imagestore.analysis.PlainRow;
import dev.imagestore.analysis.Resident;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line a configuration, for spreadsheets and scripts: seconds, bytes, images a second. Columns
 * that only our benchmarks have are empty for others; {@code score} and its unit, JMH's but of
 * single operations where it ran batches of them, are there for all. Columns of the resident memory
 * are there only where a run has measured it.
 */
public final class CsvFormat implements ReportFormat {
  @Override
  public String render(List<RunSummary> runs) {
    boolean resident =
        runs.stream()
            .flatMap(run -> run.rows().stream())
            .anyMatch(row -> Resident.of(row.result()).isPresent());
    Csv csv =
        csv(
            resident,
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
    for (RunSummary run : runs) {
      run.rows().forEach(row -> csv.row(with(resident, row.result(), cells(run, row))));
      run.others().forEach(row -> csv.row(with(resident, row.result(), cells(run, row))));
    }
    return csv.toString();
  }

  private static Csv csv(boolean resident, String... header) {
    return new Csv(
        resident
            ? Stream.concat(
                    Arrays.stream(header), Stream.of("resident_bytes", "resident_growth_bytes"))
                .toArray(String[]::new)
            : header);
  }

  private static Object[] with(boolean resident, BenchmarkResult result, List<Object> cells) {
    List<Object> all = new ArrayList<>(cells);
    if (resident) {
      Optional<Resident> found = Resident.of(result);
      all.add(text(found.map(Resident::largestBytes)));
      all.add(text(found.map(Resident::growthBytes)));
    }
    return all.toArray();
  }

  @Override
  public Optional<String> renderArticle(List<RunSummary> runs) {
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
    for (RunSummary run : runs) {
      for (ArticleComparison.Cell cell : ArticleComparison.of(run)) {
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

  private static List<Object> cells(RunSummary run, Row row) {
    Key key = row.table();
    Estimate score = RunSummary.plain(row.result()).estimate();
    return List.of(
        run.name(),
        key.shortName(),
        key.mode(),
        key.threads(),
        key.param(Names.DATASET),
        key.param(Names.DURABILITY),
        row.backend(),
        row.cutoff(),
        params(key.others()),
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

  private static List<Object> cells(RunSummary run, PlainRow row) {
    return List.of(
        run.name(),
        row.result().key().shortName(),
        row.result().key().mode(),
        row.result().key().threads(),
        "",
        "",
        "",
        "",
        row.params(),
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

  private static Object text(Optional<? extends Number> value) {
    return value.isPresent() ? value.get() : "";
  }
}
