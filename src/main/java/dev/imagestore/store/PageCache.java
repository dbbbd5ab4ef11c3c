package dev.imagestore.store;

import java.io.IOException;
import java.nio.file.Path;

/** What the operating system keeps of files in memory. */
final class PageCache {
  private static final int POSIX_FADV_DONTNEED = 4;

  private PageCache() {}

  /**
   * Asks for a file's pages to be forgotten. Pages that are mapped by a process, or not yet
   * written, stay.
   *
   * @throws IOException if this system has no such call, or refuses
   */
  static void drop(Path file) throws IOException {
    int error =
        LibC.isHere()
            ? LibC.with(file, (libc, fd) -> libc.posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED))
            : -1;
    if (error != 0) {
      throw new IOException(file + ": can't be dropped from the page cache, error " + error);
    }
  }
}
