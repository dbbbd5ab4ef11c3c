package dev.imagestore.analysis;

import java.util.List;

/**
 * An exact figure of a line over time: what a store takes on disk.
 *
 * @param metric {@code diskApparent}
 * @param unit {@code B}
 * @param newest the last run's figure
 * @param changes every change, however small
 * @param regression true if the newest run's is larger than that before by more than the threshold
 */
public record TrendFootprint(
    String metric, String unit, double newest, List<Change> changes, boolean regression) {
  /** Copies the list. */
  public TrendFootprint {
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
}
