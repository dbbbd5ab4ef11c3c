package dev.imagestore.analysis;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Key;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Names;
import dev.imagestore.result.ResultFile;
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

/**
 * A result file made into figures that tables and pictures show: images per second, seconds, bytes.
 *
 * @param name of the result file
 * @param environment where it was measured; absent for other people's files
 * @param rows the suite's benchmarks, in the order of the file
 * @param others all other benchmarks, in the order of the file
 */
public record RunSummary(
    String name, Optional<Environment> environment, List<Row> rows, List<PlainRow> others) {
  /** Copies the lists. */
  public RunSummary {
    rows = List.copyOf(rows);
    others = List.copyOf(others);
  }

  /** Computes the figures of a file. */
  public static RunSummary of(ResultFile file) {
    List<Row> rows = new ArrayList<>();
    List<PlainRow> others = new ArrayList<>();
    for (BenchmarkResult result : file.results()) {
      row(result, file.environment()).ifPresentOrElse(rows::add, () -> others.add(plain(result)));
    }
    return new RunSummary(file.name(), file.environment(), againstControl(rows), others);
  }

  /** The estimate of a measurement, in its base unit: from its forks or, without, JMH's score. */
  public static Estimate estimate(Measurement measurement) {
    return estimate(measurement, measurement.figures().stream().mapToDouble(f -> f).toArray());
  }

  /** The same in the unit that JMH wrote, of single operations. */
  public static Estimate inUnit(Measurement measurement) {
    return estimate(measurement, measurement.inUnit());
  }

  private static Estimate estimate(Measurement measurement, double[] figures) {
    return measurement.sampled() || figures.length == 0
        ? Estimates.ofForkFigures(figures)
        : new Estimate(figures[0], Double.NaN, Double.NaN, 0);
  }

  /** The row of a result whatever it measures. */
  public static PlainRow plain(BenchmarkResult result) {
    Measurement primary = Measurement.of(result);
    return new PlainRow(result, inUnit(primary), primary.unit());
  }

  /** Backends in order of appearance. */
  public List<String> backends() {
    return rows.stream().map(Row::backend).distinct().toList();
  }

  /** Rows by the table that they are in, both in order of appearance. */
  public Map<Key, List<Row>> tables() {
    Map<Key, List<Row>> tables = new LinkedHashMap<>();
    for (Row row : rows) {
      tables.computeIfAbsent(row.table(), t -> new ArrayList<>()).add(row);
    }
    return tables;
  }

  /**
   * What the stores of the run take on disk. Several benchmarks may have made the same store, in
   * several modes or durabilities: the largest counts, as it is what a user must have room for.
   */
  public List<Footprint> footprints() {
    record Store(String dataset, String backend, long images) {}
    Map<Store, Footprint> stores = new LinkedHashMap<>();
    for (Row row : rows) {
      row.footprint()
          .ifPresent(
              f ->
                  stores.merge(
                      new Store(f.dataset(), f.backend(), f.images()),
                      f,
                      (a, b) -> b.allocatedBytes() > a.allocatedBytes() ? b : a));
    }
    return List.copyOf(stores.values());
  }

  /** Resident memory by benchmark and backend: the most of any number of images. */
  public Map<String, Map<String, Resident>> residents() {
    Map<String, Map<String, Resident>> residents = new LinkedHashMap<>();
    for (Row row : rows) {
      Resident.of(row.result())
          .ifPresent(
              resident ->
                  residents
                      .computeIfAbsent(row.table().shortName(), b -> new LinkedHashMap<>())
                      .merge(row.backend(), resident, Resident::max));
    }
    return residents;
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
    Key key = result.key();
    OptionalLong cutoff = positive(key.param(Names.CUTOFF));
    Measurement primary = Measurement.of(result);
    if (!key.params().containsKey(Names.BACKEND) || cutoff.isEmpty() || !primary.isTimed()) {
      return Optional.empty();
    }
    long count = cutoff.getAsLong();
    Optional<Workload> workload = key.workload();
    OptionalLong perOperation =
        workload.isPresent()
            ? OptionalLong.of(workload.get().images(count))
            : counted(result, primary);
    if (perOperation.isEmpty()) {
      return Optional.empty();
    }
    long each = perOperation.getAsLong();
    Estimate estimate = estimate(primary);
    boolean rate = primary.isRate();
    int threads = primary.threads();
    double together = Row.imagesOfAllThreads(key, each);
    Estimate perSecond = rate ? estimate.times(together / threads) : estimate.inverse(together);
    long stored = workload.map(w -> w.imagesInStore(count)).orElse(count);
    return Optional.of(
        new Row(
            key.table(),
            key.variant(),
            count,
            each,
            perSecond,
            perSecond.inverse(1),
            rate ? estimate.inverse(threads) : estimate,
            OptionalDouble.empty(),
            footprint(result, stored, environment),
            result));
  }

  /**
   * Images per operation, of a benchmark that is not known by its name, from the images that it
   * counted. The counter serves for nothing else: with several threads JMH's counters include
   * operations before and after the measured time (0.8 % too many images with two threads), while
   * the primary metric does not.
   */
  private static OptionalLong counted(BenchmarkResult result, Measurement primary) {
    Optional<Measurement> counter = Measurement.of(result, Names.IMAGES);
    if (counter.isEmpty() || counter.get().unit().quantity() != primary.unit().quantity()) {
      return OptionalLong.empty();
    }
    double counted = estimate(counter.get()).value();
    double operations = estimate(primary).value();
    double ratio = primary.isRate() ? counted / operations : operations / counted;
    return ratio >= 0.5 && ratio < 1e9 ? OptionalLong.of(Math.round(ratio)) : OptionalLong.empty();
  }

  private static Optional<Footprint> footprint(
      BenchmarkResult result, long images, Optional<Environment> environment) {
    OptionalDouble apparent = exact(result, Names.DISK_APPARENT);
    OptionalDouble allocated = exact(result, Names.DISK_ALLOCATED);
    OptionalDouble files = exact(result, Names.DISK_FILES);
    if (apparent.isEmpty() || allocated.isEmpty() || files.isEmpty()) {
      return Optional.empty();
    }
    String dataset = result.key().param(Names.DATASET);
    double pixels =
        environment
            .map(e -> e.datasets().get(dataset))
            .filter(d -> d.distinct() > 0)
            .map(d -> (double) d.bytes() / d.distinct() * images)
            .orElse(0.0);
    return Optional.of(
        new Footprint(
            dataset,
            result.key().variant(),
            images,
            (long) apparent.getAsDouble(),
            (long) allocated.getAsDouble(),
            (long) files.getAsDouble(),
            pixels));
  }

  private static OptionalDouble exact(BenchmarkResult result, String name) {
    return Measurement.of(result, name).map(Measurement::largest).orElse(OptionalDouble.empty());
  }

  private static List<Row> againstControl(List<Row> rows) {
    record Place(Key table, long cutoff) {}
    Map<Place, Double> control = new HashMap<>();
    for (Row row : rows) {
      if (row.backend().equals(Names.CONTROL)) {
        control.putIfAbsent(new Place(row.table(), row.cutoff()), row.secondsPerImage().value());
      }
    }
    return rows.stream()
        .map(
            row -> {
              Double seconds = control.get(new Place(row.table(), row.cutoff()));
              return seconds == null
                  ? row
                  : row.withTimesControl(row.secondsPerImage().value() / seconds);
            })
        .toList();
  }

  private static OptionalLong positive(String text) {
    try {
      long value = Long.parseLong(text);
      return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
