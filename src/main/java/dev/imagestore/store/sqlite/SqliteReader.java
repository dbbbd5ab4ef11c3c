package dev.imagestore.store.sqlite;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ShapeCache;
import dev.imagestore.store.StoreIds;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.PayloadReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Reads the table of {@link SqliteStore}, in one transaction. */
final class SqliteReader implements ImageReader {
  private static final String REMEDY = "store the images again";
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 100;
  private static final int AT_PAGE_BYTES = 16;
  private static final int AT_PAGES = 28;

  private static final String RANGE = "SELECT min(id), max(id) FROM images";
  private static final String SELECT =
      "SELECT id, label, height, width, channels, depth, pixels FROM images"
          + " WHERE id BETWEEN ? AND ? ORDER BY id";

  private final Path file;
  private final Connection connection;
  private final PreparedStatement select;
  private final long count;
  private final ShapeCache shapes;
  private final PayloadReader payloads;
  private boolean closed;

  SqliteReader(Path dir, Encoding encoding) throws IOException {
    file = dir.resolve(SqliteStore.FILE);
    try (FileChannel channel = FileIo.open(dir, file, "sqlite")) {
      checkHeader(channel);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(0); // Nobody writes a store that is read.
    shapes = new ShapeCache(file);
    try {
      connection = SqliteStore.connect(config, file);
    } catch (SQLException e) {
      throw unreadable(e);
    }
    try {
      // Else every statement would ask for the lock, and whether somebody has written.
      connection.setAutoCommit(false);
      count = findCount();
      select = connection.prepareStatement(SELECT);
      payloads = new PayloadReader(file, encoding);
    } catch (SQLException e) {
      closeConnection();
      throw unreadable(e);
    } catch (IOException | RuntimeException e) {
      closeConnection();
      throw e;
    }
  }

  /** SQLite itself opens a file that was cut, and says so when it meets what is missing. */
  private void checkHeader(FileChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    FileIo.readFully(channel, file, 0, header);
    if (!header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      throw BadInputException.of(file, "an SQLite database", "something else", REMEDY);
    }
    int pageBytes = header.getShort(AT_PAGE_BYTES) & 0xFFFF;
    long bytes = (pageBytes == 1 ? 65_536L : pageBytes) * (header.getInt(AT_PAGES) & 0xFFFF_FFFFL);
    if (bytes != channel.size()) {
      throw BadInputException.of(
          file, bytes + " B of pages, as its header says", channel.size() + " B", REMEDY);
    }
  }

  private long findCount() throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        ResultSet range = statement.executeQuery(RANGE)) {
      long first = range.getLong(1);
      boolean empty = range.wasNull();
      long last = range.getLong(2);
      if (empty || first != 0 || last < 0 || last == Long.MAX_VALUE) {
        throw BadInputException.of(
            file, "images from id 0 on", empty ? "none" : "ids from " + first + " to " + last);
      }
      return last + 1;
    }
  }

  private BadInputException unreadable(SQLException e) {
    return new BadInputException(
        file
            + ": expected a table of images that SQLite can read, found "
            + String.valueOf(e.getMessage()).replace('\n', ' ')
            + "; if no other program has it locked, "
            + REMEDY,
        e);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void read(long firstId, int wanted, ImageBatch into) throws IOException {
    StoreIds.check(closed, firstId, wanted, count);
    into.clear();
    if (wanted == 0) {
      return;
    }
    try {
      select.setLong(1, firstId);
      select.setLong(2, firstId + wanted - 1);
      try (ResultSet rows = select.executeQuery()) {
        for (long id = firstId; id < firstId + wanted; id++) {
          if (!rows.next() || rows.getLong(1) != id) {
            throw BadInputException.of(file, "image " + id + " of " + count, "none", REMEDY);
          }
          deliver(id, rows, into);
        }
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private void deliver(long id, ResultSet row, ImageBatch into) throws SQLException, IOException {
    long label = row.getLong(2);
    ImageShape shape =
        shapes.shape(id, row.getLong(4), row.getLong(3), row.getLong(5), row.getLong(6));
    byte[] pixels = row.getBytes(7);
    if (label < 0 || label > Integer.MAX_VALUE || pixels == null) {
      throw BadInputException.of(
          file,
          "a label under 2^31 and the pixels of image " + id,
          "label " + label + (pixels == null ? " and none" : ""),
          REMEDY);
    }
    payloads.deliver(id, shape, (int) label, pixels, pixels.length, into);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    payloads.close();
    closeConnection();
  }

  private void closeConnection() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
