package dev.imagestore.result;

import dev.imagestore.result.Unit.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A metric of a result in base units: operations per second, seconds per operation, bytes; one
 * figure per fork. The one place that knows what JMH does with batches ({@code -bs}: it counts a
 * batch of calls as one operation, here an operation is one call) and threads (it adds the rates of
 * all threads, and averages their times).
 *
 * @param unit what JMH wrote, and what that means
 * @param toBase a figure as JMH wrote it times this is in the base unit, of single operations
 * @param threads of the benchmark
 * @param figures one per fork, or JMH's score where the file has no other; empty where it is none
 * @param sampled false if the one figure is JMH's score, from an unknown number of forks
 */
public record Measurement(
    Unit unit, double toBase, int threads, List<Double> figures, boolean sampled) {
  /** Copies the list. */
  public Measurement {
    figures = List.copyOf(figures);
  }

  /** The primary metric of a result. */
  public static Measurement of(BenchmarkResult result) {
    return of(result, result.primary().perFork(false));
  }

  /** The same with one figure per iteration, of all forks. */
  public static Measurement ofIterations(BenchmarkResult result) {
    return of(result, result.primary().raw().stream().flatMap(List::stream).toList());
  }

  private static Measurement of(BenchmarkResult result, List<Double> figures) {
    Unit unit = Unit.of(result.primary().unit());
    int batch = result.run().batchSize();
    double toBase =
        switch (unit.quantity()) {
          case RATE -> unit.toBase() * batch;
          case TIME -> unit.toBase() / batch;
          default -> unit.toBase();
        };
    return of(result, result.primary(), figures, unit, toBase);
  }

  /** A further metric of a result, if it has it. */
  public static Optional<Measurement> of(BenchmarkResult result, String name) {
    return Optional.ofNullable(result.secondary().get(name))
        .map(
            metric -> {
              Unit unit = Unit.of(name, metric.unit());
              // JMH's profilers know batches only. Counters of the benchmark, which are rates or
              // times, count in each call.
              boolean perBatch =
                  metric.unit().endsWith("/op")
                      && (unit.quantity() == Quantity.BYTES || unit.quantity() == Quantity.COUNT);
              return of(
                  result,
                  metric,
                  metric.perFork(unit.exact()),
                  unit,
                  perBatch ? unit.toBase() / result.run().batchSize() : unit.toBase());
            });
  }

  private static Measurement of(
      BenchmarkResult result, Metric metric, List<Double> samples, Unit unit, double toBase) {
    boolean sampled = !samples.isEmpty();
    List<Double> figures =
        sampled || !Double.isFinite(metric.score()) ? samples : List.of(metric.score());
    return new Measurement(
        unit,
        toBase,
        result.key().threads(),
        figures.stream().map(figure -> figure * toBase).toList(),
        sampled);
  }

  /** True if it is a rate or a time, so that it says how long an operation takes. */
  public boolean isTimed() {
    return isRate() || unit.quantity() == Quantity.TIME;
  }

  /** True for operations per second, of all threads together. */
  public boolean isRate() {
    return unit.quantity() == Quantity.RATE;
  }

  /** How many forks have a figure; 0 where JMH's score is all there is. */
  public int forks() {
    return sampled ? figures.size() : 0;
  }

  /** Seconds per operation, as a thread waits for it; of what {@link #isTimed} only. */
  public double[] seconds() {
    return figures.stream().mapToDouble(f -> isRate() ? threads / f : f).toArray();
  }

  /** The figures in the unit that JMH wrote, of single operations. */
  public double[] inUnit() {
    return figures.stream().mapToDouble(f -> f / unit.toBase()).toArray();
  }

  /** The largest figure. */
  public OptionalDouble largest() {
    return figures.stream().mapToDouble(f -> f).max();
  }

  /** True if not all forks have the same figure. */
  public boolean forksDiffer() {
    return figures.stream().distinct().count() > 1;
  }
}
