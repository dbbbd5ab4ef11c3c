package dev.imagestore;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

/** A disk that is full after two iterations: the third of each fork of {@code hdf5} fails. */
public final class FailsLate implements InternalProfiler {
  private int measured;

  @Override
  public String getDescription() {
    return "The third iteration of hdf5 fails";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (iteration.getType() == IterationType.MEASUREMENT
        && benchmark.getParam("backend").equals("hdf5")
        && ++measured == 3) {
      throw new IllegalStateException("no space left");
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    return List.of();
  }
}
