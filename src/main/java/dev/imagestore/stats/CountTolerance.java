package dev.imagestore.stats;

/**
 * How far counts may differ without being different: the larger of a part of the base's and an
 * amount.
 *
 * @param relative part of the base's count, 0.01 for 1 %
 * @param absolute in the unit of the count
 */
public record CountTolerance(double relative, double absolute) {
  /** Counts are equal or differ, but for what rounding does to a quotient. */
  public static final CountTolerance EXACT = new CountTolerance(1e-9, 0);

  /** Checks that both are amounts. */
  public CountTolerance {
    if (!(relative >= 0 && absolute >= 0)) {
      throw new IllegalArgumentException("tolerance " + relative + ", " + absolute);
    }
  }

  /** In the unit of the count. */
  double at(double base) {
    return Math.max(absolute, relative * Math.abs(base));
  }
}
