package dev.imagestore.store.raw;

import com.sun.nio.file.ExtendedOpenOption;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads past the page cache: whole blocks into memory that begins at one, from which the pixels are
 * copied.
 */
final class DirectPixels implements RawAccess.Source {
  /** Bytes of a read. */
  private static final int MOST = 1 << 20;

  /** Of a thread and left to it, as what the JDK copies heap buffers to is. */
  private static final ThreadLocal<ByteBuffer> MEMORY = new ThreadLocal<>();

  private final FileChannel channel;
  private final Path file;
  private final int block;
  private final ByteBuffer memory;

  /** Reads from a channel that {@link #open} made. */
  DirectPixels(FileChannel channel, Path file) throws IOException {
    this.channel = channel;
    this.file = file;
    block = Math.toIntExact(Files.getFileStore(file).getBlockSize());
    memory = memory(block);
  }

  private static ByteBuffer memory(int block) {
    ByteBuffer memory = MEMORY.get();
    if (memory == null || memory.alignmentOffset(0, block) != 0) {
      memory = ByteBuffer.allocateDirect(MOST + block).alignedSlice(block);
      MEMORY.set(memory);
    }
    return memory;
  }

  /**
   * Opens a file for such reads.
   *
   * @throws BadInputException if its file system knows none
   */
  static FileChannel open(Path dir, Path file) throws IOException {
    RawStore.openFile(dir, file).close(); // Says what is missing.
    try {
      return FileChannel.open(file, StandardOpenOption.READ, ExtendedOpenOption.DIRECT);
    } catch (IOException | UnsupportedOperationException e) {
      throw new BadInputException(
          file
              + ": "
              + RawBackend.DIRECT
              + " expected a file system that reads past the page cache, found one that does not ("
              + e.getMessage()
              + "); keep the store on a disk",
          e);
    }
  }

  @Override
  public void read(long position, ByteBuffer target) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int lead = (int) (at % block);
      int wanted = Math.min(target.remaining(), MOST - lead);
      int whole = (lead + wanted + block - 1) / block * block;
      int read = channel.read(memory.clear().limit(whole), at - lead);
      if (read <= lead) {
        throw BadInputException.of(
            file,
            target.remaining() + " more bytes at offset " + at,
            "the end of the file",
            "store the images again");
      }
      int some = Math.min(wanted, read - lead);
      target.put(memory.position(lead).limit(lead + some));
      at += some;
    }
  }
}
