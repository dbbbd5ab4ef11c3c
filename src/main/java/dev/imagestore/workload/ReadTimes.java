package dev.imagestore.workload;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * The time of every single read of a thread, over all measured iterations. JMH's own mode for this,
 * sample time, weighs rare slow reads too much: where it has too many samples it halves their
 * counts, but none to zero.
 */
@State(Scope.Thread)
public class ReadTimes {
  private final TimeHistogram times = new TimeHistogram();
  private boolean measured;

  /** Forgets the warm-up. */
  @Setup(Level.Iteration)
  public void begin(IterationParams iteration) {
    boolean measures = iteration.getType() == IterationType.MEASUREMENT;
    if (!measures || !measured) {
      times.reset();
    }
    measured = measures;
  }

  /** Adds the time of a read that began then and has just ended. */
  final void add(long beginNanoTime) {
    times.add(System.nanoTime() - beginNanoTime);
  }

  /** Hands the times over to be published. */
  @TearDown(Level.Trial)
  public void publish() {
    ReadTimesProfiler.captured(times);
  }
}
