package dev.imagestore.analysis;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Metric;
import dev.imagestore.result.Names;
import dev.imagestore.result.Unit;
import java.util.List;
import java.util.Optional;

/**
 * The resident memory of the measured processes beyond their Java heaps.
 *
 * @param largestBytes the most that any fork had after any measured iteration
 * @param growthBytes from the first measured iteration of a fork to its last, the median of the
 *     forks; 0 where there was only one iteration, less where it shrank
 */
public record Resident(double largestBytes, double growthBytes) {

  /** What a result says of it; empty if nothing. */
  public static Optional<Resident> of(BenchmarkResult result) {
    Metric metric = result.secondary().get(Names.RESIDENT);
    if (metric == null) {
      return Optional.empty();
    }
    double toBytes = Unit.of(Names.RESIDENT, metric.unit()).toBase();
    List<List<Double>> forks =
        metric.raw().stream()
            .map(fork -> fork.stream().filter(Double::isFinite).toList())
            .filter(fork -> !fork.isEmpty())
            .toList();
    if (forks.isEmpty()) {
      return Optional.empty();
    }
    double largest =
        forks.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).max().orElseThrow();
    double[] growths =
        forks.stream().mapToDouble(f -> f.get(f.size() - 1) - f.get(0)).sorted().toArray();
    double growth = (growths[(growths.length - 1) / 2] + growths[growths.length / 2]) / 2;
    return Optional.of(new Resident(largest * toBytes, growth * toBytes));
  }

  /** The larger of each. */
  public Resident max(Resident other) {
    return new Resident(
        Math.max(largestBytes, other.largestBytes), Math.max(growthBytes, other.growthBytes));
  }
}
