package dev.imagestore.analysis;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Key;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Names;
import dev.imagestore.result.Resource;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.Unit;
import dev.imagestore.stats.CountFinding;
import dev.imagestore.stats.CountVerdict;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.ForkPair;
import dev.imagestore.stats.PairFinding;
import dev.imagestore.stats.Verdict;
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
  private final PairedFindings paired;

  private final List<Pair> pairs = new ArrayList<>();
  private final List<ComparisonUnpaired> unpaired = new ArrayList<>();

  /** Two results of the same configuration. */
  private record Pair(Key key, BenchmarkResult base, BenchmarkResult next) {}

  private Comparisons(
      ResultFile base, ResultFile next, ComparisonOptions options, PairedFindings paired) {
    this.base = base;
    this.next = next;
    this.options = options;
    this.paired = paired;
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
    return new Comparisons(base, next, options, new PairedFindings(Map.of(), Map.of())).compare();
  }

  /**
   * Compares two targets of one run whose forks took turns.
   *
   * @param base what the other is measured against
   * @param next the other
   * @param paired what their pairs say; rows that it lacks have too few
   * @throws BadInputException as {@link #compare(ResultFile, ResultFile, ComparisonOptions)}
   */
  public static Comparison compare(
      ResultFile base, ResultFile next, double threshold, double mustSee, PairedFindings paired)
      throws BadInputException {
    return new Comparisons(
            base, next, new ComparisonOptions(threshold, mustSee, false, true), paired)
        .compare();
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
        otherMetrics(),
        List.of(),
        List.of());
  }

  private static String example(ResultFile file) {
    return file.results().get(0).key().label();
  }

  // Pairs

  private void pair() {
    Map<Key, BenchmarkResult> partners = byKey(next, sameImages());
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

  private Map<Key, BenchmarkResult> byKey(ResultFile file, Map<String, String> datasets) {
    Map<Key, BenchmarkResult> results = new LinkedHashMap<>();
    for (BenchmarkResult result : file.results()) {
      Key key = result.key().withDatasets(datasets);
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
      Optional.ofNullable(pair.base.key().params().get(Names.DATASET)).ifPresent(datasets::add);
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
    record Timed(Pair pair, Measurement base, Measurement next) {}
    List<Timed> timed = new ArrayList<>();
    for (Pair pair : pairs) {
      Measurement base = Measurement.of(pair.base);
      Measurement next = Measurement.of(pair.next);
      String obstacle = obstacle(base, next);
      if (obstacle.isEmpty()) {
        timed.add(new Timed(pair, base, next));
      } else {
        unpaired.add(new ComparisonUnpaired(pair.key, this.base.name(), obstacle));
      }
    }
    List<ForkFinding> findings =
        options.paired()
            ? timed.stream().map(t -> ofPairs(t.pair.key)).toList()
            : new ForkComparison(options.threshold())
                .compare(
                    timed.stream()
                        .map(t -> new ForkPair(t.base.seconds(), t.next.seconds()))
                        .toList());
    List<ComparisonRow> rows = new ArrayList<>();
    for (int i = 0; i < timed.size(); i++) {
      Timed t = timed.get(i);
      Unit unit = t.base.unit();
      rows.add(
          new ComparisonRow(
              t.pair.key,
              unit.text(),
              RunSummary.inUnit(t.base),
              RunSummary.inUnit(t.next).times(t.next.unit().toBase() / unit.toBase()),
              t.base.forks(),
              t.next.forks(),
              findings.get(i),
              isRegression(findings.get(i)),
              Optional.ofNullable(paired.rows().get(t.pair.key))
                  .map(PairedFindings.Row::secondsMore)
                  .orElse(Double.NaN)));
    }
    return rows;
  }

  private boolean isRegression(ForkFinding finding) {
    return new Outcome.Row("", finding.verdict(), finding.ratio(), Double.NaN, Double.NaN)
        .isRegression(options.threshold());
  }

  private ForkFinding ofPairs(Key key) {
    if (!paired.rows().containsKey(key)) {
      Estimate none = new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
      return new ForkFinding(
          Verdict.TOO_FEW_FORKS, none, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0);
    }
    PairFinding finding = paired.rows().get(key).finding();
    return new ForkFinding(
        finding.verdict(),
        finding.ratio(),
        finding.pValue(),
        finding.detectable(),
        Double.NaN,
        Double.NaN,
        0,
        0);
  }

  /** Why two measurements can't be compared; empty if they can. */
  private static String obstacle(Measurement base, Measurement next) {
    Unit from = base.unit();
    Unit to = next.unit();
    if (!base.isTimed() || from.quantity() != to.quantity()) {
      return from.text().equals(to.text())
          ? "its unit is neither a rate nor a time: " + from.text()
          : "its unit is " + from.text() + " in one and " + to.text() + " in the other";
    }
    if (base.figures().isEmpty() || next.figures().isEmpty()) {
      return "no figures in " + (base.figures().isEmpty() ? "the base" : "the other");
    }
    // A rate of 1e-320 has no time that a double holds.
    boolean timed =
        Stream.of(base.seconds(), next.seconds())
            .flatMapToDouble(Arrays::stream)
            .allMatch(t -> t > 0 && t < Double.POSITIVE_INFINITY);
    return timed ? "" : "a fork's figure gives no time: it is 0, negative or out of range";
  }

  private List<ComparisonMean> means(List<ComparisonRow> rows) {
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
        (b, f) -> {
          Optional<PairFinding> whole =
              Optional.ofNullable(paired.benchmarks().get(b.name))
                  .filter(finding -> finding.verdict().isGiven());
          if (whole.isPresent() || !options.paired()) {
            means.add(
                new ComparisonMean(
                    b.name,
                    b.mode,
                    whole.map(PairFinding::ratio).orElseGet(() -> ForkComparison.geometricMean(f)),
                    whole.map(PairFinding::verdict)));
          }
        });
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
                if (Unit.of(name, metric.unit()).exact()) {
                  exact(pair, name).ifPresent(rows::add);
                }
              });
      pair.next.secondary().keySet().stream()
          .filter(name -> Unit.of(name, pair.next.secondary().get(name).unit()).exact())
          .filter(name -> !pair.base.secondary().containsKey(name))
          .forEach(name -> lone(pair, name, next, base));
      Stream.of(Resource.values())
          .filter(resource -> isCompared(pair, resource))
          .forEach(resource -> rows.add(count(pair, resource)));
    }
    return rows;
  }

  /** Files from before resources were counted have none. */
  private static boolean isCompared(Pair pair, Resource resource) {
    return Counts.areJudged(pair.base, resource)
        && Counts.of(pair.base, resource).length > 0
        && Counts.of(pair.next, resource).length > 0;
  }

  private ComparisonExactRow count(Pair pair, Resource resource) {
    CountFinding finding =
        Counts.compare(Counts.of(pair.base, resource), Counts.of(pair.next, resource), resource);
    return new ComparisonExactRow(
        pair.key,
        resource.metric(),
        resource.unit(),
        finding.base(),
        finding.next(),
        finding.verdict() == CountVerdict.UNDECIDED,
        finding.verdict(),
        finding.isRegression(options.threshold()));
  }

  private Optional<ComparisonExactRow> exact(Pair pair, String name) {
    Measurement from = Measurement.of(pair.base, name).orElseThrow();
    Optional<Measurement> to = Measurement.of(pair.next, name);
    if (to.isEmpty()) {
      lone(pair, name, base, next);
      return Optional.empty();
    }
    OptionalDouble there = from.largest();
    OptionalDouble here = to.get().largest();
    if (there.isEmpty() || here.isEmpty()) {
      lone(pair, name, here.isEmpty() ? base : next, here.isEmpty() ? next : base);
      return Optional.empty();
    }
    double unit = from.unit().toBase();
    CountVerdict found =
        here.getAsDouble() > there.getAsDouble()
            ? CountVerdict.MORE
            : here.getAsDouble() < there.getAsDouble() ? CountVerdict.LESS : CountVerdict.EQUAL;
    double ratio = found == CountVerdict.EQUAL ? 1 : here.getAsDouble() / there.getAsDouble();
    String text = from.unit().text();
    return Optional.of(
        new ComparisonExactRow(
            pair.key,
            name,
            text,
            there.getAsDouble() / unit,
            here.getAsDouble() / unit,
            from.forksDiffer() || to.get().forksDiffer(),
            found,
            Counts.judged(name, text, found, ratio, "").isRegression(options.threshold())));
  }

  private void lone(Pair pair, String metric, ResultFile has, ResultFile lacks) {
    unpaired.add(
        new ComparisonUnpaired(pair.key, has.name(), metric + " is not in " + lacks.name()));
  }

  private List<String> otherMetrics() {
    Set<String> names = new TreeSet<>();
    for (Pair pair : pairs) {
      for (BenchmarkResult result : List.of(pair.base, pair.next)) {
        result
            .secondary()
            .forEach(
                (name, metric) -> {
                  // Images per second say what operations per second say, times the cutoff.
                  if (!name.equals(Names.IMAGES)
                      && !Unit.of(name, metric.unit()).exact()
                      && Resource.of(name).filter(r -> isCompared(pair, r)).isEmpty()) {
                    names.add(name);
                  }
                });
      }
    }
    return List.copyOf(names);
  }
}
