package dev.imagestore.stats;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A metric's figures, one per fork, made into one figure with a 95 % confidence interval.
 *
 * <p>Iterations of one fork are correlated, so that the sample is one figure per fork. Forks are
 * independent; the interval is Student's t over them, on the logarithms (times and rates are
 * positive, their errors multiply, and an estimate of images a second is then exactly the inverse
 * of the estimate of seconds an image).
 *
 * <p>Now and then a fork is odd, up to four times the others. From {@value #ENOUGH_TO_TRIM} forks
 * on the fastest and the slowest fifth, at least one fork each, are trimmed ({@link TrimmedMean}
 * names the source): one odd fork then neither moves the figure nor widens the interval much, for
 * the price of an interval 40 % wider with six good forks, 80 % with five. With fewer forks there
 * is nothing to spare (with four the interval would be five times as wide), all count, and an odd
 * fork shows as a wide interval.
 */
public final class Estimates {
  /** Probability that the interval covers the true figure. */
  public static final double CONFIDENCE = 0.95;

  /** The fewest forks of which the extremes are left out. */
  static final int ENOUGH_TO_TRIM = 5;

  private Estimates() {}

  /**
   * The figure of a metric.
   *
   * @param forks one figure per fork, finite
   * @return the estimate, in the unit of {@code forks}; its ends are NaN with fewer than two forks,
   *     and its value too with none. Figures that are all the same have an interval without width
   */
  public static Estimate ofForkFigures(double[] forks) {
    int n = forks.length;
    if (n == 0) {
      return new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    if (n == 1) {
      return new Estimate(forks[0], Double.NaN, Double.NaN, 1);
    }
    if (Arrays.stream(forks).allMatch(f -> f == forks[0])) {
      return new Estimate(forks[0], forks[0], forks[0], n);
    }
    if (Arrays.stream(forks).allMatch(f -> f > 0)) {
      Estimate logs = interval(Arrays.stream(forks).map(Math::log).toArray());
      return new Estimate(Math.exp(logs.value()), Math.exp(logs.low()), Math.exp(logs.high()), n);
    }
    // Counts such as garbage collections may be 0.
    return interval(forks);
  }

  private static Estimate interval(double[] sample) {
    int n = sample.length;
    int trim = n < ENOUGH_TO_TRIM ? 0 : Math.max(1, n / 5);
    TrimmedMean mean = TrimmedMean.of(sample, trim);
    double quantile =
        new TDistribution(mean.degrees()).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double half = quantile * Math.sqrt(mean.squaredError());
    return new Estimate(mean.value(), mean.value() - half, mean.value() + half, n);
  }
}
