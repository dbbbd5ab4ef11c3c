package dev.imagestore.stats;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * A steady rise or fall of a series, value by value.
 *
 * <p>Whether there is one is the test of H. B. Mann, "Nonparametric tests against trend",
 * Econometrica 13 (1945) 245–259, and M. G. Kendall, "Rank Correlation Methods" (1975), with ties:
 * it counts which of each two values is larger, so that a wild value counts as little as any other.
 * How steep it is, is the median of the slopes between all pairs, and the interval is between two
 * of these slopes: H. Theil, Proceedings of the Royal Netherlands Academy of Sciences 53 (1950)
 * 386–392, and P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", Journal
 * of the American Statistical Association 63 (1968) 1379–1389.
 *
 * @param slope from one value to the next, with a 95 % interval; its samples are the values
 * @param pValue of no trend, two-sided, by the normal approximation
 */
public record Drift(Estimate slope, double pValue) {
  /** Values without which the normal approximation is not good. */
  public static final int FEWEST = 10;

  private static final NormalDistribution NORMAL = new NormalDistribution();

  /**
   * The trend of a series.
   *
   * @param values in the order of time, finite, at least two; not changed
   */
  public static Drift of(double[] values) {
    int n = values.length;
    if (n < 2) {
      throw new IllegalArgumentException("no trend of " + n + " values");
    }
    double[] slopes = new double[n * (n - 1) / 2];
    int pairs = 0;
    double sum = 0;
    for (int j = 1; j < n; j++) {
      for (int i = 0; i < j; i++) {
        slopes[pairs++] = (values[j] - values[i]) / (j - i);
        sum += Math.signum(values[j] - values[i]);
      }
    }
    Arrays.sort(slopes);
    double deviation = Math.sqrt(variance(values));
    double z = deviation == 0 ? 0 : (sum - Math.signum(sum)) / deviation;
    double half =
        deviation * NORMAL.inverseCumulativeProbability((1 + Estimates.CONFIDENCE) / 2) / 2;
    int low = (int) Math.floor(pairs / 2.0 - half) - 1;
    int high = (int) Math.ceil(pairs / 2.0 + half);
    return new Drift(
        new Estimate(
            Medians.ofSorted(slopes),
            slopes[Math.max(0, low)],
            slopes[Math.min(pairs - 1, high)],
            n),
        2 * NORMAL.cumulativeProbability(-Math.abs(z)));
  }

  /** Of the sum of signs, without a trend. */
  private static double variance(double[] values) {
    Map<Double, Integer> ties = new HashMap<>();
    for (double value : values) {
      ties.merge(value, 1, Integer::sum);
    }
    double variance = part(values.length);
    for (int tied : ties.values()) {
      variance -= part(tied);
    }
    return variance / 18;
  }

  private static double part(double n) {
    return n * (n - 1) * (2 * n + 5);
  }
}
