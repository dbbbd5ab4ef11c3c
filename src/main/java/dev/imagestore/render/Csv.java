package dev.imagestore.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Comma-separated values, RFC 4180 with plain line ends. Rows of several kinds share the columns
 * that have the same name; what a row does not have, or nobody knows, is an empty cell.
 */
public final class Csv {
  private final Set<String> names = new LinkedHashSet<>();
  private final List<Map<String, String>> rows = new ArrayList<>();

  /** Adds rows by the columns that programs see; the first kind of row decides their order. */
  <R> Csv add(List<Column<R>> columns, List<R> more) {
    List<Column<R>> seen =
        columns.stream().filter(c -> !c.name().isEmpty() && c.isIn(more)).toList();
    seen.forEach(c -> names.add(c.name()));
    for (R row : more) {
      Map<String, String> cells = new LinkedHashMap<>();
      seen.forEach(c -> cells.put(c.name(), cell(c.value().apply(row))));
      rows.add(cells);
    }
    return this;
  }

  /** All of it, a line for the names and one for each row. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    line(out, name -> cell(name));
    rows.forEach(row -> line(out, name -> row.getOrDefault(name, "")));
    return out.toString();
  }

  private void line(StringBuilder out, Function<String, String> cell) {
    out.append(names.stream().map(cell).collect(Collectors.joining(","))).append('\n');
  }

  private static String cell(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Csv::cell).orElse("");
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? cell(optional.getAsDouble()) : "";
    }
    if (value instanceof Double figure) {
      return Double.isFinite(figure) ? Numbers.precise(figure).toPlainString() : "";
    }
    if (value instanceof Number) {
      return value.toString();
    }
    String text = value.toString();
    // A spreadsheet would run a name that begins so as a formula.
    if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
