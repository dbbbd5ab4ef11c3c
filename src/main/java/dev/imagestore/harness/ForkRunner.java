package dev.imagestore.harness;

import java.io.IOException;

/** Runs forks. */
public interface ForkRunner {
  /**
   * Runs the forks of a group, and returns when all have ended.
   *
   * @throws IOException if the whole run can't go on; what was measured is kept
   */
  ForkGroup.Result run(ForkGroup group) throws IOException;
}
