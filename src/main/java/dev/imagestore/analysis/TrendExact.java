package dev.imagestore.analysis;

import java.util.List;

/**
 * A figure of a line over time that needs no clock: what a store takes on disk, or what an image
 * takes of a {@link dev.imagestore.result.Resource}.
 *
 * @param metric {@code diskApparent}
 * @param unit {@code B}
 * @param newest the last run's figure
 * @param changes every change, however small; of a resource every one that its rule calls one,
 *     against the run that the level began with
 * @param judged true if the last run is the newest, and not the first to have the figure
 * @param ratio of the last run's figure to that before; 1 where it did not change
 * @param regression true if the newest run has more of it, by the threshold or more
 */
public record TrendExact(
    String metric,
    String unit,
    double newest,
    List<Change> changes,
    boolean judged,
    double ratio,
    boolean regression) {
  /** Copies the list. */
  public TrendExact {
    changes = List.copyOf(changes);
  }

  /**
   * A change.
   *
   * @param index of the run with the new figure
   * @param before the old figure
   * @param after the new one
   * @param causes what changed in the environment with it
   */
  public record Change(int index, double before, double after, List<TrendCause> causes) {
    /** Copies the list. */
    public Change {
      causes = List.copyOf(causes);
    }
  }

  /**
   * What the newest run's figure comes to.
   *
   * @param name of the line
   */
  Outcome.Row row(String name) {
    return Counts.judged(metric, unit, ratio, name);
  }
}
