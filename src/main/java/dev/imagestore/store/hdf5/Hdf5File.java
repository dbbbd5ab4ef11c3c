package dev.imagestore.store.hdf5;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The file of a store, {@code images.h5}. jHDF writes the superblock last and with it the length of
 * the file: a file without one, or of another length than it says, is not a store.
 */
final class Hdf5File {
  static final String NAME = "images.h5";
  static final String IMAGES = "images";
  static final String LABELS = "labels";

  /** Signature, versions and sizes, base address, extension, end of file, root, checksum. */
  static final int SUPERBLOCK_BYTES = 48;

  /** What opening reads of a file; the headers of four datasets take under 800 of them. */
  private static final int METADATA_BYTES = 4096;

  private static final long SIGNATURE = 0x0A1A0A0D46444889L;
  private static final String REMEDY = "store the images again";

  private Hdf5File() {}

  /**
   * Reads the beginning of a file, and checks that it is HDF5 and of the length that it says. jHDF
   * looks for a superblock elsewhere too, and does not compare the length.
   *
   * @return the first 4,096 bytes, or all if there are fewer
   * @throws BadInputException if it is not
   */
  static ByteBuffer checked(Path file, FileChannel channel) throws IOException {
    int bytes = (int) Math.min(METADATA_BYTES, channel.size());
    ByteBuffer block = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    FileIo.readFully(channel, file, 0, block);
    if (block.limit() < SUPERBLOCK_BYTES) {
      throw BadInputException.of(
          file, "the superblock of an HDF5 file", block.limit() + " B", REMEDY);
    }
    if (block.getLong(0) != SIGNATURE) {
      throw BadInputException.of(file, "an HDF5 signature at offset 0", "something else", REMEDY);
    }
    int version = block.get(8);
    if ((version != 2 && version != 3) || block.get(9) != 8 || block.getLong(12) != 0) {
      throw BadInputException.of(
          file,
          "an HDF5 superblock of version 2 or 3 with addresses of 8 B from 0 on",
          "version " + version + " with " + block.get(9) + " B from " + block.getLong(12) + " on");
    }
    long length = block.getLong(28);
    if (length != channel.size()) {
      throw BadInputException.of(
          file,
          "as many bytes as the superblock says, " + Long.toUnsignedString(length),
          channel.size() + " B",
          REMEDY);
    }
    return block;
  }

  /**
   * What jHDF makes of headers that are damaged, or not where they are looked for.
   *
   * @param thrown by jHDF; for headers that continue in themselves a StackOverflowError
   */
  static BadInputException unreadable(Path file, Throwable thrown) {
    return new BadInputException(
        file
            + ": expected HDF5 datasets /"
            + IMAGES
            + " and /"
            + LABELS
            + ", found a file that jHDF can't read ("
            + thrown
            + "); "
            + Hdf5Backend.SAME_WAY
            + ", or "
            + REMEDY,
        thrown);
  }
}
