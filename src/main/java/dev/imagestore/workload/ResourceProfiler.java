package dev.imagestore.workload;

import dev.imagestore.result.Resource;
import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Puts what each image takes of each {@link Resource} into JMH's results: one figure per iteration,
 * whose mean is the score. What this system doesn't count is no metric. JMH would call a profiler
 * before an iteration is set up and after it is torn down, too early and too late: {@link
 * ResourceCount} counts.
 */
public final class ResourceProfiler implements InternalProfiler {
  @Override
  public String getDescription() {
    return "What each image takes beside time: heap, system calls, bytes, faults, processor time";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    return ResourceCount.perImage().entrySet().stream()
        .map(e -> value(e.getKey(), e.getValue()))
        .toList();
  }

  private static ProfiledValue value(Resource resource, double perImage) {
    return new ProfiledValue(resource.metric(), perImage, resource.unit(), AggregationPolicy.AVG);
  }
}
