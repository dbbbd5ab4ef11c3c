package dev.imagestore.stats;

import java.util.Arrays;

/** Medians, and distances from them. */
public final class Medians {
  private Medians() {}

  /** The median of values in any order, at least one; not changed. */
  public static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted);
  }

  /** The median of ascending values, at least one. */
  static double ofSorted(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Sum of the absolute distances from the median, which no other point makes smaller. */
  static double distances(double[] values) {
    double median = of(values);
    double sum = 0;
    for (double value : values) {
      sum += Math.abs(value - median);
    }
    return sum;
  }
}
