package dev.imagestore.result;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one configuration measured.
 *
 * @param key which configuration
 * @param run how it was run
 * @param primary the metric of the mode
 * @param secondary further metrics by name: {@code images}, {@code diskApparent} …
 */
public record BenchmarkResult(
    Key key, RunSettings run, Metric primary, SortedMap<String, Metric> secondary) {
  /** Copies the map. */
  public BenchmarkResult {
    secondary = new TreeMap<>(secondary);
  }
}
