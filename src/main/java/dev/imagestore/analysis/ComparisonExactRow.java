package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Verdict;

/**
 * A figure that the same work always gives: what a store takes on disk.
 *
 * @param key the configuration
 * @param metric {@code diskApparent}
 * @param unit {@code B}
 * @param base the base's figure; the largest where its forks differ
 * @param next the other's
 * @param forksDiffer true if the forks of one side don't agree, so that it is not exact
 * @param regression true if it is larger by the threshold or more
 */
public record ComparisonExactRow(
    Key key,
    String metric,
    String unit,
    double base,
    double next,
    boolean forksDiffer,
    boolean regression) {

  /** True if the two are not the same, by however little. */
  public boolean isDifferent() {
    return base != next;
  }

  /** next / base; 1 where both are 0. */
  public double ratio() {
    return isDifferent() ? next / base : 1;
  }

  /**
   * What an outcome is made of.
   *
   * @param name of the configuration
   */
  Outcome.Row judged(String name) {
    Verdict verdict =
        next > base ? Verdict.SLOWER : next < base ? Verdict.FASTER : Verdict.NO_CHANGE;
    Estimate ratio = new Estimate(ratio(), Double.NaN, Double.NaN, 0);
    return new Outcome.Row(metric + " of " + name, verdict, ratio, 0, 0);
  }

  /** In words. */
  public String verdict() {
    return next > base ? "larger" : next < base ? "smaller" : "equal";
  }
}
