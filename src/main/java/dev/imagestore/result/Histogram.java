package dev.imagestore.result;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The samples of one fork in sample-time mode.
 *
 * @param counts how often each value was seen
 */
public record Histogram(SortedMap<Double, Long> counts) {
  /** Copies the map. */
  public Histogram {
    counts = new TreeMap<>(counts);
  }
}
