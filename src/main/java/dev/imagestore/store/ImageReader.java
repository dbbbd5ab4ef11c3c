package dev.imagestore.store;

import dev.imagestore.image.ImageBatch;
import java.io.Closeable;
import java.io.IOException;

/** An open store. Belongs to one thread, which also closes it. */
public interface ImageReader extends Closeable {

  /** How many images the store holds. */
  long count();

  /**
   * Delivers the images {@code firstId} to {@code firstId + count - 1}, every byte of their pixels
   * and their labels, into {@code into}, which is cleared first.
   *
   * @throws IndexOutOfBoundsException if the store does not hold them all, or {@code into} has no
   *     room for them
   * @throws dev.imagestore.input.BadInputException if the store turns out not to be whole
   */
  void read(long firstId, int count, ImageBatch into) throws IOException;

  /**
   * Releases files, mappings and direct memory at once, not when the garbage collector finds them.
   */
  @Override
  void close() throws IOException;
}
