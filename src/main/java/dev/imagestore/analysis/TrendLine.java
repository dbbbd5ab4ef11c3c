package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.stats.SeriesModel.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One configuration over time.
 *
 * @param place where it was measured
 * @param key what was measured
 * @param points in the order of time
 * @param changes where the level changed
 * @param drifts parts that drift; the slope is of the logarithm of the time, from run to run
 * @param newest what the last point comes to, where it is of the newest run
 * @param exact figures that need no clock
 */
public record TrendLine(
    TrendPlace place,
    Key key,
    List<TrendPoint> points,
    List<TrendChange> changes,
    List<Segment> drifts,
    Optional<TrendVerdict> newest,
    List<TrendExact> exact) {
  /** Copies the lists. */
  public TrendLine {
    points = List.copyOf(points);
    changes = List.copyOf(changes);
    drifts = List.copyOf(drifts);
    exact = List.copyOf(exact);
  }

  /**
   * A stretch of a line between two changes, and what stands for it.
   *
   * @param from its first run
   * @param to the run after its last
   * @param first seconds at its first run
   * @param last seconds at its last run; other than {@code first} where it drifts
   */
  public record Level(int from, int to, double first, double last) {}

  /** The levels, one more than there are changes. */
  public List<Level> levels() {
    List<Level> levels = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= changes.size(); i++) {
      int to = i < changes.size() ? changes.get(i).index() : points.size();
      levels.add(level(from, to));
      from = to;
    }
    return levels;
  }

  /** The last point. */
  public TrendPoint last() {
    return points.get(points.size() - 1);
  }

  /** The configuration without the dataset, which the place names. */
  public String name() {
    return inPlace(key).label();
  }

  /** A key without the dataset, which the place names. */
  public static Key inPlace(Key key) {
    return key.without(Names.DATASET);
  }

  /** The configuration and the JDK, as a table of all places names it. */
  public String nameOnJdk() {
    return name() + " (JDK " + place.jdk() + ")";
  }

  /** What the newest run's figures that need no clock come to. */
  List<Outcome.Row> judgedExact() {
    return exact.stream()
        .filter(TrendExact::judged)
        .map(figure -> figure.row(nameOnJdk()))
        .toList();
  }

  /** True if the newest run is slower, or has more of something, and it may reach the threshold. */
  public boolean isRegression() {
    return newest.map(TrendVerdict::regression).orElse(false)
        || exact.stream().anyMatch(TrendExact::regression);
  }

  private Level level(int from, int to) {
    double slope =
        drifts.stream()
            .filter(d -> d.from() == from && d.to() == to)
            .mapToDouble(d -> d.drift().slope().value())
            .findFirst()
            .orElse(0);
    double[] start = new double[to - from];
    for (int i = from; i < to; i++) {
      start[i - from] = Math.log(points.get(i).seconds().value()) - slope * (i - from);
    }
    Arrays.sort(start);
    double middle = (start[(start.length - 1) / 2] + start[start.length / 2]) / 2;
    return new Level(from, to, Math.exp(middle), Math.exp(middle + slope * (start.length - 1)));
  }
}
