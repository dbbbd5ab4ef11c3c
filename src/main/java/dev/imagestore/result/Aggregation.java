package dev.imagestore.result;

import java.util.Map;
import java.util.Optional;

/** How the figures of iterations become the score of a metric. */
public enum Aggregation {
  /** Their mean. */
  MEAN,
  /** Their sum. */
  SUM,
  /** The largest. */
  MAX,
  /** The smallest. */
  MIN;

  /** The suite's secondary metrics; JMH's JSON does not name the rule of any. */
  private static final Map<String, Aggregation> SUITE =
      Map.of(
          Names.IMAGES, MEAN,
          Names.DISK_APPARENT, MAX,
          Names.DISK_ALLOCATED, MAX,
          Names.DISK_FILES, MAX,
          Names.RESIDENT, MAX,
          Names.RETRIES, SUM,
          Names.READ_P50, MEAN,
          Names.READ_P99, MEAN,
          Names.READ_P999, MEAN);

  /** The rule of one of the suite's secondary metrics; empty for JMH's and other profilers'. */
  public static Optional<Aggregation> of(String metric) {
    return Optional.ofNullable(SUITE.get(metric)).or(() -> Resource.of(metric).map(r -> MEAN));
  }
}
