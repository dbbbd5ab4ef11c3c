package dev.imagestore.stats;

import java.util.List;

/**
 * A run to judge, and those that it is judged by.
 *
 * @param level what each fork of each run of the level took; a run has at least one, any unit,
 *     positive and finite; not copied
 * @param newest what each fork of the run took, in the same unit
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of figures, never compared or kept
public record RunPair(List<double[]> level, double[] newest) {
  /** Copies the list. */
  public RunPair {
    level = List.copyOf(level);
  }

  /** All forks of the level, whichever run they are of. */
  ForkPair pooled() {
    return new ForkPair(level.stream().flatMapToDouble(java.util.Arrays::stream).toArray(), newest);
  }
}
