package dev.imagestore.workload;

import java.io.IOException;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The secondary metric {@code images}: images per second in throughput mode, time per image in
 * average-time mode. {@code @OperationsPerInvocation} is a constant and can't follow {@code
 * cutoff}, hence a counter.
 */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class ImageCount {
  /** Images stored or read since JMH last reset it, which it does before every iteration. */
  public long images;

  /** Begins an iteration. JMH resets the counter only in the modes that show it, a little later. */
  @Setup(Level.Iteration)
  public void begin(ResourceCount count) throws IOException {
    images = 0;
    count.start();
  }

  /** Ends an iteration: its resources went into these images. */
  @TearDown(Level.Iteration)
  public void end(ResourceCount count) throws IOException {
    count.stop();
    count.add(images);
  }
}
