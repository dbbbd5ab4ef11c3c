package dev.imagestore.workload;

/**
 * A slowdown that is known, to see whether it is found: after each operation, or as many short ones
 * as a clock can time, the thread spins for a part of the time that they took. Nothing needs to be
 * calibrated, and what slows the operations slows the work that is added.
 *
 * <p>Each thread has its own.
 */
public final class Planted {
  /** System property of a fork: the part, 0.05 for 5 %. */
  public static final String PROPERTY = "imagestore.planted";

  /**
   * False in every fork that measures something, where the compiler leaves out what asks for it.
   */
  static final boolean ON = System.getProperty(PROPERTY) != null;

  private static final double PART = Double.parseDouble(System.getProperty(PROPERTY, "0"));

  /** Two time stamps take 50 ns: a thousandth of this. */
  private static final long SHORTEST_NANOS = 50_000;

  private long since;
  private int every = 1;
  private int ended;

  Planted() {}

  /** The clock starts. */
  void begin() {
    since = System.nanoTime();
    ended = 0;
  }

  /** What took time since the clock started has ended; it starts again when this returns. */
  void end() {
    long now = System.nanoTime();
    long until = now + (long) ((now - since) * PART);
    while (now < until) {
      Thread.onSpinWait();
      now = System.nanoTime();
    }
    since = now;
  }

  /** The same of what may be too short to be timed: only as many as take long enough are. */
  void endShort() {
    if (++ended < every) {
      return;
    }
    if (System.nanoTime() - since < SHORTEST_NANOS) {
      every *= 2;
    }
    ended = 0;
    end();
  }
}
