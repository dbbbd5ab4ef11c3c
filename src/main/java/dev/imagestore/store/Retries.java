package dev.imagestore.store;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often this process had to ask a server again: what a client's library repeats by itself would
 * otherwise only be seen as a slow answer.
 */
public final class Retries {
  private static final LongAdder ALL = new LongAdder();

  private Retries() {}

  /** Counts one. */
  public static void count() {
    ALL.increment();
  }

  /** All since this process began. */
  public static long total() {
    return ALL.sum();
  }
}
