package dev.imagestore.store;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;

/**
 * What threads had allocated on the heap when they ended. Before JDK 21 a JVM forgets it with the
 * thread: a store that starts threads for one operation would seem to allocate nothing in them.
 */
public final class EndedThreads {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads ? threads : null;

  private static final LongAdder ALLOCATED = new LongAdder();

  private EndedThreads() {}

  /** Wraps all that a thread does, so that what it allocated is remembered. */
  public static Runnable remembered(Runnable work) {
    return () -> {
      try {
        work.run();
      } finally {
        if (THREADS != null) {
          ALLOCATED.add(THREADS.getCurrentThreadAllocatedBytes());
        }
      }
    };
  }

  /** Bytes that all of them together had allocated. */
  public static long allocated() {
    return ALLOCATED.sum();
  }
}
