package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.result.Resource;
import dev.imagestore.stats.CountVerdict;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Verdict;

/**
 * A figure that needs no clock: what a store takes on disk, or what an image takes of a {@link
 * Resource}.
 *
 * @param key the configuration
 * @param metric {@code diskApparent}
 * @param unit {@code B}
 * @param base the base's figure; on disk the largest where its forks differ, of a resource their
 *     median
 * @param next the other's
 * @param forksDiffer true if the forks of one side differ so that nothing can be said
 * @param found whether there is more of it; on disk every byte is a difference, of a resource its
 *     rule says what is
 * @param regression true if there is more, by the threshold or more
 */
public record ComparisonExactRow(
    Key key,
    String metric,
    String unit,
    double base,
    double next,
    boolean forksDiffer,
    CountVerdict found,
    boolean regression) {

  /** True if the two are not the same. */
  public boolean isDifferent() {
    return found == CountVerdict.MORE || found == CountVerdict.LESS;
  }

  /** next / base; 1 where they are the same. */
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
        switch (found) {
          case MORE -> Verdict.SLOWER;
          case LESS -> Verdict.FASTER;
          case EQUAL -> Verdict.NO_CHANGE;
          case UNDECIDED -> Verdict.UNDECIDED;
          case TOO_FEW_FORKS -> Verdict.TOO_FEW_FORKS;
        };
    Estimate ratio = new Estimate(ratio(), Double.NaN, Double.NaN, 0);
    String what = metric + (Resource.of(metric).isPresent() ? " per image of " : " of ") + name;
    return new Outcome.Row(what, verdict, ratio, 0, 0);
  }

  /** In words. */
  public String verdict() {
    return switch (found) {
      case MORE -> "larger";
      case LESS -> "smaller";
      default -> found.toString();
    };
  }
}
