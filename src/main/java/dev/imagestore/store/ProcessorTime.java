package dev.imagestore.store;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Processor time, in user mode and in the kernel, in nanoseconds. */
public final class ProcessorTime {
  /** On Linux. */
  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ProcessorTime() {}

  /**
   * Of all threads that this process has or had, the JVM's own included. On Linux the clock itself
   * is asked: the JVM answers in hundredths of a second there.
   */
  public static long ofProcess() {
    return LibC.isHere()
        ? LibC.clock(CLOCK_PROCESS_CPUTIME_ID)
        : ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Of the calling thread. */
  public static long ofThisThread() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
