package dev.imagestore.store.flat;

import dev.imagestore.store.FileIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file that pixels are read from, in whichever way. Belongs to one thread. */
public interface PixelSource {
  /**
   * Fills {@code target} from {@code position} of the file on.
   *
   * @throws dev.imagestore.input.BadInputException if the file ends before
   */
  void read(long position, ByteBuffer target) throws IOException;

  /** Positional reads, through the page cache, into the target itself. */
  static PixelSource buffered(FileChannel channel, Path file) {
    return (position, target) -> FileIo.readFully(channel, file, position, target);
  }
}
