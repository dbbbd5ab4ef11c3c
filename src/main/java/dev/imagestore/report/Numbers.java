package dev.imagestore.report;

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

  /** A time with its unit, three digits: {@code 58.1 µs}, {@code 1.63 ms}, {@code 80.6 s}. */
  public static String time(double seconds) {
    double size = Math.abs(seconds);
    if (!Double.isFinite(seconds) || size == 0 || size >= 1) {
      return digits(seconds, 3) + " s";
    }
    if (size >= 1e-3) {
      return digits(seconds * 1e3, 3) + " ms";
    }
    return size >= 1e-6 ? digits(seconds * 1e6, 3) + " µs" : digits(seconds * 1e9, 3) + " ns";
  }

  /** A rate, four digits: {@code 171,900}, {@code 12.34}. */
  public static String rate(double perSecond) {
    return digits(perSecond, 4);
  }

  /** A multiple, three digits: {@code 1.00}, {@code 290}. */
  public static String times(double ratio) {
    return digits(ratio, 3);
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
   * except where nobody could count the zeros.
   */
  public static String digits(double figure, int digits) {
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
    return grouped(Math.max(0, digits - 1 - exponent)).format(rounded);
  }

  /**
   * A figure for programs: six significant digits, more than any measurement has, in plain
   * notation.
   *
   * @param figure finite
   */
  public static BigDecimal precise(double figure) {
    BigDecimal rounded =
        new BigDecimal(figure).round(new MathContext(PRECISE)).stripTrailingZeros();
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
