package dev.imagestore.stats;

/**
 * What {@link CountComparison} found for one count.
 *
 * @param verdict more, less, equal, undecided; or that there are too few forks
 * @param base median of the base's forks; NaN with none
 * @param next median of the other side's
 * @param tolerance by which they may differ and be equal, in the unit of the count
 */
public record CountFinding(CountVerdict verdict, double base, double next, double tolerance) {
  /** Next / base; 1 where both are 0, infinite where only the base is. */
  public double ratio() {
    return next == base ? 1 : next / base;
  }

  /**
   * True if there is more of it, and by {@code threshold} (0.05 is 5 %) or more. Unlike a time, a
   * count has no interval to reach it.
   */
  public boolean isRegression(double threshold) {
    return verdict == CountVerdict.MORE && ratio() >= 1 + threshold;
  }
}
