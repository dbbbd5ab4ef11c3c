package dev.imagestore.store;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operating system keeps of files in memory; on Linux only. */
final class PageCache {
  private static final int POSIX_FADV_DONTNEED = 4;
  private static final int MADV_DONTNEED = 4;

  /** Bytes of a file that are looked at at a time: a quarter of a mebibyte of answers. */
  private static final long WINDOW = 1L << 30;

  private static final Path MAPPINGS = Path.of("/proc/self/maps");

  /** {@code 7f2c-7f2d r--s 00000000 fd:00 1234 /path}: from, to, the path. */
  private static final Pattern MAPPING =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) \\S+ \\S+ \\S+ \\S+ +(/.*)");

  private PageCache() {}

  /** True if it can be looked into and emptied here. */
  static boolean isReachable() {
    return LibC.isHere();
  }

  /**
   * Has this process let go of the files that it maps below a directory; it may go on using the
   * mappings, whose pages come back from the file. Pages that any process has in use are not
   * dropped, and some libraries leave their mappings to the garbage collector.
   *
   * <p>{@code MADV_PAGEOUT} would drop them itself, but leaves alone what is mapped twice, as by
   * two threads that have a reader each.
   */
  static void letGo(Path directory) throws IOException {
    String below = directory.toRealPath() + "/";
    String mappings = new String(Files.readAllBytes(MAPPINGS), StandardCharsets.UTF_8);
    for (String line : mappings.lines().toList()) {
      Matcher mapping = MAPPING.matcher(line);
      if (mapping.matches() && mapping.group(3).startsWith(below)) {
        long from = Long.parseUnsignedLong(mapping.group(1), 16);
        long to = Long.parseUnsignedLong(mapping.group(2), 16);
        if (LibC.calls().madvise(from, to - from, MADV_DONTNEED) != 0) {
          throw new IOException(mapping.group(3) + ": this process can't let go of its mapping");
        }
      }
    }
  }

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

  /**
   * Looks how much of a file is in memory, which brings none of it there. By {@code mincore}: newer
   * kernels have {@code cachestat}, which a file of overlayfs answers with nothing.
   */
  static Residency residency(Path file) throws IOException {
    int pageBytes = LibC.calls().getpagesize();
    Residency all = Residency.NOTHING;
    try (FileChannel channel = FileChannel.open(file)) {
      long bytes = channel.size();
      for (long at = 0; at < bytes; at += WINDOW) {
        long length = Math.min(WINDOW, bytes - at);
        byte[] pages = new byte[(int) ((length + pageBytes - 1) / pageBytes)];
        MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, at, length);
        try {
          if (LibC.calls().mincore(mapped, length, pages) != 0) {
            throw new IOException(file + ": can't be looked up in the page cache");
          }
        } finally {
          MappedFile.unmap(mapped);
        }
        all = all.plus(new Residency(pages.length, resident(pages)));
      }
    }
    return all;
  }

  private static long resident(byte[] pages) {
    long resident = 0;
    for (byte page : pages) {
      resident += page & 1;
    }
    return resident;
  }
}
