package dev.imagestore.stats;

/**
 * One row of a table that {@link PairedComparison} judges: two targets of one configuration, in
 * pairs of forks.
 *
 * @param benchmark whose verdict this row counts for
 * @param truth of a control, what the logarithm of its ratio is known to be; NaN of a comparison
 * @param logRatios one figure per pair of forks ({@link IterationPairs}), in the order they were
 *     measured, finite; may be none; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of figures, never compared or kept
public record PairRow(String benchmark, double truth, double[] logRatios) {
  /** Checks that all are figures. */
  public PairRow {
    for (double log : logRatios) {
      if (!Double.isFinite(log)) {
        throw new IllegalArgumentException("not the logarithm of a ratio: " + log);
      }
    }
  }

  /** Two targets of which nobody knows whether they differ. */
  public static PairRow comparison(String benchmark, double[] logRatios) {
    return new PairRow(benchmark, Double.NaN, logRatios);
  }

  /**
   * Two targets whose difference is known.
   *
   * @param truth 0 if both are the same, the logarithm of 1.05 if the second has 5 % of work added
   */
  public static PairRow control(String benchmark, double truth, double[] logRatios) {
    if (!Double.isFinite(truth)) {
      throw new IllegalArgumentException("what a control is must be known: " + truth);
    }
    return new PairRow(benchmark, truth, logRatios);
  }

  /** True if the difference is known beforehand. */
  public boolean isControl() {
    return !Double.isNaN(truth);
  }

  int pairs() {
    return logRatios.length;
  }
}
