package dev.imagestore.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a series went: levels with steps between them, and drifts.
 *
 * <p>{@link ChangePoints} finds the steps. A drift looks to it like stairs, so that every flight of
 * neighbouring steps in one direction, the longest first, is held against a straight line: where
 * {@link Drift} is significant and the line has the smaller BIC (G. Schwarz, "Estimating the
 * dimension of a model", Annals of Statistics 6 (1978) 461–464), it is a drift and these steps are
 * none. The errors are taken as Laplace's, that is absolute distances count, from medians and from
 * the Theil–Sen line: an odd run decides nothing. A line has two parameters, k steps have 2 k + 1.
 *
 * <p>The values since the last step are tested for a drift that no step was seen in; here the line
 * must do better than the best single step too, at whatever value: a step too recent to be called
 * one is not a drift.
 *
 * @param steps in the order of time
 * @param drifts in the order of time; none overlaps another or a step
 */
public record SeriesModel(List<ChangePoint> steps, List<Segment> drifts) {
  /** Copies the lists. */
  public SeriesModel {
    steps = List.copyOf(steps);
    drifts = List.copyOf(drifts);
  }

  /**
   * A part of the series that drifts.
   *
   * @param from first value
   * @param to the one after the last
   * @param drift how it goes there
   */
  public record Segment(int from, int to, Drift drift) {}

  /**
   * What counts as significant: the probability of finding the thing in a series without it.
   *
   * @param steps any step
   * @param drifts a drift
   */
  public record Levels(double steps, double drifts) {
    private static final double STEPS = 0.002;
    private static final double DRIFTS = 0.001;

    /** Of the whole table, whatever its length. */
    private static final double STEPS_OF_A_TABLE = 0.01;

    private static final double DRIFTS_OF_A_TABLE = 0.005;

    /** A test at less needs more permutations than anyone waits for. */
    private static final double LEAST = 5e-5;

    /**
     * For a table of series that are looked at together. Each alone has {@value #STEPS} and {@value
     * #DRIFTS}; from 5 on they share {@value #STEPS_OF_A_TABLE} and {@value #DRIFTS_OF_A_TABLE}
     * (Bonferroni), so that the probability of any false finding does not grow with the table, up
     * to 200 series.
     */
    public static Levels forTable(int series) {
      return new Levels(
          Math.max(LEAST, Math.min(STEPS, STEPS_OF_A_TABLE / Math.max(1, series))),
          Math.max(LEAST / 2, Math.min(DRIFTS, DRIFTS_OF_A_TABLE / Math.max(1, series))));
    }
  }

  /**
   * Models a series.
   *
   * @param values in the order of time, finite: logarithms of times; not changed
   * @param seed of the permutation tests
   */
  public static SeriesModel of(double[] values, Levels levels, long seed) {
    List<ChangePoint> steps = new ArrayList<>(new ChangePoints(levels.steps(), seed).find(values));
    List<Segment> drifts = new ArrayList<>();
    for (int length = steps.size(); length > 0; length--) {
      for (int first = 0; first + length <= steps.size(); first++) {
        Steps consecutive = consecutive(values, steps, first, length);
        if (drifts.stream().noneMatch(consecutive::overlaps)) {
          Optional<Segment> drift = consecutive.asDrift(levels.drifts());
          if (drift.isPresent()) {
            drifts.add(drift.get());
            steps.subList(first, first + length).clear();
          }
        }
      }
    }
    Steps current = consecutive(values, steps, steps.size(), 0);
    if (drifts.stream().noneMatch(current::overlaps)) {
      current.asDrift(levels.drifts()).filter(d -> !current.isStep()).ifPresent(drifts::add);
    }
    drifts.sort(Comparator.comparingInt(Segment::from));
    return new SeriesModel(steps, drifts);
  }

  /** The first value of the current level. */
  public int current() {
    return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).index();
  }

  /** The drift that goes on at the end of a series of {@code length} values. */
  public Optional<Drift> currentDrift(int length) {
    return drifts.stream().filter(d -> d.to() == length).map(Segment::drift).findFirst();
  }

  private static Steps consecutive(
      double[] values, List<ChangePoint> steps, int first, int length) {
    int[] borders = new int[length + 2];
    borders[0] = first == 0 ? 0 : steps.get(first - 1).index();
    for (int i = 0; i < length; i++) {
      borders[i + 1] = steps.get(first + i).index();
    }
    borders[length + 1] =
        first + length == steps.size() ? values.length : steps.get(first + length).index();
    return new Steps(values, borders);
  }

  /** Neighbouring levels. */
  private static final class Steps {
    private final double[] values;
    private final int[] borders;
    private final int from;
    private final int to;

    Steps(double[] values, int[] borders) {
      this.values = values;
      this.borders = borders;
      this.from = borders[0];
      this.to = borders[borders.length - 1];
    }

    boolean overlaps(Segment other) {
      return from < other.to() && other.from() < to;
    }

    Optional<Segment> asDrift(double level) {
      if (to - from < Drift.FEWEST || !goesOneWay()) {
        return Optional.empty();
      }
      Drift drift = Drift.of(part(from, to));
      double stairs = 0;
      for (int s = 0; s + 1 < borders.length; s++) {
        stairs += Medians.distances(part(borders[s], borders[s + 1]));
      }
      return drift.pValue() <= level
              && bic(distancesFromLine(drift), 2) < bic(stairs, 2 * borders.length - 3)
          ? Optional.of(new Segment(from, to, drift))
          : Optional.empty();
    }

    /** True if one step, anywhere, does better than a line. */
    boolean isStep() {
      double best = Double.POSITIVE_INFINITY;
      for (int at = from + 1; at < to; at++) {
        best = Math.min(best, Medians.distances(part(from, at)) + Medians.distances(part(at, to)));
      }
      return bic(best, 3) < bic(distancesFromLine(Drift.of(part(from, to))), 2);
    }

    private boolean goesOneWay() {
      double up = 0;
      double down = 0;
      for (int s = 0; s + 2 < borders.length; s++) {
        double step =
            Medians.of(part(borders[s + 1], borders[s + 2]))
                - Medians.of(part(borders[s], borders[s + 1]));
        up += step > 0 ? 1 : 0;
        down += step < 0 ? 1 : 0;
      }
      return up == 0 || down == 0;
    }

    private double distancesFromLine(Drift drift) {
      double[] level = part(from, to);
      for (int i = 0; i < level.length; i++) {
        level[i] -= i * drift.slope().value();
      }
      return Medians.distances(level);
    }

    private double bic(double distances, int parameters) {
      int n = to - from;
      return 2 * n * Math.log(Math.max(distances, Double.MIN_NORMAL) / n)
          + parameters * Math.log(n);
    }

    private double[] part(int start, int end) {
      return Arrays.copyOfRange(values, start, end);
    }
  }
}
