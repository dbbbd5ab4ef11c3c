package dev.imagestore.page;

import dev.imagestore.analysis.Footprint;
import dev.imagestore.analysis.PlainRow;
import dev.imagestore.analysis.Resident;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Names;
import dev.imagestore.result.Resource;
import dev.imagestore.result.Unit;
import dev.imagestore.result.Unit.Direction;
import dev.imagestore.result.Unit.Quantity;
import dev.imagestore.stats.Estimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The metrics of a page, and what each row has of them. Each metric is offered once any row has it;
 * what every benchmark is chosen by comes first.
 */
final class PageMetrics {
  /** An estimate; an interval with an infinite end can't be drawn. */
  record Figure(double value, double low, double high, int forks) {
    static Figure of(Estimate e) {
      boolean interval = Double.isFinite(e.low()) && Double.isFinite(e.high());
      return new Figure(
          e.value(),
          interval ? e.low() : Double.NaN,
          interval ? e.high() : Double.NaN,
          e.samples());
    }
  }

  /** A metric as the page offers it. */
  record Metric(String id, String label, Quantity quantity, String unit, String better) {
    static Metric of(String id, String label, Quantity quantity, String unit, Direction better) {
      return new Metric(
          id,
          label,
          quantity,
          unit,
          switch (better) {
            case HIGHER_IS_BETTER -> "higher";
            case LOWER_IS_BETTER -> "lower";
            case UNKNOWN -> "";
          });
    }

    static Metric of(String id, String label, Quantity quantity, Direction better) {
      return of(id, label, quantity, "", better);
    }

    static Metric of(String id, String label, Unit unit) {
      String text = unit.quantity() == Quantity.OTHER ? unit.text() : "";
      return of(id + " " + unit.quantity() + text, label, unit.quantity(), text, unit.direction());
    }
  }

  private static final Metric TIME =
      Metric.of("time", "time per operation", Quantity.TIME, Direction.LOWER_IS_BETTER);
  private static final Metric TIME_PER_IMAGE =
      Metric.of("timePerImage", "time per image", Quantity.TIME, Direction.LOWER_IS_BETTER);
  private static final Metric IMAGES =
      Metric.of("imagesPerSecond", "images per second", Quantity.RATE, Direction.HIGHER_IS_BETTER);
  private static final Metric OPERATIONS =
      Metric.of(
          "operationsPerSecond",
          "operations per second",
          Quantity.RATE,
          Direction.HIGHER_IS_BETTER);

  private static final Metric TIMES_CONTROL =
      Metric.of(
          "timesControl",
          "time as a multiple of " + Names.CONTROL,
          Quantity.OTHER,
          "×",
          Direction.LOWER_IS_BETTER);

  /**
   * What JMH lists as metrics of its sample mode, {@code p0.999}. It thins its samples out, but
   * none to zero, so that the rare ones weigh too much: of operations of microseconds up to 32
   * times.
   */
  private static final Pattern PERCENTILE = Pattern.compile("(?:.*[:·])?p[01]\\.\\d+");

  /** Metrics of the suite's own that have a name on the page. */
  private static final Set<String> NAMED =
      Set.of(
          Names.IMAGES,
          Names.DISK_ALLOCATED,
          Names.DISK_APPARENT,
          Names.DISK_FILES,
          Names.RESIDENT);

  private final Map<String, Metric> metrics = new LinkedHashMap<>();

  PageMetrics() {
    List.of(TIME, TIME_PER_IMAGE, IMAGES, OPERATIONS).forEach(o -> metrics.put(o.id(), o));
  }

  /** All that any row had so far. */
  List<Metric> metrics() {
    return List.copyOf(metrics.values());
  }

  /** The figures of one of the suite's benchmarks, by metric. */
  Map<String, Figure> of(Row row) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    figure(figures, TIME, row.secondsPerOperation());
    figure(figures, TIME_PER_IMAGE, row.secondsPerImage());
    figure(figures, IMAGES, row.imagesPerSecond());
    row.footprint().ifPresent(f -> footprint(figures, f));
    row.timesControl()
        .ifPresent(
            times ->
                figure(
                    figures,
                    TIMES_CONTROL,
                    new Estimate(times, Double.NaN, Double.NaN, row.secondsPerImage().samples())));
    Resident.of(row.result())
        .ifPresent(
            r ->
                exact(
                    figures,
                    "resident",
                    "resident memory beyond the heap, largest",
                    Quantity.BYTES,
                    r.largestBytes()));
    secondary(figures, row.result(), NAMED);
    return figures;
  }

  /** The figures of any other benchmark, by metric. */
  Map<String, Figure> of(PlainRow row) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    Unit unit = row.unit();
    Estimate base = row.estimate().times(unit.toBase());
    switch (unit.quantity()) {
      case TIME -> figure(figures, TIME, base);
      case RATE -> figure(figures, OPERATIONS, base);
      default -> figure(figures, Metric.of("score", "score", unit), base);
    }
    secondary(figures, row.result(), Set.of());
    return figures;
  }

  private void footprint(Map<String, Figure> figures, Footprint f) {
    exact(figures, "allocated", "disk, allocated", Quantity.BYTES, (double) f.allocatedBytes());
    exact(figures, "apparent", "disk, apparent", Quantity.BYTES, (double) f.apparentBytes());
    exact(
        figures,
        "allocatedPerImage",
        "disk per image, allocated",
        Quantity.BYTES,
        f.allocatedPerImage());
    exact(
        figures,
        "apparentPerImage",
        "disk per image, apparent",
        Quantity.BYTES,
        f.apparentPerImage());
    exact(figures, "files", "files", Quantity.COUNT, (double) f.files());
  }

  private void exact(
      Map<String, Figure> figures, String id, String label, Quantity quantity, double value) {
    figure(
        figures,
        Metric.of(id, label, quantity, Direction.LOWER_IS_BETTER),
        new Estimate(value, Double.NaN, Double.NaN, 0));
  }

  /** Whatever else was measured, such as a profiler's figures. */
  private static String label(String metric) {
    return Resource.of(metric).map(r -> metric + " per image").orElse(metric);
  }

  private void secondary(Map<String, Figure> figures, BenchmarkResult result, Set<String> known) {
    for (String name : result.secondary().keySet()) {
      if (!known.contains(name) && !PERCENTILE.matcher(name).matches()) {
        Measurement measurement = Measurement.of(result, name).orElseThrow();
        figure(
            figures,
            Metric.of("secondary " + name, label(name), measurement.unit()),
            RunSummary.estimate(measurement));
      }
    }
  }

  private void figure(Map<String, Figure> figures, Metric metric, Estimate estimate) {
    if (!Double.isNaN(estimate.value())) {
      metrics.putIfAbsent(metric.id(), metric);
      figures.put(metric.id(), Figure.of(estimate));
    }
  }
}
