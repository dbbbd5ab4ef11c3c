package dev.imagestore.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.u_int64_t;

/** Calls of the C library that Java has no name for; on Linux only. */
final class LibC {
  private static final int O_RDONLY = 0;

  /** The calls; public because jnr-ffi asks for it. */
  public interface Calls {
    /** open(2). */
    int open(String path, int flags);

    /** syncfs(2). */
    int syncfs(int fd);

    /** posix_fadvise(2). */
    int posix_fadvise(int fd, @off_t long offset, @off_t long length, int advice);

    /** ioctl(2) of a request that reads or writes one int. */
    int ioctl(int fd, @u_int64_t long request, @In @Out int[] value);

    /** madvise(2). */
    int madvise(@u_int64_t long address, @size_t long length, int advice);

    /** mincore(2) of a direct buffer: each lowest bit says whether a page is in memory. */
    int mincore(@In ByteBuffer mapped, @size_t long length, @Out byte[] pages);

    /** getpagesize(3): bytes of a page of memory. */
    int getpagesize();

    /** close(2). */
    int close(int fd);

    /** clock_gettime(2); seconds and nanoseconds, both of 64 bits. */
    int clock_gettime(int clock, @Out long[] time);
  }

  /** What is done with an open file. */
  interface Call {
    /** Returns the call's own result. */
    int on(Calls libc, int fd);
  }

  /** Loaded on first use: most forks never need it. */
  private static final class Native {
    static final Calls LIBC =
        Platform.getNativePlatform().getOS() == Platform.OS.LINUX
            ? LibraryLoader.create(Calls.class).load("c")
            : null;
  }

  private LibC() {}

  /** True if there is one that knows these calls. */
  static boolean isHere() {
    return Native.LIBC != null;
  }

  /** The calls that need no file; only where it {@linkplain #isHere is}. */
  static Calls calls() {
    return Native.LIBC;
  }

  /**
   * Reads a clock that only this process has.
   *
   * @return nanoseconds, or -1
   */
  static long clock(int clock) {
    long[] time = new long[2];
    return Native.LIBC.clock_gettime(clock, time) == 0
        ? TimeUnit.SECONDS.toNanos(time[0]) + time[1]
        : -1;
  }

  /** Opens a file or directory, calls, and closes it. Returns what the call did, or -1. */
  static int with(Path path, Call call) {
    int fd = Native.LIBC.open(path.toString(), O_RDONLY);
    if (fd < 0) {
      return -1;
    }
    try {
      return call.on(Native.LIBC, fd);
    } finally {
      Native.LIBC.close(fd);
    }
  }
}
