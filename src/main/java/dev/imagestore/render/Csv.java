package dev.imagestore.render;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Comma-separated values, RFC 4180 with plain line ends. What is not known is an empty cell. */
final class Csv {
  private final int columns;
  private final StringBuilder out = new StringBuilder();

  Csv(String... header) {
    columns = header.length;
    row((Object[]) header);
  }

  /** Adds a row of text, whole numbers, figures, or figures that may be missing. */
  void row(Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    out.append(Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",")));
    out.append('\n');
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private static String cell(Object value) {
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
