package dev.imagestore.stats;

import java.util.Arrays;

/**
 * The mean of a sample without its {@code trim} smallest and {@code trim} largest values, and how
 * well that mean is known.
 *
 * <p>The squared standard error comes from the winsorised sample (the values left out count as the
 * nearest ones kept): (n − 1) s<sub>w</sub>² / (h (h − 1)) with h = n − 2 trim, and the mean's
 * error divided by the standard error follows Student's t with h − 1 degrees of freedom closely: J.
 * W. Tukey and D. H. McLaughlin, "Less vulnerable confidence and significance procedures for
 * location based on a single sample", Sankhyā A 25 (1963) 331–352; for two samples K. K. Yuen, "The
 * two-sample trimmed t for unequal population variances", Biometrika 61 (1974) 165–170. "Nearly" is
 * too generous with few values (a 95 % interval of five covers 93.7 %); with {@value
 * #SHARE_OF_DEGREES} (h − 1) degrees, fitted to 2,000,000 Gaussian samples of each size from 5 to
 * 12, and fewer up to 30, it covers 94.9 to 95.3 %. Without trimming both are the ordinary mean and
 * its standard error with n − 1 degrees.
 *
 * <p>Up to {@code trim} wild values on a side hardly move the mean. More of them make the standard
 * error large instead of the mean wrong, which is why this was preferred to a median with a median
 * deviation: a sample that is beyond help says so.
 *
 * @param value the mean of the values kept
 * @param squaredError its squared standard error; NaN for a single value kept
 * @param degrees degrees of freedom of the standard error
 * @param samples n
 */
record TrimmedMean(double value, double squaredError, double degrees, int samples) {
  private static final double SHARE_OF_DEGREES = 0.86;

  /**
   * Takes the mean.
   *
   * @param sample in any order; not changed
   * @param trim how many values to leave out at either end; at least one must remain
   */
  static TrimmedMean of(double[] sample, int trim) {
    int n = sample.length;
    int kept = n - 2 * trim;
    if (trim < 0 || kept < 1) {
      throw new IllegalArgumentException("can't trim " + trim + " at either end of " + n);
    }
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (int i = trim; i < n - trim; i++) {
      sum += sorted[i];
    }
    double mean = sum / kept;
    for (int i = 0; i < trim; i++) {
      sorted[i] = sorted[trim];
      sorted[n - 1 - i] = sorted[n - 1 - trim];
    }
    double degrees = trim == 0 ? kept - 1 : SHARE_OF_DEGREES * (kept - 1);
    return new TrimmedMean(
        mean, squaredDeviations(sorted) / ((double) kept * (kept - 1)), degrees, n);
  }

  /** Two passes, because fork times of a microsecond's spread stand on values of seconds. */
  private static double squaredDeviations(double[] values) {
    double mean = 0;
    for (double v : values) {
      mean += v / values.length;
    }
    double sum = 0;
    for (double v : values) {
      sum += (v - mean) * (v - mean);
    }
    return sum;
  }
}
