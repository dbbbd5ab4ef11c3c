package dev.imagestore.workload;

import dev.imagestore.result.Names;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Puts percentiles of {@link ReadTimes} into JMH's results: one figure per fork, of the reads of
 * all its threads and measured iterations. Each includes the two looks at the clock, about 25 ns.
 */
public final class ReadTimesProfiler implements InternalProfiler {
  private static final TimeHistogram CAPTURED = new TimeHistogram();

  /** Called once a trial by each thread, before {@link #afterIteration} of the last iteration. */
  static void captured(TimeHistogram times) {
    synchronized (CAPTURED) {
      CAPTURED.add(times);
    }
  }

  @Override
  public String getDescription() {
    return "Percentiles of the times of single reads";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    synchronized (CAPTURED) {
      CAPTURED.reset();
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    synchronized (CAPTURED) {
      return CAPTURED.total() == 0
          ? List.of()
          : List.of(
              percentile(Names.READ_P50, 50),
              percentile(Names.READ_P99, 99),
              percentile(Names.READ_P999, 99.9));
    }
  }

  private static Result<?> percentile(String metric, double percent) {
    return new ProfiledValue(
        metric, CAPTURED.percentile(percent) / 1e3, "us", AggregationPolicy.AVG);
  }
}
