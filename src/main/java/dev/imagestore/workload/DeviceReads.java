package dev.imagestore.workload;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DiskUsage;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Whether what was read of a cold store came from a device. That none of a store's files is in
 * memory is not all: what is below the file system may have a memory of its own.
 */
public final class DeviceReads {
  private static final Path IO = Path.of("/proc/self/io");
  private static final byte[] READ_BYTES = ProcFile.name("read_bytes");

  /**
   * Of a store that is read whole, at least this part of its bytes: locks, free pages and what
   * opening had read already are not read again.
   */
  private static final double LEAST = 0.5;

  private DeviceReads() {}

  /**
   * Checks one reading of a cold store.
   *
   * @param bytes that came from a device; empty if nobody counts them
   * @param whole true if all images were read
   * @throws BadInputException if they were too few
   */
  static void check(OptionalLong bytes, DiskUsage store, boolean whole) throws BadInputException {
    if (bytes.isEmpty()) {
      return;
    }
    double least = whole ? LEAST * store.apparentBytes() : 1;
    if (bytes.getAsLong() < least) {
      throw new BadInputException(
          "cache=cold: expected the store's "
              + store.apparentBytes()
              + " B to come from a device, found "
              + bytes.getAsLong()
              + " B read from one: something below the file system keeps them in memory; put the"
              + " stores on a disk ("
              + Workspace.VARIABLE
              + "), or measure with cache=warm");
    }
  }

  /**
   * Tries whether a store can be made cold here: drops it, and looks where it comes from when it is
   * read.
   *
   * @return how long the cold reading took, in seconds
   * @throws BadInputException that says why not
   */
  public static double tryOut(ImageStore store, Location at, ImageSet expected) throws IOException {
    at.flush();
    DiskUsage usage = at.usage();
    try {
      at.evict();
    } catch (UnsupportedOperationException e) {
      throw new BadInputException("cache=cold: " + e.getMessage(), e);
    }
    long begin = System.nanoTime();
    OptionalLong read = whileReading(store, at, expected);
    double seconds = (System.nanoTime() - begin) / 1e9;
    check(read, usage, true);
    return seconds;
  }

  /** Bytes that come from a device while a store is read whole; empty if nobody counts them. */
  static OptionalLong whileReading(ImageStore store, Location at, ImageSet expected)
      throws IOException {
    OptionalLong before = ofThisProcess();
    StoreMaker.verify(store, at, expected);
    OptionalLong after = ofThisProcess();
    return before.isPresent() && after.isPresent()
        ? OptionalLong.of(after.getAsLong() - before.getAsLong())
        : OptionalLong.empty();
  }

  private static OptionalLong ofThisProcess() throws IOException {
    if (!Files.isReadable(IO)) {
      return OptionalLong.empty();
    }
    try (ProcFile io = new ProcFile(IO)) {
      io.read();
      long bytes = io.named(READ_BYTES);
      return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }
  }
}
