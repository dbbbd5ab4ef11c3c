package dev.imagestore.analysis;

/**
 * How to compare.
 *
 * @param threshold the change that matters, 0.05 for 5 %
 * @param mustSee the slowdown that each row must have been able to show, 0.1 for 10 %
 * @param force compare what should not be compared: other images, another schema
 * @param paired true if the forks took turns and are judged pair by pair
 */
public record ComparisonOptions(double threshold, double mustSee, boolean force, boolean paired) {
  /** What is used without being asked. */
  public static final double DEFAULT_THRESHOLD = 0.05;

  /** What is used without being asked. */
  public static final double DEFAULT_MUST_SEE = 0.1;

  /** For finished runs. */
  public static ComparisonOptions of(double threshold) {
    return new ComparisonOptions(threshold, DEFAULT_MUST_SEE, false, false);
  }
}
