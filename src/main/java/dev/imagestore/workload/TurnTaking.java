package dev.imagestore.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Has a fork begin each iteration, the warm-up's too, when it is its turn. A turn lasts from before
 * JMH starts the iteration's threads until it would start the next: the trial's set-up is in the
 * first, verification, and the trial's tear-down in the last. That is why it is a profiler, which
 * JMH calls around all of that, and no state.
 */
public final class TurnTaking implements InternalProfiler {
  /** JMH interrupts an iteration after ten minutes; this wait counts. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private Turns turns;
  private int slot;
  private long turn = -1;
  private int iterations;

  @Override
  public String getDescription() {
    return "Iterations in turn with other forks";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (turns == null) {
      turns = join();
    }
    if (turn >= 0) {
      turns.pass(turn);
    }
    turn = turns.take(slot, PATIENCE);
  }

  /** Not before: JMH makes profilers in the harness too. */
  private Turns join() {
    try {
      Workspace.current(); // From here on the fork ends if its harness does.
      slot = Integer.getInteger(Turns.SLOT_PROPERTY);
      return Turns.open(Path.of(System.getProperty(Turns.PROPERTY)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    iterations++;
    if (iterations == benchmark.getWarmup().getCount() + benchmark.getMeasurement().getCount()) {
      turns.leave(slot, turn, PATIENCE);
    }
    return List.of();
  }
}
