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
import org.openjdk.jmh.runner.IterationType;

/**
 * Has a fork begin each measured iteration when it is its turn. Set-up and warm-up are done by all
 * forks at the same time: it saves time, and compilers finish while nobody is measured. A turn is
 * taken by the states, before the clock starts. It ends when JMH is about to start the next
 * iteration, or when the last is over: verification and the trial's tear-down are in it. A profiler
 * is what JMH calls there.
 */
public final class TurnTaking implements InternalProfiler {
  /** JMH interrupts an iteration after ten minutes; this wait counts. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  /** The one of this fork; null where there are no turns. */
  private static volatile TurnTaking current;

  private Turns turns;
  private int slot;
  private long turn = -1;
  private boolean measured;
  private int iterations;

  /**
   * Waits for the turn of an iteration; called before its clock starts, as often as is convenient.
   */
  static void await() {
    if (current != null) {
      current.take();
    }
  }

  @Override
  public String getDescription() {
    return "Iterations in turn with other forks";
  }

  @Override
  public synchronized void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (turns == null) {
      turns = join();
      current = this;
    }
    if (turn >= 0) {
      turns.pass(turn);
      turn = -1;
    }
    measured = iteration.getType() == IterationType.MEASUREMENT;
  }

  /** Not before: JMH makes profilers in the harness too. */
  private Turns join() {
    try {
      slot = Integer.getInteger(Turns.SLOT_PROPERTY);
      return Turns.open(Path.of(System.getProperty(Turns.PROPERTY)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void take() {
    if (measured && turn < 0) {
      turn = turns.take(slot, PATIENCE);
    }
  }

  @Override
  public synchronized Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (!measured) {
      return List.of();
    }
    if (turn < 0) {
      throw new IllegalStateException("no state of " + benchmark.getBenchmark() + " takes turns");
    }
    iterations++;
    if (iterations == benchmark.getMeasurement().getCount()) {
      turns.leave(slot, turn, PATIENCE);
    }
    return List.of();
  }
}
