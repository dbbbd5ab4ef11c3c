package dev.imagestore.store.zarr;

import dev.imagestore.store.FileIo;
import dev.imagestore.store.OpenFiles;
import dev.imagestore.store.ThreadBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes the files of several arrays in turn, in large pieces. */
final class ShardOutput implements Closeable {
  private final OpenFiles<FileChannel> files;

  /** What is still to be written to the file of the current array. */
  private ByteBuffer buffer;

  private int current = -1;

  /**
   * None is open yet.
   *
   * @param opener opens the file that an array is writing, at its end
   */
  ShardOutput(OpenFiles.Opener<FileChannel> opener) {
    files = new OpenFiles<>(opener);
  }

  /** Appends what remains in {@code bytes} to the file of an array. */
  void write(int array, ByteBuffer bytes) throws IOException {
    if (array != current) {
      flush();
      current = array;
    }
    if (bytes.isDirect() && bytes.remaining() >= ThreadBuffer.MAX_BYTES / 2) {
      flush();
      FileIo.writeFully(files.get(array), bytes);
      return;
    }
    if (buffer == null) {
      buffer = ThreadBuffer.get(ThreadBuffer.MAX_BYTES);
    }
    int end = bytes.limit();
    while (bytes.hasRemaining()) {
      bytes.limit(Math.min(end, bytes.position() + buffer.remaining()));
      buffer.put(bytes);
      bytes.limit(end);
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
  }

  private void flush() throws IOException {
    if (buffer != null && buffer.position() > 0) {
      FileIo.writeFully(files.get(current), buffer.flip());
      buffer.clear();
    }
  }

  /** Ends the file that an array was writing. */
  void close(int array) throws IOException {
    if (array == current) {
      flush();
    }
    files.close(array);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
