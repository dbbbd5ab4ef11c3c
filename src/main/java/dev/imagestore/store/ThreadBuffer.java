package dev.imagestore.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Direct memory of the calling thread, for bytes on their way to or from a file. It stays with the
 * thread, as what the JDK copies heap buffers to does: taken anew by each store, a mebibyte costs
 * more than storing a hundred small images, and only the garbage collector gives it back.
 */
public final class ThreadBuffer {
  /** The most that there is. */
  public static final int MAX_BYTES = 1 << 20;

  private static final ThreadLocal<ByteBuffer> BUFFER = new ThreadLocal<>();

  private ThreadBuffer() {}

  /**
   * The memory, cleared and little-endian: the caller's until it returns to its own caller.
   *
   * @param bytes how many there must be, up to {@link #MAX_BYTES}
   */
  public static ByteBuffer get(int bytes) {
    ByteBuffer buffer = BUFFER.get();
    if (buffer == null || buffer.capacity() < bytes) {
      if (bytes > MAX_BYTES) {
        throw new IllegalArgumentException(bytes + " B of at most " + MAX_BYTES);
      }
      int capacity = Math.min(MAX_BYTES, Integer.highestOneBit(Math.max(4096, bytes - 1)) << 1);
      buffer = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
      BUFFER.set(buffer);
    }
    return buffer.clear();
  }
}
