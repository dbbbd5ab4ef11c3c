package dev.imagestore.workload;

import com.sun.management.ThreadMXBean;
import dev.imagestore.store.EndedThreads;
import java.lang.management.ManagementFactory;

/** Bytes that are allocated on the Java heap between two moments, exactly. */
abstract class HeapUse {
  /** Null where the JVM does not count. */
  private static final ThreadMXBean THREADS =
      ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
              && threads.isThreadAllocatedMemorySupported()
          ? threads
          : null;

  private HeapUse() {}

  /** By all Java threads, those that end in between as far as {@link EndedThreads} knows them. */
  static HeapUse ofAllThreads() {
    return THREADS == null ? new NotCounted() : new AllThreads();
  }

  /** By the calling thread, which must be the one that begins and ends. */
  static HeapUse ofThisThread() {
    return THREADS == null ? new NotCounted() : new ThisThread();
  }

  boolean isCounted() {
    return true;
  }

  abstract void begin();

  abstract long end();

  private static final class ThisThread extends HeapUse {
    private long atBegin;

    @Override
    void begin() {
      atBegin = THREADS.getCurrentThreadAllocatedBytes();
    }

    @Override
    long end() {
      return THREADS.getCurrentThreadAllocatedBytes() - atBegin;
    }
  }

  /**
   * The JVM has a sum over all threads, ended ones too, from JDK 21 on only; to compare JDKs, all
   * are counted alike.
   */
  private static final class AllThreads extends HeapUse {
    private long endedAtBegin;
    private long[] idsAtBegin;
    private long[] atBegin;

    @Override
    void begin() {
      endedAtBegin = EndedThreads.allocated();
      idsAtBegin = THREADS.getAllThreadIds();
      // Allocates its answer before it looks: nothing of this call is counted.
      atBegin = THREADS.getThreadAllocatedBytes(idsAtBegin);
    }

    @Override
    long end() {
      long mine = THREADS.getCurrentThreadAllocatedBytes();
      long sum = EndedThreads.allocated() - endedAtBegin;
      long[] ids = THREADS.getAllThreadIds();
      long[] atEnd = THREADS.getThreadAllocatedBytes(ids);
      for (int i = 0; i < ids.length; i++) {
        long now = ids[i] == Thread.currentThread().getId() ? mine : atEnd[i];
        if (now >= 0) { // It has not just ended.
          sum += now - before(ids[i]);
        }
      }
      return sum;
    }

    private long before(long id) {
      for (int i = 0; i < idsAtBegin.length; i++) {
        if (idsAtBegin[i] == id) {
          return atBegin[i];
        }
      }
      return 0;
    }
  }

  private static final class NotCounted extends HeapUse {
    @Override
    boolean isCounted() {
      return false;
    }

    @Override
    void begin() {}

    @Override
    long end() {
      return 0;
    }
  }
}
