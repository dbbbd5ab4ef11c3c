package dev.imagestore.render;

import dev.imagestore.analysis.Resident;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Column;
import dev.imagestore.render.Document.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resident memory beyond the heap: one line a benchmark, one column a backend. */
final class ResidentTable {
  private ResidentTable() {}

  /** The table; empty where no benchmark has the metric. */
  static Optional<Table> of(RunSummary figures) {
    Map<String, Map<String, Resident>> lines = new LinkedHashMap<>();
    Set<String> backends = new LinkedHashSet<>();
    for (Row row : figures.rows()) {
      Resident.of(row.result())
          .ifPresent(
              resident -> {
                backends.add(row.backend());
                lines
                    .computeIfAbsent(row.table().shortName(), b -> new LinkedHashMap<>())
                    .merge(row.backend(), resident, Resident::max);
              });
    }
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text("benchmark"));
    backends.forEach(backend -> columns.add(Column.number(backend)));
    List<List<String>> rows = new ArrayList<>();
    lines.forEach(
        (benchmark, residents) -> {
          List<String> cells = new ArrayList<>();
          cells.add(benchmark);
          for (String backend : backends) {
            Resident resident = residents.get(backend);
            cells.add(resident == null ? Numbers.NONE : cell(resident));
          }
          rows.add(cells);
        });
    return Optional.of(
        new Table(
            "Resident memory beyond the heap, MB",
            columns,
            rows,
            List.of(
                "The most of any fork and number of images; in brackets the largest growth from the"
                    + " first measured iteration to the last, the median of a configuration's forks."
                    + " MB = 1,000,000 bytes.")));
  }

  private static String cell(Resident resident) {
    double growth = Math.rint(resident.growthBytes() / 1e5) / 10;
    String sign = growth > 0 ? "+" : growth < 0 ? "-" : "";
    return "%s (%s%s)"
        .formatted(
            Numbers.digits(resident.largestBytes() / 1e6, 3),
            sign,
            growth == 0 ? "0" : Numbers.kilobytes(Math.abs(growth) * 1e3));
  }
}
