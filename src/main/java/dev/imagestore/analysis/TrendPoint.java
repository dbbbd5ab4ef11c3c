package dev.imagestore.analysis;

import dev.imagestore.stats.Estimate;
import java.util.List;

/**
 * What one run found for one configuration.
 *
 * @param run that measured it
 * @param seconds what an operation took
 * @param forks the same, one figure per fork
 */
public record TrendPoint(TrendRun run, Estimate seconds, List<Double> forks) {
  /** Copies the list. */
  public TrendPoint {
    forks = List.copyOf(forks);
  }
}
