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

  /**
   * Of another process of this user, and all threads that it has or had.
   *
   * @return -1 if it can't be told
   */
  public static long ofProcess(long pid) {
    // As clock_getcpuclockid(3) makes the clock of a process.
    return LibC.isHere() ? LibC.clock((int) (~pid << 3) | CLOCK_PROCESS_CPUTIME_ID) : -1;
  }

  /** Of the calling thread. */
  public static long ofThisThread() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
