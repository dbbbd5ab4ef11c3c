package dev.imagestore.render;

import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Column;
import dev.imagestore.render.Document.Table;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Names;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The times of single reads: percentiles of every one of them. */
final class ReadTimesTable {
  private static final List<String> METRICS =
      List.of(Names.READ_P50, Names.READ_P99, Names.READ_P999);

  private ReadTimesTable() {}

  /** The table; empty where no benchmark has the metrics. */
  static Optional<Table> of(RunSummary run) {
    List<List<String>> lines = new ArrayList<>();
    for (Row row : run.rows()) {
      List<String> cells = new ArrayList<>();
      for (String metric : METRICS) {
        Measurement.of(row.result(), metric)
            .ifPresent(measured -> cells.add(cell(RunSummary.estimate(measured))));
      }
      if (cells.size() == METRICS.size()) {
        cells.add(0, row.backend());
        cells.add(0, Numbers.count(row.cutoff()));
        cells.add(0, row.table().shortName());
        lines.add(cells);
      }
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Table(
                "Single reads: the time that so many of them don't exceed",
                List.of(
                    Column.text("benchmark"),
                    Column.number("images"),
                    Column.text("backend"),
                    Column.number("50 %"),
                    Column.number("99 %"),
                    Column.number("99.9 %")),
                lines,
                List.of(
                    "Every read is timed, and none left out; each includes two looks at the clock."
                        + " In brackets the 95 % interval, from the forks.")));
  }

  private static String cell(Estimate seconds) {
    return Numbers.time(seconds.value())
        + (seconds.hasInterval()
            ? " (" + Numbers.time(seconds.low()) + " … " + Numbers.time(seconds.high()) + ")"
            : "");
  }
}
