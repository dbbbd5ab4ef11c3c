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
   * copy in between.
   *
   * @throws BadInputException if the file ends before
   */
  public static void readFully(FileChannel channel, Path file, long position, ByteBuffer target)
      throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int n = channel.read(target, at);
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

  /**
   * Fills a part of an array, as the other method does. In pieces: the JDK keeps direct memory of
   * as many bytes as one read has for the calling thread.
   */
  public static void readFully(
      FileChannel channel, Path file, long position, byte[] target, int offset, int length)
      throws IOException {
    for (int done = 0; done < length; ) {
      int some = Math.min(ThreadBuffer.MAX_BYTES, length - done);
      readFully(channel, file, position + done, ByteBuffer.wrap(target, offset + done, some));
      done += some;
    }
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
