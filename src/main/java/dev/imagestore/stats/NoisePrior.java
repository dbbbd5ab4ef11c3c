package dev.imagestore.stats;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.FDistribution;
import org.hipparchus.special.Gamma;

/**
 * What the rows of one table say about how noisy a row of it is: variances are taken to come from a
 * scaled inverse chi-squared distribution, whose two parameters are estimated from the rows' own
 * variances by the moments of their logarithms: G. K. Smyth, "Linear models and empirical Bayes
 * methods for assessing differential expression in microarray experiments", Statistical
 * Applications in Genetics and Molecular Biology 3 (2004), article 3, section 6.2.
 *
 * <p>Rows far noisier than the rest, which odd forks make, are left out of the estimate; the idea,
 * though not the arithmetic, is that of B. Phipson et al., "Robust hyperparameter estimation
 * protects against hypervariable genes", Annals of Applied Statistics 10 (2016) 946–963. "Far" is
 * judged by the lower half of the rows, which no odd fork reaches.
 *
 * @param degrees how many degrees of freedom the table adds to a row's own; 0 where rows have
 *     nothing in common. It never exceeds half the number of other rows: a few rows that look alike
 *     by chance must not pass for knowledge
 * @param variance the typical variance
 */
record NoisePrior(double degrees, double variance) {
  /** Borrows nothing. */
  static final NoisePrior NONE = new NoisePrior(0, 1);

  /** In units of the distance from the median down to the quantile {@link #LOW}. */
  private static final double FAR = 2.5;

  private static final double NOISY = 0.98;

  /** One standard deviation below the middle, were the logarithms Gaussian. */
  private static final double LOW = 0.16;

  /**
   * Estimates the distribution.
   *
   * @param variances positive, one a row
   * @param degrees of freedom of each
   */
  static NoisePrior of(double[] variances, double[] degrees) {
    int rows = variances.length;
    if (rows < 2) {
      return NONE;
    }
    double[] logs = new double[rows];
    for (int i = 0; i < rows; i++) {
      double half = degrees[i] / 2;
      logs[i] = Math.log(variances[i]) - Gamma.digamma(half) + Math.log(half);
    }
    double[] sorted = logs.clone();
    Arrays.sort(sorted);
    double median = quantile(sorted, 0.5);
    double far = median + FAR * (median - quantile(sorted, LOW));

    int kept = 0;
    double mean = 0;
    double sampling = 0;
    for (int i = 0; i < rows; i++) {
      if (logs[i] <= far) {
        kept++;
        mean += logs[i];
        sampling += Gamma.trigamma(degrees[i] / 2);
      }
    }
    if (kept < 2) {
      return NONE;
    }
    mean /= kept;
    sampling /= kept;
    double spread = 0;
    for (double log : logs) {
      spread += log <= far ? (log - mean) * (log - mean) : 0;
    }
    double between = spread / (kept - 1) - sampling;

    double most = (rows - 1) / 2.0;
    if (between <= 0) {
      return new NoisePrior(most, Math.exp(mean));
    }
    double half = inverseTrigamma(between);
    return new NoisePrior(
        Math.min(2 * half, most), Math.exp(mean + Gamma.digamma(half) - Math.log(half)));
  }

  /** A row's own variance and the table's, each by its degrees of freedom. */
  double moderate(double own, double ownDegrees) {
    return (degrees * variance + ownDegrees * own) / (degrees + ownDegrees);
  }

  /**
   * True if a row is so much noisier than the table that it has nothing to borrow from it: above
   * what {@value #NOISY} of its rows should show.
   */
  boolean isExceededBy(double own, double ownDegrees) {
    // A ratio within the bulk of any F distribution needs no distribution.
    return degrees > 0
        && own > variance
        && new FDistribution(ownDegrees, degrees).cumulativeProbability(own / variance) > NOISY;
  }

  /** Between order statistics, linearly. */
  private static double quantile(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int below = (int) place;
    double low = sorted[below];
    return below + 1 < sorted.length ? low + (place - below) * (sorted[below + 1] - low) : low;
  }

  /**
   * The x of which trigamma(x) = {@code y} &gt; 0, by bisection of the logarithm: trigamma falls
   * from ∞ to 0, 1/x² below 1 and 1/x above are near enough to start from.
   */
  static double inverseTrigamma(double y) {
    double low = Math.log(Math.min(1 / y, 1 / Math.sqrt(y)) / 4);
    double high = Math.log(Math.max(1 / y, 1 / Math.sqrt(y)) * 4);
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (Gamma.trigamma(Math.exp(middle)) > y) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.exp((low + high) / 2);
  }
}
