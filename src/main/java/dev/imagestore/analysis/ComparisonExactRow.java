package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.result.Resource;
import dev.imagestore.stats.CountVerdict;

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
 * @param regression true if there is more, or less where more is better, by the threshold or more
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
    return found.isDifferent();
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
    return Counts.judged(metric, unit, found, ratio(), name);
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
