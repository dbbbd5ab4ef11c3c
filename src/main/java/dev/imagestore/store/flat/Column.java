package dev.imagestore.store.flat;

import dev.imagestore.store.FileIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Numbers of one width that lie one behind the other in a file: little-endian, unsigned. Nothing is
 * read before it is asked for; then a block is, and a bounded number of blocks is kept, so that
 * opening costs nothing, one number costs one small read, and many in any order cost no system call
 * each.
 */
public final class Column {
  private static final int BLOCK_BYTES = 4096;

  /** 256 KiB: the labels of 262,144 images at a byte each. A power of two. */
  private static final int BLOCKS = 64;

  private final FileChannel channel;
  private final Path file;
  private final long base;
  private final int width;
  private final long count;
  private final int shift;

  /** Direct-mapped: block {@code b} can only be in slot {@code b % BLOCKS}. */
  private final ByteBuffer[] blocks = new ByteBuffer[BLOCKS];

  private final long[] held = new long[BLOCKS];

  /**
   * A column of {@code count} numbers.
   *
   * @param width bytes of a number: 1, 2, 4 or 8
   * @param base where in the file the first one begins
   */
  public Column(FileChannel channel, Path file, long base, int width, long count) {
    this.channel = channel;
    this.file = file;
    this.base = base;
    this.width = width;
    this.count = count;
    this.shift = Integer.numberOfTrailingZeros(BLOCK_BYTES / width);
  }

  /** Number {@code i}; 64-bit ones come as they are, the others without a sign. */
  public long get(long i) throws IOException {
    long block = i >>> shift;
    int slot = (int) block & (BLOCKS - 1);
    ByteBuffer bytes = blocks[slot];
    if (bytes == null || held[slot] != block) {
      bytes = load(block, slot);
    }
    int at = (int) (i - (block << shift)) * width;
    if (width == 1) {
      return bytes.get(at) & 0xFF;
    } else if (width == 2) {
      return bytes.getShort(at) & 0xFFFF;
    } else if (width == 4) {
      return bytes.getInt(at) & 0xFFFF_FFFFL;
    }
    return bytes.getLong(at);
  }

  private ByteBuffer load(long block, int slot) throws IOException {
    ByteBuffer bytes = blocks[slot];
    if (bytes == null) {
      bytes = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      blocks[slot] = bytes;
    }
    held[slot] = -1;
    long first = block << shift;
    int length = (int) Math.min(BLOCK_BYTES, (count - first) * width);
    FileIo.readFully(channel, file, base + first * width, bytes.clear().limit(length));
    bytes.clear();
    held[slot] = block;
    return bytes;
  }
}
