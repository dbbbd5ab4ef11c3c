package dev.imagestore.harness;

import java.io.IOException;

/** Runs forks. */
public interface ForkRunner {
  /**
   * Runs the forks of one slot, and returns when they have ended.
   *
   * @param target index
   * @param configuration index
   * @throws IOException if the whole run can't go on; what was measured is kept
   */
  Fork run(int target, int configuration) throws IOException;
}
