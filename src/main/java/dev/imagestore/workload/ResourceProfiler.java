package dev.imagestore.workload;

import dev.imagestore.result.Names;
import dev.imagestore.result.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Puts what each image takes of each {@link Resource} into JMH's results: one figure per iteration,
 * whose mean is the score; and of stores on a server how often it had to be asked again. What this
 * system doesn't count is no metric. JMH would call a profiler before an iteration is set up and
 * after it is torn down, too early and too late: {@link ResourceCount} counts.
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
    List<Result<?>> values = new ArrayList<>();
    ResourceCount.perImage().forEach((resource, use) -> values.add(value(resource, use)));
    ResourceCount.retries()
        .ifPresent(
            n ->
                values.add(
                    new ProfiledValue(Names.RETRIES, n, Names.RETRIES, AggregationPolicy.SUM)));
    return values;
  }

  private static ProfiledValue value(Resource resource, double perImage) {
    return new ProfiledValue(resource.metric(), perImage, resource.unit(), AggregationPolicy.AVG);
  }
}
