package dev.imagestore.store.tar;

import dev.imagestore.store.FileIo;
import dev.imagestore.store.ThreadBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes one archive in large pieces. */
final class TarWriter implements Closeable {
  /** The most that an image takes beside its file: two headers, a label, and padding of both. */
  static final int OVERHEAD = 4 * UstarHeader.BLOCK;

  /** What stands behind the last file. */
  static final int END_BYTES = 2 * UstarHeader.BLOCK;

  private static final byte[] ZEROS = new byte[END_BYTES];

  private final FileChannel channel;
  private final ByteBuffer buffer = ThreadBuffer.get(ThreadBuffer.MAX_BYTES);

  /** Bytes that were written already. */
  private long written;

  /**
   * Begins an archive.
   *
   * @param replacing true if one that belongs to nobody may be there, of an append that failed
   */
  TarWriter(Path file, boolean replacing) throws IOException {
    channel =
        replacing
            ? FileChannel.open(
                file,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING)
            : FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  /** Where the next byte goes. */
  long position() {
    return written + buffer.position();
  }

  /** Appends bytes, no more than the buffer has room for. */
  void put(byte[] bytes) throws IOException {
    put(bytes, bytes.length);
  }

  private void put(byte[] bytes, int length) throws IOException {
    if (buffer.remaining() < length) {
      flush();
    }
    buffer.put(bytes, 0, length);
  }

  /** Appends what remains in {@code bytes}. */
  void put(ByteBuffer bytes) throws IOException {
    if (bytes.isDirect() && bytes.remaining() > buffer.capacity()) {
      flush();
      written += bytes.remaining();
      FileIo.writeFully(channel, bytes);
      return;
    }
    int end = bytes.limit();
    while (bytes.remaining() > buffer.remaining()) {
      bytes.limit(bytes.position() + buffer.remaining());
      buffer.put(bytes);
      bytes.limit(end);
      flush();
    }
    buffer.put(bytes);
  }

  /** Appends zeros up to the next block. */
  void pad() throws IOException {
    put(ZEROS, (int) (-position() & (UstarHeader.BLOCK - 1)));
  }

  private void flush() throws IOException {
    written += buffer.position();
    FileIo.writeFully(channel, buffer.flip());
    buffer.clear();
  }

  /** Ends the archive, closes it, and returns how long it is. */
  long finish(boolean sync) throws IOException {
    put(ZEROS, ZEROS.length);
    flush();
    if (sync) {
      channel.force(true);
    }
    close();
    return written;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
