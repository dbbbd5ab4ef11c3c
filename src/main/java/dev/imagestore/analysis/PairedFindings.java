package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.stats.PairFinding;
import java.util.Map;

/**
 * What pairs of forks say that took turns, to be put in the place of what a comparison of the forks
 * themselves would say.
 *
 * @param rows by the base's key
 * @param benchmarks by {@link Key#shortName} of the rows
 */
public record PairedFindings(Map<Key, Row> rows, Map<String, PairFinding> benchmarks) {
  /** Copies the maps. */
  public PairedFindings {
    rows = Map.copyOf(rows);
    benchmarks = Map.copyOf(benchmarks);
  }

  /**
   * One row.
   *
   * @param secondsMore about how much longer it takes until what must be seen could be shown; NaN
   *     if unknown
   */
  public record Row(PairFinding finding, double secondsMore) {}
}
