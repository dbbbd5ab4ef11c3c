package dev.imagestore.report;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Metric;
import dev.imagestore.result.Names;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.Unit;
import dev.imagestore.result.Unit.Quantity;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Estimates;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.ForkPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares two result files: pairs their results, and has {@link ForkComparison} judge them. */
public final class Comparisons {
  private static final String QUICK = "quick";

  private final ResultFile base;
  private final ResultFile next;
  private final ComparisonOptions options;

  private final List<Pair> pairs = new ArrayList<>();
  private final List<ComparisonUnpaired> unpaired = new ArrayList<>();

  /** Two results of the same configuration, and what each fork took. */
  private record Pair(ComparisonKey key, BenchmarkResult base, BenchmarkResult next) {}

  private Comparisons(ResultFile base, ResultFile next, ComparisonOptions options) {
    this.base = base;
    this.next = next;
    this.options = options;
  }

  /**
   * Compares two runs.
   *
   * @param base what the other is measured against
   * @param next the other
   * @throws BadInputException if they have no configuration in common, or measured other images or
   *     by another schema and {@code options} don't force it
   */
  public static Comparison compare(ResultFile base, ResultFile next, ComparisonOptions options)
      throws BadInputException {
    return new Comparisons(base, next, options).compare();
  }

  private Comparison compare() throws BadInputException {
    pair();
    if (pairs.isEmpty()) {
      throw new BadInputException(
          base.name()
              + " and "
              + next.name()
              + ": nothing to compare, expected at least one benchmark with the same mode, threads"
              + " and parameters in both; found "
              + example(base)
              + " in one and "
              + example(next)
              + " in the other");
    }
    List<ComparisonDifference> differences = differences();
    List<ComparisonRow> rows = rows();
    return new Comparison(
        base.name(),
        next.name(),
        options,
        warnings(differences),
        differences,
        rows,
        exact(),
        means(rows),
        unpaired,
        otherMetrics());
  }

  private static String example(ResultFile file) {
    return ComparisonKey.of(file.results().get(0), Map.of()).label();
  }

  // Pairs

  private void pair() {
    Map<ComparisonKey, BenchmarkResult> partners = byKey(next, sameImages());
    byKey(base, Map.of())
        .forEach(
            (key, result) -> {
              BenchmarkResult partner = partners.remove(key);
              if (partner == null) {
                unpaired.add(new ComparisonUnpaired(key, base.name(), "not in " + next.name()));
              } else {
                pairs.add(new Pair(key, result, partner));
              }
            });
    partners
        .keySet()
        .forEach(
            key -> unpaired.add(new ComparisonUnpaired(key, next.name(), "not in " + base.name())));
  }

  private Map<ComparisonKey, BenchmarkResult> byKey(ResultFile file, Map<String, String> datasets) {
    Map<ComparisonKey, BenchmarkResult> results = new LinkedHashMap<>();
    for (BenchmarkResult result : file.results()) {
      ComparisonKey key = ComparisonKey.of(result, datasets);
      if (results.putIfAbsent(key, result) != null) {
        unpaired.add(
            new ComparisonUnpaired(key, file.name(), "there before: only the first is compared"));
      }
    }
    return results;
  }

  /**
   * The base's names of datasets by those of the other run, where it calls the same images else.
   */
  private Map<String, String> sameImages() {
    Map<String, String> known = new HashMap<>();
    datasets(base).forEach((name, dataset) -> known.putIfAbsent(dataset.fingerprint(), name));
    Map<String, String> names = new HashMap<>();
    datasets(next)
        .forEach(
            (name, dataset) -> {
              String there = known.get(dataset.fingerprint());
              if (there != null
                  && !dataset.fingerprint().isEmpty()
                  && !datasets(base).containsKey(name)) {
                names.put(name, there);
              }
            });
    return names;
  }

  private static Map<String, Environment.Dataset> datasets(ResultFile file) {
    return file.environment()
        .<Map<String, Environment.Dataset>>map(Environment::datasets)
        .orElse(Map.of());
  }

  // What surrounds the figures

  private List<ComparisonDifference> differences() throws BadInputException {
    Set<String> datasets = new TreeSet<>();
    for (Pair pair : pairs) {
      Optional.ofNullable(pair.base.params().get(Names.DATASET)).ifPresent(datasets::add);
    }
    List<ComparisonDifference> differences =
        ComparisonDifferences.of(
            new ResultFile(
                base.name(), base.environment(), pairs.stream().map(Pair::base).toList()),
            new ResultFile(
                next.name(), next.environment(), pairs.stream().map(Pair::next).toList()),
            datasets);
    for (ComparisonDifference difference : differences) {
      if (difference.refuses() && !options.force()) {
        throw new BadInputException(
            base.name()
                + " and "
                + next.name()
                + " can't be compared: "
                + difference.what()
                + " is "
                + difference.base()
                + " in one and "
                + difference.next()
                + " in the other ("
                + difference.meaning()
                + "); --force compares all the same");
      }
    }
    return differences;
  }

  private List<String> warnings(List<ComparisonDifference> differences) {
    // A run may be compared with itself; what is said of it is said once.
    Set<String> warnings = new LinkedHashSet<>();
    for (ComparisonDifference difference : differences) {
      if (difference.refuses()) {
        warnings.add(
            "Forced: " + difference.what() + " differs. Nothing below says what changed and why.");
      }
    }
    for (ResultFile file : List.of(base, next)) {
      if (file.environment().isEmpty()) {
        warnings.add(
            file.name()
                + " has no environment beside it: whether machine and images are the same can't be"
                + " checked.");
        continue;
      }
      Environment.Run run = file.environment().get().run();
      if (run.kind().equals(QUICK)) {
        warnings.add(file.name() + " is a quick run: not for conclusions.");
      }
      if (!run.complete()) {
        warnings.add(
            file.name()
                + " is not complete"
                + (run.failed().isEmpty() ? "" : ": " + run.failed().size() + " failed")
                + ". What is missing is listed without a partner, or nowhere.");
      }
    }
    return List.copyOf(warnings);
  }

  // Sampled figures

  private List<ComparisonRow> rows() {
    record Timed(Pair pair, Unit unit, Estimate base, Estimate next, ForkPair times) {}
    List<Timed> timed = new ArrayList<>();
    for (Pair pair : pairs) {
      Unit from = Unit.of(pair.base.primary().unit());
      Unit to = Unit.of(pair.next.primary().unit());
      double[] there = figures(pair.base.primary());
      double[] here = figures(pair.next.primary());
      String obstacle = obstacle(from, to, there, here);
      if (obstacle.isEmpty()) {
        timed.add(
            new Timed(
                pair,
                from,
                Estimates.ofForkFigures(there),
                Estimates.ofForkFigures(here).times(to.toBase() / from.toBase()),
                new ForkPair(times(there, from), times(here, to))));
      } else {
        unpaired.add(new ComparisonUnpaired(pair.key, base.name(), obstacle));
      }
    }
    List<ForkFinding> findings =
        new ForkComparison(options.threshold(), options.looks())
            .compare(timed.stream().map(Timed::times).toList());
    List<ComparisonRow> rows = new ArrayList<>();
    for (int i = 0; i < timed.size(); i++) {
      Timed t = timed.get(i);
      rows.add(
          new ComparisonRow(
              t.pair.key,
              t.unit.text(),
              t.base,
              t.next,
              forks(t.pair.base.primary(), t.times.base()),
              forks(t.pair.next.primary(), t.times.next()),
              findings.get(i),
              findings.get(i).isRegression(options.threshold())));
    }
    return rows;
  }

  /** Why two figures can't be compared; empty if they can. */
  private static String obstacle(Unit from, Unit to, double[] base, double[] next) {
    boolean known = from.quantity() == Quantity.RATE || from.quantity() == Quantity.TIME;
    if (!known || from.quantity() != to.quantity()) {
      return from.text().equals(to.text())
          ? "its unit is neither a rate nor a time: " + from.text()
          : "its unit is " + from.text() + " in one and " + to.text() + " in the other";
    }
    if (base.length == 0 || next.length == 0) {
      return "no figures in " + (base.length == 0 ? "the base" : "the other");
    }
    // A rate of 1e-320 has no time that a double holds.
    boolean timed =
        Stream.of(times(base, from), times(next, to))
            .flatMapToDouble(Arrays::stream)
            .allMatch(t -> t > 0 && t < Double.POSITIVE_INFINITY);
    return timed ? "" : "a fork's figure gives no time: it is 0, negative or out of range";
  }

  /** One a fork, or JMH's score where the file has nothing else. */
  static double[] figures(Metric metric) {
    double[] forks = Estimates.forkMedians(metric.raw());
    return forks.length == 0 && Double.isFinite(metric.score())
        ? new double[] {metric.score()}
        : forks;
  }

  /** A score alone comes from nobody knows how many forks. */
  private static int forks(Metric metric, double[] figures) {
    return metric.raw().isEmpty() ? 0 : figures.length;
  }

  /** Seconds an operation. */
  private static double[] times(double[] figures, Unit unit) {
    return Arrays.stream(figures)
        .map(f -> f * unit.toBase())
        .map(f -> unit.quantity() == Quantity.RATE ? 1 / f : f)
        .toArray();
  }

  private static List<ComparisonMean> means(List<ComparisonRow> rows) {
    record Benchmark(String name, String mode) {}
    Map<Benchmark, List<ForkFinding>> findings = new LinkedHashMap<>();
    for (ComparisonRow row : rows) {
      findings
          .computeIfAbsent(
              new Benchmark(row.key().shortName(), row.key().mode()), b -> new ArrayList<>())
          .add(row.finding());
    }
    List<ComparisonMean> means = new ArrayList<>();
    findings.forEach(
        (b, f) -> means.add(new ComparisonMean(b.name, b.mode, ForkComparison.geometricMean(f))));
    return means;
  }

  // Exact figures

  private List<ComparisonExactRow> exact() {
    List<ComparisonExactRow> rows = new ArrayList<>();
    for (Pair pair : pairs) {
      pair.base
          .secondary()
          .forEach(
              (name, metric) -> {
                Unit unit = Unit.of(name, metric.unit());
                if (unit.exact()) {
                  exact(pair, name, unit).ifPresent(rows::add);
                }
              });
      pair.next.secondary().keySet().stream()
          .filter(name -> Unit.of(name, pair.next.secondary().get(name).unit()).exact())
          .filter(name -> !pair.base.secondary().containsKey(name))
          .forEach(name -> lone(pair, name, next, base));
    }
    return rows;
  }

  private Optional<ComparisonExactRow> exact(Pair pair, String name, Unit unit) {
    Metric here = pair.next.secondary().get(name);
    if (here == null) {
      lone(pair, name, base, next);
      return Optional.empty();
    }
    double[] from = exactFigures(pair.base.secondary().get(name));
    double[] to = exactFigures(here);
    OptionalDouble there = Arrays.stream(from).max();
    OptionalDouble found = Arrays.stream(to).max();
    if (there.isEmpty() || found.isEmpty()) {
      lone(pair, name, found.isEmpty() ? base : next, found.isEmpty() ? next : base);
      return Optional.empty();
    }
    double base = there.getAsDouble();
    double next = found.getAsDouble() * (Unit.of(name, here.unit()).toBase() / unit.toBase());
    return Optional.of(
        new ComparisonExactRow(
            pair.key,
            name,
            unit.text(),
            base,
            next,
            from.length > 1 || to.length > 1,
            next > base * (1 + options.threshold())));
  }

  private void lone(Pair pair, String metric, ResultFile has, ResultFile lacks) {
    unpaired.add(
        new ComparisonUnpaired(pair.key, has.name(), metric + " is not in " + lacks.name()));
  }

  /**
   * The distinct figures of the forks; one, if the metric is as exact as it says. A trial takes its
   * figure once, so that iterations before the last may have none or 0.
   */
  static double[] exactFigures(Metric metric) {
    double[] forks =
        metric.raw().stream()
            .map(
                fork ->
                    fork.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).max())
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .distinct()
            .toArray();
    return forks.length == 0 && Double.isFinite(metric.score())
        ? new double[] {metric.score()}
        : forks;
  }

  private List<String> otherMetrics() {
    Set<String> names = new TreeSet<>();
    for (Pair pair : pairs) {
      for (BenchmarkResult result : List.of(pair.base, pair.next)) {
        result
            .secondary()
            .forEach(
                (name, metric) -> {
                  // Images a second say what operations a second say, times the cutoff.
                  if (!name.equals(Names.IMAGES) && !Unit.of(name, metric.unit()).exact()) {
                    names.add(name);
                  }
                });
      }
    }
    return List.copyOf(names);
  }
}
