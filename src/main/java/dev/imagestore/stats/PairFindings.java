package dev.imagestore.stats;

import java.util.List;
import java.util.Map;

/**
 * What {@link PairedComparison} found in a table.
 *
 * @param rows one finding per row, in the order of the rows, controls included
 * @param benchmarks one finding per benchmark that has two comparisons or more, over its
 *     comparisons; in the order in which the benchmarks appear
 */
public record PairFindings(List<PairFinding> rows, Map<String, PairFinding> benchmarks) {
  /** True if no row needs another pair. */
  public boolean allDecided() {
    return rows.stream().allMatch(PairFinding::isDecided);
  }
}
