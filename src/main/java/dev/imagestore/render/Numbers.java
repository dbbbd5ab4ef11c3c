package dev.imagestore.render;

import dev.imagestore.stats.Estimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Figures as people read them, and as programs do; the same in every locale and on every JDK. */
public final class Numbers {
  /** Stands where there is no figure. */
  public static final String NONE = "–";

  private static final int PRECISE = 6;

  private Numbers() {}

  /** A time with its unit, three digits: {@code 58.1 µs}, {@code 1.50 ms}, {@code 80.6 s}. */
  public static String time(double seconds) {
    return time(seconds, true);
  }

  /** The same without zeros at the end, for times of unknown precision. */
  static String briefTime(double seconds) {
    return time(seconds, false);
  }

  private static String time(double seconds, boolean zeros) {
    double size = Math.abs(seconds);
    if (!Double.isFinite(seconds) || size == 0 || size >= 1) {
      return digits(seconds, 3, zeros) + " s";
    }
    if (size >= 1e-3) {
      return digits(seconds * 1e3, 3, zeros) + " ms";
    }
    return size >= 1e-6
        ? digits(seconds * 1e6, 3, zeros) + " µs"
        : digits(seconds * 1e9, 3, zeros) + " ns";
  }

  /** A rate, four digits: {@code 171,900}, {@code 12.34}. */
  public static String rate(double perSecond) {
    return digits(perSecond, 4);
  }

  /** A multiple, three digits: {@code 1.00}, {@code 290}. */
  public static String times(double ratio) {
    return digits(ratio, 3);
  }

  /** A threshold as it was asked for: {@code 5 %}, {@code 2.5 %}. */
  public static String threshold(double part) {
    return precise(100 * part).toPlainString() + " %";
  }

  /** The smallest change that would have been found, as a part: {@code 4.2 %}. */
  static String effect(double part) {
    if (Double.isNaN(part)) {
      return NONE;
    }
    return part >= 10 ? "> 1,000 %" : digits(100 * part, part < 0.1 ? 2 : 3) + " %";
  }

  /** A ratio of times in a comparison, four digits: {@code × 1.024}. */
  static String ratio(double ratio) {
    return Double.isNaN(ratio) ? NONE : "× " + digits(ratio, 4);
  }

  /** The interval of such a ratio: {@code 0.9863 to 1.011}. */
  static String interval(Estimate ratio) {
    return ratio.hasInterval() ? digits(ratio.low(), 4) + " to " + digits(ratio.high(), 4) : NONE;
  }

  /** A figure that may be exact: {@code 3,073,001}. */
  static String whole(double figure) {
    return figure == Math.rint(figure) && Math.abs(figure) < 1e15
        ? count((long) figure)
        : digits(figure, 6);
  }

  /** {@code 1 row}, {@code 2 rows}. */
  static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** A whole number: {@code 10,000}. */
  public static String count(long n) {
    return grouped(0).format(n);
  }

  /** Thousands of bytes: {@code 41.3}, {@code 41,310}. */
  public static String kilobytes(double bytes) {
    double kilo = bytes / 1000;
    return Double.isFinite(kilo) ? grouped(kilo < 1000 ? 1 : 0).format(kilo) : NONE;
  }

  /**
   * A figure to {@code digits} significant digits, thousands grouped; never in scientific notation,
   * except where the zeros would be too many to count.
   */
  public static String digits(double figure, int digits) {
    return digits(figure, digits, true);
  }

  /**
   * The same.
   *
   * @param zeros false to leave them out at the end, as in {@code 0.014}
   */
  static String digits(double figure, int digits, boolean zeros) {
    if (Double.isNaN(figure)) {
      return NONE;
    }
    if (Double.isInfinite(figure)) {
      return figure > 0 ? "∞" : "-∞";
    }
    if (figure == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(figure).round(new MathContext(digits));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -6 || exponent > 15) {
      return String.format(Locale.ROOT, "%." + (digits - 1) + "e", figure);
    }
    DecimalFormat format = grouped(Math.max(0, digits - 1 - exponent));
    if (!zeros) {
      format.setMinimumFractionDigits(0);
    }
    return format.format(rounded);
  }

  /**
   * A figure for programs, in plain notation: whole numbers, which may be exact, as they are;
   * others with six significant digits, more than any measurement has.
   *
   * @param figure finite
   */
  public static BigDecimal precise(double figure) {
    boolean whole = figure == Math.rint(figure) && Math.abs(figure) < 1L << 53;
    BigDecimal exact = new BigDecimal(figure);
    BigDecimal rounded =
        (whole ? exact : exact.round(new MathContext(PRECISE))).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  private static DecimalFormat grouped(int decimals) {
    DecimalFormat format =
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMinimumFractionDigits(decimals);
    format.setMaximumFractionDigits(decimals);
    format.setRoundingMode(RoundingMode.HALF_EVEN);
    return format;
  }
}
