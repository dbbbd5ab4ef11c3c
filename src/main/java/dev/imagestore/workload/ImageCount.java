package dev.imagestore.workload;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

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
}
