package dev.imagestore.stats;

/**
 * What {@link PairedComparison} found for one row, or for the rows of one benchmark.
 *
 * @param verdict slower or faster if the interval excludes 1; no change if it lies within the
 *     threshold on both sides and a change as large would have been found; else undecided, or that
 *     there are too few pairs
 * @param ratio next / base, above 1 is slower, with an interval at the table's error; its ends are
 *     NaN where there are too few pairs. Its samples are the pairs
 * @param pValue of no difference, of this row by itself and this once; NaN without a verdict
 * @param detectable the smallest slowdown found with a probability of {@value
 *     PairedComparison#POWER} at the table's error, as a part of the base's time: 0.08 is 8 %; NaN
 *     without a verdict
 * @param pairsToMustSee how many pairs more until a slowdown that must be seen could be shown; 0 if
 *     it could already, −1 if not known
 * @param pairsToThreshold the same for the threshold
 * @param awaitsFresh true of a row that looks changed while the pairs since have not yet agreed
 * @param deviation standard deviation between pairs, on the logarithmic scale; NaN without a
 *     verdict
 */
public record PairFinding(
    Verdict verdict,
    Estimate ratio,
    double pValue,
    double detectable,
    int pairsToMustSee,
    int pairsToThreshold,
    boolean awaitsFresh,
    double deviation) {

  /** True if more pairs would change nothing: slower, faster, no change. */
  public boolean isDecided() {
    return isChanged() || verdict == Verdict.NO_CHANGE;
  }

  /** True if slower or faster. */
  public boolean isChanged() {
    return verdict == Verdict.SLOWER || verdict == Verdict.FASTER;
  }

  /** True if a slowdown of {@code effect} (0.1 is 10 %) would have been found. */
  public boolean couldShow(double effect) {
    return detectable <= effect;
  }
}
