package dev.imagestore.plot;

import dev.imagestore.plot.Curve.Point;
import dev.imagestore.result.Histogram;
import dev.imagestore.result.Metric;
import dev.imagestore.result.Unit;
import dev.imagestore.stats.Estimates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Percentiles of sample-time histograms. Each fork has its own percentile (the nearest rank); the
 * estimate comes from these, as everywhere.
 */
public final class Percentiles {
  /** One in so many takes longer: the 50th, 90th, 99th … percentile. */
  private static final List<Double> ONE_IN = List.of(2.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6);

  private Percentiles() {}

  /**
   * The percentiles of {@code metric}, rarest last.
   *
   * @return x is how rare, as one in so many; y is in seconds. Percentiles for which any fork has
   *     too few samples are left out: they would be its maximum
   */
  public static List<Point> of(Metric metric) {
    double toSeconds = Unit.of(metric.unit()).toBase();
    List<Point> points = new ArrayList<>();
    for (double oneIn : ONE_IN) {
      double[] forks =
          metric.histograms().stream()
              .map(histogram -> of(histogram, oneIn))
              .flatMapToDouble(OptionalDouble::stream)
              .toArray();
      if (forks.length == 0 || forks.length < metric.histograms().size()) {
        break;
      }
      points.add(new Point(oneIn, Estimates.ofForkFigures(forks).times(toSeconds)));
    }
    return points;
  }

  private static OptionalDouble of(Histogram histogram, double oneIn) {
    long total = histogram.counts().values().stream().mapToLong(Long::longValue).sum();
    if (total < oneIn) {
      return OptionalDouble.empty();
    }
    long above = (long) (total / oneIn);
    long rank = total - above;
    long seen = 0;
    for (Map.Entry<Double, Long> value : histogram.counts().entrySet()) {
      seen += value.getValue();
      if (seen >= rank) {
        return OptionalDouble.of(value.getKey());
      }
    }
    throw new AssertionError("counts add up to their sum");
  }
}
