package dev.imagestore.stats;

/**
 * What {@link ForkComparison} found for one row.
 *
 * @param verdict one of slower, faster, no change, undecided; or that there are too few forks
 * @param ratio next / base of the times, above 1 is slower, with a 95 % confidence interval of this
 *     row by itself; its ends are NaN where a side has one fork, all of it where a side has none.
 *     Its samples are the forks of both sides
 * @param pValue of no difference, before the correction for the number of rows; NaN without a
 *     verdict
 * @param smallestEffect the smallest slowdown that would have been found, as a part of the base's
 *     time: 0.03 is 3 %; NaN without a verdict
 * @param logError standard error of the ratio's natural logarithm; NaN where there is no interval
 * @param degrees degrees of freedom of that error
 * @param oddBase forks of the base that stand apart from the others of their side
 * @param oddNext the same of the other side
 */
public record ForkFinding(
    Verdict verdict,
    Estimate ratio,
    double pValue,
    double smallestEffect,
    double logError,
    double degrees,
    int oddBase,
    int oddNext) {}
