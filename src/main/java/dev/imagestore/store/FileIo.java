package dev.imagestore.store;

import dev.imagestore.input.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Whole reads and writes; a system call may do less than it was asked for. */
public final class FileIo {

  private FileIo() {}

  /**
   * Fills {@code target} from {@code position} of the file on. A direct target is filled without a
   * copy in between, any other in pieces: the JDK keeps direct memory of as many bytes as one read
   * has for the calling thread.
   *
   * @throws BadInputException if the file ends before
   */
  public static void readFully(FileChannel channel, Path file, long position, ByteBuffer target)
      throws IOException {
    long at = position;
    int end = target.limit();
    while (target.position() < end) {
      if (!target.isDirect()) {
        target.limit(Math.min(end, target.position() + ThreadBuffer.MAX_BYTES));
      }
      int n = channel.read(target, at);
      target.limit(end);
      if (n < 0) {
        throw BadInputException.of(
            file,
            target.remaining() + " more bytes at offset " + at,
            "the end of the file",
            "store the images again");
      }
      at += n;
    }
  }

  /** Fills a part of an array, as the other method does. */
  public static void readFully(
      FileChannel channel, Path file, long position, byte[] target, int offset, int length)
      throws IOException {
    readFully(channel, file, position, ByteBuffer.wrap(target, offset, length));
  }

  /** Writes all that remains in {@code source} at the channel's position. */
  public static void writeFully(FileChannel channel, ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      channel.write(source);
    }
  }

  /**
   * Opens a file of a store for reading.
   *
   * @throws BadInputException if it is missing or not a regular file
   */
  public static FileChannel open(Path dir, Path file, String backend) throws IOException {
    if (!Files.isRegularFile(file)) {
      if (!Files.isDirectory(dir)) {
        throw new BadInputException(
            dir + ": expected the directory of a store, found no directory",
            new NotDirectoryException(dir.toString()));
      }
      throw BadInputException.of(
          file,
          "a file of a whole " + backend + " store",
          Files.exists(file) ? "something else" : "none",
          "store the images again");
    }
    return FileChannel.open(file);
  }

  /**
   * Closes each of them, whatever happens with the others.
   *
   * @param channels null where there is nothing to close
   */
  public static void closeAll(Closeable... channels) throws IOException {
    IOException failure = null;
    for (Closeable channel : channels) {
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
