package dev.imagestore.store.zarr;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * An open shard and its index.
 *
 * @param end where the chunks end
 * @param index offset and length of each chunk; -1 for one that is not there
 */
record Shard(Path file, FileChannel channel, long end, LongBuffer index) implements Closeable {
  private static final String REMEDY = "store the images again";

  /**
   * Opens a shard.
   *
   * @param store the directory of the store
   * @param images how many its index has
   * @throws BadInputException if its index is not that of a whole shard
   */
  static Shard open(Path store, Path file, int images) throws IOException {
    FileChannel channel = FileIo.open(store, file, "zarr");
    try {
      int bytes = ShardedWriter.ENTRY_BYTES * images;
      long end = channel.size() - bytes - Integer.BYTES;
      if (end < 0) {
        throw BadInputException.of(
            file, "an index of " + bytes + " B at its end", channel.size() + " B", REMEDY);
      }
      ByteBuffer index = ByteBuffer.allocate(bytes + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      FileIo.readFully(channel, file, end, index);
      CRC32C crc = new CRC32C();
      crc.update(index.array(), 0, bytes);
      if ((int) crc.getValue() != index.getInt(bytes)) {
        throw BadInputException.of(
            file, "an index at offset " + end + " that agrees with its CRC-32C", "another", REMEDY);
      }
      return new Shard(file, channel, end, index.clear().asLongBuffer());
    } catch (IOException | RuntimeException e) {
      try (channel) {
        throw e;
      }
    }
  }

  /** Where a chunk begins. */
  long offset(int number) {
    return index.get(2 * number);
  }

  /**
   * Bytes of a chunk.
   *
   * @throws BadInputException if it is not within the file
   */
  int length(int number) throws BadInputException {
    long offset = offset(number);
    long length = index.get(2 * number + 1);
    if (offset < 0 || length < 1 || length > ImageShape.MAX_BYTES || offset > end - length) {
      throw BadInputException.of(
          file,
          "chunk " + number + " within " + end + " B",
          length + " B at offset " + offset,
          REMEDY);
    }
    return (int) length;
  }

  /**
   * How many chunks of {@code bytes} lie one behind the other, from chunk {@code number} on.
   *
   * @param most at most
   * @throws BadInputException if one of them has another length
   */
  int neighbours(int number, int most, int bytes) throws BadInputException {
    long next = offset(number);
    int found = 0;
    while (found < most && offset(number + found) == next) {
      if (length(number + found) != bytes) {
        throw BadInputException.of(
            file, bytes + " B of chunk " + (number + found), length(number + found) + " B", REMEDY);
      }
      next += bytes;
      found++;
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
