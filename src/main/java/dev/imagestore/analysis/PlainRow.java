package dev.imagestore.analysis;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Unit;
import dev.imagestore.stats.Estimate;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a benchmark measured that the suite does not know.
 *
 * @param result what JMH wrote
 * @param estimate the primary metric, in the unit of the file, of single operations
 * @param unit of the estimate
 */
public record PlainRow(BenchmarkResult result, Estimate estimate, Unit unit) {
  /** Parameters as {@code a=1 b=2}; empty without any. */
  public String params() {
    return result.key().params().entrySet().stream()
        .map((Map.Entry<String, String> p) -> p.getKey() + "=" + p.getValue())
        .collect(Collectors.joining(" "));
  }
}
