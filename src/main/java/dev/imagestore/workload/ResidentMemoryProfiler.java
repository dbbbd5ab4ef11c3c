package dev.imagestore.workload;

import dev.imagestore.result.Names;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

/**
 * Puts the fork's resident memory beyond the heap into JMH's results, one figure an iteration, so
 * that growth is seen. {@link ResourceCount} has it {@link #capture captured} when an iteration's
 * clock has stopped and before the trial is torn down: {@link #afterIteration} would see the last
 * iteration's store closed already. Where it can't be known there is no such metric.
 */
public final class ResidentMemoryProfiler implements InternalProfiler {
  private static volatile ResidentMemory memory;
  private static volatile OptionalLong captured = OptionalLong.empty();

  private FutureTask<Optional<ResidentMemory>> preparation;

  /**
   * Called at the end of every iteration, outside the measured time, before the trial is torn down.
   */
  static synchronized void capture() {
    if (memory != null) {
      captured = memory.bytes();
    }
  }

  @Override
  public String getDescription() {
    return "Resident memory beyond the Java heap, on Linux";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (preparation == null) {
      // JMX takes 100 to 160 ms to start: beside the warm-up they cost nobody anything.
      preparation = new FutureTask<>(ResidentMemory::ofThisProcess);
      Thread thread = new Thread(preparation, "resident-memory");
      thread.setDaemon(true);
      thread.start();
    }
    if (iteration.getType() == IterationType.MEASUREMENT) {
      prepared();
    }
    captured = OptionalLong.empty();
  }

  private void prepared() {
    try {
      memory = preparation.get().orElse(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the resident memory can't be counted", e);
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    OptionalLong bytes = captured;
    return bytes.isEmpty()
        ? List.of()
        : List.of(new ProfiledValue(Names.RESIDENT, bytes.getAsLong(), "B"));
  }
}
