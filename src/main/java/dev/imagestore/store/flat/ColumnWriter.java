package dev.imagestore.store.flat;

import dev.imagestore.store.FileIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Writes numbers one behind the other at a channel's position: little-endian, unsigned. */
public final class ColumnWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel channel;
  private final int width;
  private final ByteBuffer buffer;

  /**
   * A writer that must be {@linkplain #flush flushed} at the end.
   *
   * @param width bytes of a number: 1, 2, 4 or 8
   * @param count how many numbers are to come, which bounds the memory taken
   */
  public ColumnWriter(FileChannel channel, int width, long count) {
    this.channel = channel;
    this.width = width;
    int bytes = (int) Math.min(BUFFER_BYTES, count * width);
    this.buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How many bytes a label takes in every format: as few as the largest one needs. */
  public static int labelWidth(int maxLabel) {
    return maxLabel < 1 << 8 ? 1 : maxLabel < 1 << 16 ? 2 : 4;
  }

  /** Appends a number. */
  public void add(long value) throws IOException {
    if (buffer.remaining() < width) {
      flush();
    }
    if (width == 1) {
      buffer.put((byte) value);
    } else if (width == 2) {
      buffer.putShort((short) value);
    } else if (width == 4) {
      buffer.putInt((int) value);
    } else {
      buffer.putLong(value);
    }
  }

  /** Hands what is left to the operating system. */
  public void flush() throws IOException {
    FileIo.writeFully(channel, buffer.flip());
    buffer.clear();
  }
}
