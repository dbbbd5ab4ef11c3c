package dev.imagestore.analysis;

/**
 * How to compare.
 *
 * @param threshold the change that matters, 0.05 for 5 %
 * @param force compare what should not be compared: other images, another schema
 * @param analyses how often the runs are compared at most, while forks are added to what is undecided;
 *     1 for finished runs
 */
public record ComparisonOptions(double threshold, boolean force, int analyses) {
  /** What is used without being asked. */
  public static final double DEFAULT_THRESHOLD = 0.05;

  /** For finished runs. */
  public static ComparisonOptions of(double threshold) {
    return new ComparisonOptions(threshold, false, 1);
  }

  /** True while forks may be added, a round at a time. */
  boolean growing() {
    return analyses > 1;
  }
}
