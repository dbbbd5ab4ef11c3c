package dev.imagestore.analysis;

import dev.imagestore.stats.Estimate;
import java.util.List;

/**
 * Where the level of a line changed.
 *
 * @param index of the first run of the new level
 * @param ratio time of the new level / time of the old one, with a 95 % interval for the place that
 *     was found
 * @param pValue of no change
 * @param causes what changed in the environment there
 */
public record TrendChange(int index, Estimate ratio, double pValue, List<TrendCause> causes) {
  /** Copies the list. */
  public TrendChange {
    causes = List.copyOf(causes);
  }
}
