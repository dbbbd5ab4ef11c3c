package dev.imagestore.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A metric's raw figures made into one figure with a 95 % confidence interval.
 *
 * <p>Iterations of one fork are correlated, so that the sample is one figure a fork: the median of
 * its iterations. Forks are independent; the interval is Student's t over them, on the logarithms
 * (times and rates are positive, their errors multiply, and an estimate of images a second is then
 * exactly the inverse of the estimate of seconds an image).
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
   * @param raw one list a fork, one figure an iteration; iterations that are not a finite number
   *     are left out, and forks without any other
   * @return the estimate, in the unit of {@code raw}; its ends are NaN with fewer than two forks,
   *     and its value too with none. Figures that are all the same have an interval without width
   */
  public static Estimate ofForks(List<List<Double>> raw) {
    return ofForkFigures(forkMedians(raw));
  }

  /**
   * The same from one figure a fork.
   *
   * @param forks finite figures
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

  /**
   * One figure a fork: the median of its iterations.
   *
   * @param raw one list a fork, one figure an iteration
   * @return one figure for each fork that has a finite one, in the order of {@code raw}
   */
  public static double[] forkMedians(List<List<Double>> raw) {
    return raw.stream()
        .map(Estimates::median)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static Double median(List<Double> iterations) {
    double[] sorted =
        iterations.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).toArray();
    if (sorted.length == 0) {
      return null;
    }
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
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
