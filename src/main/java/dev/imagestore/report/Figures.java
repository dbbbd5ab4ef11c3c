package dev.imagestore.report;

import dev.imagestore.result.BackendOptions;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Metric;
import dev.imagestore.result.Names;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.Unit;
import dev.imagestore.result.Unit.Quantity;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Estimates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A result file made into figures that tables and pictures show: images a second, seconds, bytes.
 *
 * @param name of the result file
 * @param environment where it was measured; absent for other people's files
 * @param rows our benchmarks, in the order of the file
 * @param others all other benchmarks, in the order of the file
 */
public record Figures(
    String name, Optional<Environment> environment, List<Row> rows, List<PlainRow> others) {
  /** Copies the lists. */
  public Figures {
    rows = List.copyOf(rows);
    others = List.copyOf(others);
  }

  /** Computes the figures of a file. */
  public static Figures of(ResultFile file) {
    List<Row> rows = new ArrayList<>();
    List<PlainRow> others = new ArrayList<>();
    for (BenchmarkResult result : file.results()) {
      row(result, file.environment()).ifPresentOrElse(rows::add, () -> others.add(plain(result)));
    }
    return new Figures(file.name(), file.environment(), againstControl(rows), others);
  }

  /** The estimate of any metric, in its own unit: from its forks or, without, JMH's score. */
  public static Estimate estimate(Metric metric) {
    Estimate ofForks = Estimates.ofForks(metric.raw());
    return ofForks.samples() > 0
        ? ofForks
        : new Estimate(metric.score(), Double.NaN, Double.NaN, 0);
  }

  /** The row of a result whatever it measures. */
  public static PlainRow plain(BenchmarkResult result) {
    Metric primary = result.primary();
    return new PlainRow(result, estimate(primary), Unit.of(primary.unit()));
  }

  /** Backends in order of appearance. */
  public List<String> backends() {
    return rows.stream().map(Row::backend).distinct().toList();
  }

  /** Rows by what they have in common, both in order of appearance. */
  public Map<Series, List<Row>> series() {
    Map<Series, List<Row>> series = new LinkedHashMap<>();
    for (Row row : rows) {
      series.computeIfAbsent(row.series(), s -> new ArrayList<>()).add(row);
    }
    return series;
  }

  /** True if the run was too short for conclusions, {@code --quick}. */
  public boolean isQuick() {
    return environment.map(e -> e.run().kind().equals("quick")).orElse(false);
  }

  /** True if the run is known to have ended before its end. */
  public boolean isIncomplete() {
    return environment.map(e -> !e.run().complete()).orElse(false);
  }

  private static Optional<Row> row(BenchmarkResult result, Optional<Environment> environment) {
    SortedMap<String, String> params = new TreeMap<>(result.params());
    String backend = BackendOptions.takeVariant(params);
    OptionalLong cutoff = positive(params.remove(Names.CUTOFF));
    Unit unit = Unit.of(result.primary().unit());
    if (backend == null
        || cutoff.isEmpty()
        || (unit.quantity() != Quantity.RATE && unit.quantity() != Quantity.TIME)) {
      return Optional.empty();
    }
    long count = cutoff.getAsLong();
    Optional<Workload> operation = Workload.of(result.shortName());
    Estimate primary = estimate(result.primary()).times(toBase(result));
    OptionalLong perOperation =
        operation.isPresent()
            ? OptionalLong.of(operation.get().images(count))
            : counted(result, primary, unit);
    if (perOperation.isEmpty()) {
      return Optional.empty();
    }
    long each = perOperation.getAsLong();

    // JMH adds the rates of all threads, but averages their times.
    int threads = result.threads();
    boolean rate = unit.quantity() == Quantity.RATE;
    Estimate seconds = rate ? primary.inverse(threads) : primary;
    Estimate perSecond =
        rate ? primary.times((double) each) : primary.inverse((double) threads * each);

    String dataset = params.getOrDefault(Names.DATASET, "");
    String durability = params.getOrDefault(Names.DURABILITY, "");
    params.remove(Names.DATASET);
    params.remove(Names.DURABILITY);
    Series series =
        new Series(result.shortName(), result.mode(), threads, dataset, durability, params);
    long stored = operation.map(o -> o.imagesInStore(count)).orElse(count);
    return Optional.of(
        new Row(
            series,
            backend,
            count,
            each,
            perSecond,
            perSecond.inverse(1),
            seconds,
            OptionalDouble.empty(),
            footprint(result, dataset, backend, stored, environment),
            result));
  }

  /**
   * Images an operation, of a benchmark that is not known by its name, from the images that it
   * counted. The counter serves for nothing else: with several threads JMH's counters include
   * operations before and after the measured time (0.8 % too many images with two threads), while
   * the primary metric does not.
   */
  private static OptionalLong counted(BenchmarkResult result, Estimate primary, Unit unit) {
    Metric metric = result.secondary().get(Names.IMAGES);
    if (metric == null) {
      return OptionalLong.empty();
    }
    Unit counter = Unit.of(Names.IMAGES, metric.unit());
    if (counter.quantity() != unit.quantity()) {
      return OptionalLong.empty();
    }
    double counted = estimate(metric).value() * counter.toBase();
    double ratio =
        unit.quantity() == Quantity.RATE ? counted / primary.value() : primary.value() / counted;
    return ratio >= 0.5 && ratio < 1e9 ? OptionalLong.of(Math.round(ratio)) : OptionalLong.empty();
  }

  private static Optional<Footprint> footprint(
      BenchmarkResult result,
      String dataset,
      String backend,
      long images,
      Optional<Environment> environment) {
    OptionalDouble apparent = exact(result, Names.DISK_APPARENT);
    OptionalDouble allocated = exact(result, Names.DISK_ALLOCATED);
    OptionalDouble files = exact(result, Names.DISK_FILES);
    if (apparent.isEmpty() || allocated.isEmpty() || files.isEmpty()) {
      return Optional.empty();
    }
    double pixels =
        environment
            .map(e -> e.datasets().get(dataset))
            .filter(d -> d.distinct() > 0)
            .map(d -> (double) d.bytes() / d.distinct() * images)
            .orElse(0.0);
    return Optional.of(
        new Footprint(
            dataset,
            backend,
            images,
            (long) apparent.getAsDouble(),
            (long) allocated.getAsDouble(),
            (long) files.getAsDouble(),
            pixels));
  }

  /**
   * An exact metric. Every trial gives the same figure, once: iterations before the last may have
   * none, or 0.
   */
  private static OptionalDouble exact(BenchmarkResult result, String name) {
    Metric metric = result.secondary().get(name);
    if (metric == null) {
      return OptionalDouble.empty();
    }
    double toBase = Unit.of(name, metric.unit()).toBase();
    OptionalDouble max =
        metric.raw().stream()
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .max();
    double value = max.orElse(metric.score()) * toBase;
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static List<Row> againstControl(List<Row> rows) {
    record Place(Series series, long cutoff) {}
    Map<Place, Double> control = new HashMap<>();
    for (Row row : rows) {
      if (row.backend().equals(Names.CONTROL)) {
        control.putIfAbsent(new Place(row.series(), row.cutoff()), row.secondsPerImage().value());
      }
    }
    return rows.stream()
        .map(
            row -> {
              Double seconds = control.get(new Place(row.series(), row.cutoff()));
              return seconds == null
                  ? row
                  : row.withTimesControl(row.secondsPerImage().value() / seconds);
            })
        .toList();
  }

  /**
   * A figure of the primary metric, a rate or a time, times this is in operations per second or
   * seconds per operation: of single operations, also where JMH ran batches of them ({@code -bs}).
   */
  static double toBase(BenchmarkResult result) {
    Unit unit = Unit.of(result.primary().unit());
    int batch = result.run().batchSize();
    return unit.quantity() == Quantity.RATE ? unit.toBase() * batch : unit.toBase() / batch;
  }

  private static OptionalLong positive(String text) {
    try {
      long value = text == null ? 0 : Long.parseLong(text);
      return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
