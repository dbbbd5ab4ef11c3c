package dev.imagestore.workload;

import dev.imagestore.result.Names;
import dev.imagestore.store.DiskUsage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Puts what a store takes on disk into JMH's results. Counters of events can't do it, they are
 * summed over iterations and forks; a scalar that aggregates by its maximum is exact. JMH calls
 * {@link #afterIteration} after the trial's teardown, when the files are gone: {@link StoreState}
 * captures the figure before, in the last iteration only.
 */
public final class FootprintProfiler implements InternalProfiler {
  private static final AtomicReference<Footprint> CAPTURED = new AtomicReference<>();

  private record Footprint(DiskUsage usage, OptionalDouble psnr) {}

  /**
   * Called once a trial, with the last store that the trial made.
   *
   * @param psnr what a lossy codec paid for the bytes that it saved, in decibels
   */
  static void captured(DiskUsage usage, OptionalDouble psnr) {
    CAPTURED.set(new Footprint(usage, psnr));
  }

  @Override
  public String getDescription() {
    return "What a store takes on disk: apparent bytes, allocated bytes, files; what a lossy codec loses";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    CAPTURED.set(null);
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    Footprint footprint = CAPTURED.getAndSet(null);
    if (footprint == null) {
      return List.of();
    }
    DiskUsage usage = footprint.usage;
    List<Result<?>> results = new ArrayList<>();
    results.add(new ProfiledValue(Names.DISK_APPARENT, usage.apparentBytes(), "B"));
    if (usage.isAllocationKnown()) {
      results.add(new ProfiledValue(Names.DISK_ALLOCATED, usage.allocatedBytes(), "B"));
    }
    results.add(new ProfiledValue(Names.DISK_FILES, usage.files(), "files"));
    footprint.psnr.ifPresent(dB -> results.add(new ProfiledValue(Names.PSNR, dB, "dB")));
    return results;
  }
}
