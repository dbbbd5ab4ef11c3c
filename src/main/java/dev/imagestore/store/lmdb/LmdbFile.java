package dev.imagestore.store.lmdb;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.lmdbjava.LmdbException;

/**
 * Looks at {@code data.mdb} before LMDB does. LMDB maps the file and believes it: a page beyond its
 * end is a SIGBUS, which ends the JVM.
 */
final class LmdbFile {
  static final String NAME = "data.mdb";

  private static final String REMEDY = "store the images again";
  private static final int MAGIC = 0xBEEFC0DE;
  private static final int VERSION = 1;

  /** A meta page: 16 bytes that every page begins with, then the structure {@code MDB_meta}. */
  private static final int AT_MAGIC = 16;

  private static final int AT_VERSION = 20;
  private static final int AT_PAGE_SIZE = 40;
  private static final int AT_LAST_PAGE = 136;
  private static final int META_BYTES = 152;

  private LmdbFile() {}

  /**
   * Checks that both meta pages are LMDB's and that every page in use lies within the file.
   *
   * @throws BadInputException if not
   */
  static void check(Path file, FileChannel channel) throws IOException {
    ByteBuffer meta = ByteBuffer.allocate(META_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int pageSize = check(file, channel, meta, 0);
    if (pageSize < 512 || pageSize > 65536 || Integer.bitCount(pageSize) != 1) {
      throw BadInputException.of(file, "a page size of 512 to 65,536 B", pageSize + " B", REMEDY);
    }
    int secondSize = check(file, channel, meta, pageSize);
    if (secondSize != pageSize) {
      throw BadInputException.of(
          file, "pages of " + pageSize + " B in both meta pages", secondSize + " B", REMEDY);
    }
  }

  /** What LMDB itself says of a damaged file. */
  static BadInputException damaged(Path file, LmdbException e) {
    return new BadInputException(
        file + ": expected a whole LMDB store, found that " + e.getMessage() + "; " + REMEDY, e);
  }

  private static int check(Path file, FileChannel channel, ByteBuffer meta, long at)
      throws IOException {
    FileIo.readFully(channel, file, at, meta.clear());
    if (meta.getInt(AT_MAGIC) != MAGIC || meta.getInt(AT_VERSION) != VERSION) {
      throw BadInputException.of(
          file, "a meta page of LMDB, version " + VERSION + ", at offset " + at, "something else");
    }
    int pageSize = meta.getInt(AT_PAGE_SIZE);
    long lastPage = meta.getLong(AT_LAST_PAGE);
    long pages = pageSize > 0 ? channel.size() / pageSize : 0;
    if (lastPage < 1 || lastPage >= pages) {
      throw BadInputException.of(
          file, (lastPage + 1) + " pages of " + pageSize + " B", channel.size() + " B", REMEDY);
    }
    return pageSize;
  }
}
