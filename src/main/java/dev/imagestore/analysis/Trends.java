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
import dev.imagestore.stats.ChangePoint;
import dev.imagestore.stats.CountFinding;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Estimates;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.ForkPair;
import dev.imagestore.stats.Medians;
import dev.imagestore.stats.RunComparison;
import dev.imagestore.stats.RunPair;
import dev.imagestore.stats.SeriesModel;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Follows each configuration of a history: levels, steps, drifts ({@link SeriesModel}), and the
 * newest run against its current level ({@link RunComparison}).
 */
public final class Trends {
  /** Any will do; always the same, so that a history always gives the same trend. */
  private static final long SEED = 2014;

  private final TrendHistory history;
  private final double threshold;
  private final double mustSee;
  private final ForkComparison sizes;

  private final Map<Id, Line> lines = new LinkedHashMap<>();
  private final Map<String, String> datasetNames = new HashMap<>();
  private final Set<String> withoutTimes = new LinkedHashSet<>();

  /** What makes a line. */
  private record Id(TrendPlace place, Key key) {}

  /** A line that is being put together. */
  private static final class Line {
    final List<TrendPoint> points = new ArrayList<>();
    final List<BenchmarkResult> results = new ArrayList<>();

    void add(TrendPoint point, BenchmarkResult result) {
      // The same configuration twice in a file: the first counts, as in a comparison.
      if (points.isEmpty() || !last().run().name().equals(point.run().name())) {
        points.add(point);
        results.add(result);
      }
    }

    TrendPoint last() {
      return points.get(points.size() - 1);
    }
  }

  private Trends(TrendHistory history, double threshold, double mustSee) {
    this.history = history;
    this.threshold = threshold;
    this.mustSee = mustSee;
    this.sizes = new ForkComparison(threshold);
  }

  /**
   * Follows the configurations of a history.
   *
   * @param threshold the change that matters, 0.05 for 5 %
   * @param mustSee the slowdown that the newest run must have been able to show, 0.1 for 10 %
   * @throws BadInputException if it has no run to follow
   */
  public static Trend of(TrendHistory history, double threshold, double mustSee)
      throws BadInputException {
    if (history.runs().isEmpty()) {
      throw new BadInputException(
          "nothing to follow: expected at least one complete run with its .env.json, found "
              + (history.leftOut().isEmpty()
                  ? "no result file"
                  : history.leftOut().stream()
                      .map(l -> l.runs().size() + " " + l.why())
                      .collect(Collectors.joining(", "))));
    }
    return new Trends(history, threshold, mustSee).trend();
  }

  private Trend trend() {
    for (TrendRun run : history.runs()) {
      for (BenchmarkResult result : run.file().results()) {
        add(run, result);
      }
    }
    SeriesModel.Levels levels = SeriesModel.Levels.forTable(lines.size());
    List<Id> ids = List.copyOf(lines.keySet());
    // Seconds for long histories; every line has its own search, and order does not matter.
    List<SeriesModel> models =
        ids.parallelStream().map(id -> SeriesModel.of(logs(lines.get(id)), levels, SEED)).toList();
    Map<Id, TrendVerdict> verdicts = verdicts(ids, models);
    List<TrendLine> done = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Id id = ids.get(i);
      Line line = lines.get(id);
      done.add(
          new TrendLine(
              id.place,
              id.key,
              line.points,
              changes(line, models.get(i).steps()),
              models.get(i).drifts(),
              Optional.ofNullable(verdicts.get(id)),
              exact(line)));
    }
    List<TrendLeftOut> leftOut = new ArrayList<>(history.leftOut());
    if (!withoutTimes.isEmpty()) {
      leftOut.add(new TrendLeftOut("in part, without times of forks", List.copyOf(withoutTimes)));
    }
    return new Trend(threshold, mustSee, history.runs(), leftOut, done, jdks());
  }

  private void add(TrendRun run, BenchmarkResult result) {
    Measurement measurement = Measurement.of(result);
    double[] seconds =
        measurement.sampled() && measurement.isTimed() ? measurement.seconds() : new double[0];
    if (seconds.length == 0 || !Arrays.stream(seconds).allMatch(s -> s > 0 && Double.isFinite(s))) {
      withoutTimes.add(run.name());
      return;
    }
    Environment environment = run.file().environment().orElseThrow();
    String name = result.key().param(Names.DATASET);
    Environment.Dataset dataset = environment.datasets().get(name);
    String fingerprint = dataset == null ? "" : dataset.fingerprint();
    // The same images under another name are the same line.
    String known =
        fingerprint.isEmpty() ? name : datasetNames.computeIfAbsent(fingerprint, f -> name);
    Id id =
        new Id(
            TrendPlace.of(environment, known, fingerprint),
            result.key().withDatasets(Map.of(name, known)));
    lines
        .computeIfAbsent(id, i -> new Line())
        .add(
            new TrendPoint(
                run, Estimates.ofForkFigures(seconds), Arrays.stream(seconds).boxed().toList()),
            result);
  }

  private static double[] logs(Line line) {
    return line.points.stream().mapToDouble(p -> Math.log(p.seconds().value())).toArray();
  }

  private static double[] seconds(List<TrendPoint> points) {
    return points.stream().mapToDouble(p -> p.seconds().value()).toArray();
  }

  private static double[] forks(TrendPoint point) {
    return point.forks().stream().mapToDouble(Double::doubleValue).toArray();
  }

  // Changes

  private List<TrendChange> changes(Line line, List<ChangePoint> steps) {
    List<TrendChange> changes = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      int from = i == 0 ? 0 : steps.get(i - 1).index();
      int at = steps.get(i).index();
      int to = i + 1 < steps.size() ? steps.get(i + 1).index() : line.points.size();
      ForkPair sides =
          new ForkPair(
              seconds(line.points.subList(from, at)), seconds(line.points.subList(at, to)));
      Estimate ratio = sizes.compare(List.of(sides)).get(0).ratio();
      changes.add(new TrendChange(at, ratio, steps.get(i).pValue(), causes(line, at, 1)));
    }
    return changes;
  }

  /** What changed in the environment from the run before {@code at} to it, and nearby. */
  private static List<TrendCause> causes(Line line, int at, int nearby) {
    List<TrendCause> causes = new ArrayList<>();
    for (int later = -nearby; later <= nearby; later++) {
      int next = at + later;
      if (next >= 1 && next < line.points.size()) {
        for (ComparisonDifference difference :
            ComparisonDifferences.of(alone(line, next - 1), alone(line, next), Set.of())) {
          causes.add(new TrendCause(later, difference));
        }
      }
    }
    // What came with the change first.
    causes.sort((a, b) -> Integer.compare(Math.abs(a.later()), Math.abs(b.later())));
    return causes;
  }

  private static ResultFile alone(Line line, int index) {
    TrendRun run = line.points.get(index).run();
    return new ResultFile(run.name(), run.file().environment(), List.of(line.results.get(index)));
  }

  // The newest run

  private Map<Id, TrendVerdict> verdicts(List<Id> ids, List<SeriesModel> models) {
    TrendRun newest = history.runs().get(history.runs().size() - 1);
    List<Id> judged = new ArrayList<>();
    List<RunPair> pairs = new ArrayList<>();
    List<Estimate> figures = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      List<TrendPoint> points = lines.get(ids.get(i)).points;
      TrendPoint last = lines.get(ids.get(i)).last();
      if (last.run().isWith(newest)) {
        List<TrendPoint> level = points.subList(models.get(i).current(), points.size() - 1);
        judged.add(ids.get(i));
        pairs.add(new RunPair(level.stream().map(Trends::forks).toList(), forks(last)));
        figures.add(Estimates.ofForkFigures(seconds(level)));
      }
    }
    List<ForkFinding> findings = new RunComparison(threshold).compare(pairs);
    Map<Id, TrendVerdict> verdicts = new HashMap<>();
    for (int k = 0; k < judged.size(); k++) {
      verdicts.put(
          judged.get(k),
          new TrendVerdict(
              figures.get(k),
              pairs.get(k).level().size(),
              RunComparison.judgesByRuns(pairs.get(k)),
              findings.get(k),
              Outcome.Row.of("", findings.get(k)).isRegression(threshold)));
    }
    return verdicts;
  }

  // What needs no clock

  private List<TrendExact> exact(Line line) {
    TrendRun newest = history.runs().get(history.runs().size() - 1);
    boolean goesOn = line.last().run().isWith(newest);
    Set<String> metrics = new TreeSet<>();
    line.results.forEach(r -> metrics.addAll(r.secondary().keySet()));
    List<TrendExact> figures = new ArrayList<>();
    for (String metric : metrics) {
      Optional<Resource> resource = Resource.of(metric);
      if (resource.isEmpty()) {
        figures.add(footprint(line, metric, goesOn));
      } else if (resource.get().rule().judged()) {
        figures.add(resource(line, resource.get(), goesOn));
      }
    }
    return figures;
  }

  private TrendExact footprint(Line line, String metric, boolean goesOn) {
    List<TrendExact.Change> changes = new ArrayList<>();
    OptionalDouble before = OptionalDouble.empty();
    String unit = "";
    boolean held = false;
    for (int i = 0; i < line.results.size(); i++) {
      Optional<Measurement> found = Measurement.of(line.results.get(i), metric);
      // The largest, where forks of one run differ.
      OptionalDouble now = found.map(Measurement::largest).orElse(OptionalDouble.empty());
      held = now.isPresent() && before.isPresent();
      if (now.isEmpty()) {
        continue;
      }
      Unit written = found.get().unit();
      unit = written.toBase() == 1 ? written.text() : "B";
      if (held && now.getAsDouble() != before.getAsDouble()) {
        changes.add(
            new TrendExact.Change(i, before.getAsDouble(), now.getAsDouble(), causes(line, i, 0)));
      }
      before = now;
    }
    return exact(line, metric, unit, before.orElse(Double.NaN), changes, goesOn && held);
  }

  /** Held against the run that the level began with: what creeps is seen too. */
  private TrendExact resource(Line line, Resource resource, boolean goesOn) {
    List<TrendExact.Change> changes = new ArrayList<>();
    double[] level = {};
    double newest = Double.NaN;
    boolean held = false;
    for (int i = 0; i < line.results.size(); i++) {
      double[] forks = Counts.of(line.results.get(i), resource);
      held = forks.length > 0 && level.length > 0;
      if (held) {
        CountFinding found = Counts.compare(level, forks, resource);
        newest = found.next();
        if (found.verdict().isDifferent()) {
          changes.add(new TrendExact.Change(i, found.base(), found.next(), causes(line, i, 0)));
          level = forks;
        }
      } else if (forks.length > 0) {
        newest = Medians.of(forks);
        level = forks;
      }
    }
    return exact(line, resource.metric(), resource.unit(), newest, changes, goesOn && held);
  }

  private TrendExact exact(
      Line line,
      String metric,
      String unit,
      double newest,
      List<TrendExact.Change> changes,
      boolean judged) {
    int last = line.points.size() - 1;
    double ratio =
        changes.stream()
            .filter(change -> change.index() == last)
            .mapToDouble(change -> change.after() / change.before())
            .findFirst()
            .orElse(1);
    Outcome.Row row = Counts.judged(metric, unit, ratio, "");
    return new TrendExact(
        metric, unit, newest, changes, judged, ratio, judged && row.isRegression(threshold));
  }

  // JDKs at one time

  private List<TrendJdks> jdks() {
    Map<Id, SortedMap<Integer, Line>> groups = new LinkedHashMap<>();
    lines.forEach(
        (id, line) ->
            groups
                .computeIfAbsent(new Id(id.place.anyJdk(), id.key), g -> new TreeMap<>())
                .put(id.place.jdk(), line));
    List<TrendJdks> jdks = new ArrayList<>();
    groups.forEach(
        (id, byJdk) -> {
          if (byJdk.size() > 1) {
            SortedMap<Integer, TrendPoint> sitting = sitting(byJdk);
            boolean together = sitting.size() > 1;
            if (!together) {
              byJdk.forEach((jdk, line) -> sitting.put(jdk, line.last()));
            }
            jdks.add(new TrendJdks(id.place, id.key, together, cells(sitting)));
          }
        });
    return jdks;
  }

  /** The points of the newest sitting that measured more than one JDK; empty if there is none. */
  private static SortedMap<Integer, TrendPoint> sitting(SortedMap<Integer, Line> byJdk) {
    Map<String, SortedMap<Integer, TrendPoint>> sittings = new HashMap<>();
    byJdk.forEach(
        (jdk, line) -> {
          for (TrendPoint point : line.points) {
            if (!point.run().sitting().isEmpty()) {
              // A baseline that was measured twice counts once.
              sittings
                  .computeIfAbsent(point.run().sitting(), s -> new TreeMap<>())
                  .putIfAbsent(jdk, point);
            }
          }
        });
    return sittings.values().stream()
        .filter(s -> s.size() > 1)
        .max(
            (a, b) ->
                a.get(a.firstKey()).run().started().compareTo(b.get(b.firstKey()).run().started()))
        .orElseGet(TreeMap::new);
  }

  private List<TrendJdks.Cell> cells(SortedMap<Integer, TrendPoint> points) {
    TrendPoint first = points.get(points.firstKey());
    List<TrendJdks.Cell> cells = new ArrayList<>();
    points.forEach(
        (jdk, point) ->
            cells.add(
                new TrendJdks.Cell(
                    jdk,
                    point,
                    sizes
                        .compare(List.of(new ForkPair(forks(first), forks(point))))
                        .get(0)
                        .ratio())));
    return cells;
  }
}
