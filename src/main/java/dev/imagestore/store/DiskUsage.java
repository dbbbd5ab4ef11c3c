package dev.imagestore.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import jnr.posix.FileStat;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * What a store takes on disk: its regular files, lock files included; directories are not counted.
 * Exact once the files are on the device ({@link DiskSync#tree}): file systems that allocate late
 * report too few blocks before.
 *
 * @param apparentBytes the sum of the files' lengths, in bytes
 * @param allocatedBytes the sum of the blocks that the file system gave them, {@code st_blocks} ×
 *     512, in bytes; {@link #UNKNOWN} where the disk is another machine's
 * @param files how many files
 */
public record DiskUsage(long apparentBytes, long allocatedBytes, long files) {

  /** Of blocks that nobody here can count. */
  public static final long UNKNOWN = -1;

  /** POSIX counts {@code st_blocks} in these, whatever the file system's own block is. */
  private static final int STAT_BLOCK = 512;

  private static final class Native {
    static final POSIX LIBC = POSIXFactory.getPOSIX();
  }

  /** True if the blocks were counted. */
  public boolean isAllocationKnown() {
    return allocatedBytes != UNKNOWN;
  }

  /** Measures everything under {@code dir}; symbolic links are not followed. */
  public static DiskUsage of(Path dir) throws IOException {
    Sum sum = new Sum();
    Files.walkFileTree(dir, sum);
    return new DiskUsage(sum.apparent, sum.allocated, sum.files);
  }

  private static final class Sum extends SimpleFileVisitor<Path> {
    private final FileStat stat = Native.LIBC.allocateStat();
    private long apparent;
    private long allocated;
    private long files;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (Native.LIBC.lstat(file.toString(), stat) != 0) {
        throw new IOException(file + ": can't be measured, errno " + Native.LIBC.errno());
      }
      apparent += stat.st_size();
      allocated += stat.blocks() * STAT_BLOCK;
      files++;
      return FileVisitResult.CONTINUE;
    }
  }
}
