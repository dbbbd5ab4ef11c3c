package dev.imagestore.analysis;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Key;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimate;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one configuration of one of the suite's benchmarks measured, in base units.
 *
 * @param table what it shares with its neighbours
 * @param backend how the images were kept, with options that are not the defaults: {@link
 *     Key#variant}
 * @param cutoff how many images there were
 * @param imagesPerOperation images that one operation stored or read: {@code cutoff}, or 1. Where
 *     threads share the images of one, it is that of all threads together
 * @param imagesPerSecond of all threads together
 * @param secondsPerImage the inverse of images per second
 * @param secondsPerOperation how long a user waits: for all {@code cutoff} images where an
 *     operation is the whole set, else for one image
 * @param timesControl time as a multiple of what {@code raw} took in the same configuration of the
 *     same run; empty where the run has no such
 * @param footprint of the store that was made; empty where it was not measured
 * @param result what all this was computed from
 */
public record Row(
    Key table,
    String backend,
    long cutoff,
    long imagesPerOperation,
    Estimate imagesPerSecond,
    Estimate secondsPerImage,
    Estimate secondsPerOperation,
    OptionalDouble timesControl,
    Optional<Footprint> footprint,
    BenchmarkResult result) {

  /** What was done; empty for a benchmark that the suite does not know. */
  public Optional<Workload> operation() {
    return table.workload();
  }

  /** Images that all threads together store or read while each does one operation. */
  public double imagesOfAllThreads() {
    return imagesOfAllThreads(table, imagesPerOperation);
  }

  static double imagesOfAllThreads(Key key, long imagesPerOperation) {
    return key.sharesImages() ? imagesPerOperation : (double) imagesPerOperation * key.threads();
  }

  Row withTimesControl(double times) {
    return new Row(
        table,
        backend,
        cutoff,
        imagesPerOperation,
        imagesPerSecond,
        secondsPerImage,
        secondsPerOperation,
        OptionalDouble.of(times),
        footprint,
        result);
  }
}
