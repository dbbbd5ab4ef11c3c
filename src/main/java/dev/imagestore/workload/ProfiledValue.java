package dev.imagestore.workload;

import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A profiler's figure for one iteration. Iterations without one have none: a plain {@link
 * ScalarResult} would count as 0 there, and JMH would print half of a footprint that it was told
 * once in two iterations.
 */
final class ProfiledValue extends ScalarResult {
  private static final long serialVersionUID = 1L;

  /** A figure that, of several iterations and forks, the largest stands for. */
  ProfiledValue(String metric, double value, String unit) {
    this(metric, value, unit, AggregationPolicy.MAX);
  }

  /** A figure that aggregates over iterations and forks by a policy. */
  ProfiledValue(String metric, double value, String unit, AggregationPolicy policy) {
    super(metric, value, unit, policy);
  }

  /** There is one an iteration: it stays what it is. */
  @Override
  protected Aggregator<ScalarResult> getThreadAggregator() {
    return values -> values.iterator().next();
  }

  /** None. */
  @Override
  protected ScalarResult getZeroResult() {
    return null;
  }
}
