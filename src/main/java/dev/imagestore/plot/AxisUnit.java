package dev.imagestore.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** What an axis measures: its base unit, and how a figure is written beside a tick. */
public enum AxisUnit {
  /** Seconds, written with the prefix that fits: {@code 10 µs}. */
  TIME("s"),
  /** Images per second: {@code 20 k/s}. */
  RATE("/s"),
  /** Bytes, decimal prefixes: {@code 3 MB}. */
  BYTES("B"),
  /** How many: {@code 10,000}. */
  COUNT("") {
    @Override
    public String format(double value, double like) {
      return String.format(Locale.ROOT, "%,d", Math.round(value));
    }
  };

  private static final String[] PREFIXES = {"n", "µ", "m", "", "k", "M", "G", "T"};
  private static final int NO_PREFIX = 3;

  private final String unit;

  AxisUnit(String unit) {
    this.unit = unit;
  }

  /** A figure in the base unit, in at most four digits, with the prefix that fits it. */
  public String format(double value) {
    return format(value, value);
  }

  /**
   * The same with the prefix that fits {@code like}, so that figures side by side have one unit:
   * 0.5 s beside 1.5 s.
   */
  public String format(double value, double like) {
    if (value == 0) {
      return "0";
    }
    int prefix = prefix(like);
    String digits =
        rounded(value).movePointLeft(3 * (prefix - NO_PREFIX)).stripTrailingZeros().toPlainString();
    String space = PREFIXES[prefix].isEmpty() && unit.startsWith("/") ? "" : " ";
    return digits + space + PREFIXES[prefix] + unit;
  }

  private int prefix(double value) {
    if (value == 0) {
      return NO_PREFIX;
    }
    // Of the rounded figure, so that 999.99 µs is 1 ms and not 1000 µs.
    BigDecimal rounded = rounded(value);
    int exponent = rounded.precision() - rounded.scale() - 1;
    int lowest = this == BYTES ? NO_PREFIX : 0;
    int fitting = Math.floorDiv(exponent, 3) + NO_PREFIX;
    return Math.min(PREFIXES.length - 1, Math.max(lowest, fitting));
  }

  private static BigDecimal rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN));
  }
}
