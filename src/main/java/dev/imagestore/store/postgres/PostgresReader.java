package dev.imagestore.store.postgres;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ShapeCache;
import dev.imagestore.store.StoreIds;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.PayloadReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Reads the table of {@link PostgresStore}: one image by its key, several with a cursor, which goes
 * on where it stands as long as they are asked for in order. A cursor needs a transaction, and a
 * transaction keeps the table from being dropped: it ends with the last image.
 */
final class PostgresReader implements ImageReader {
  private static final String REMEDY = "store the images again";
  private static final String COLUMNS =
      "SELECT id, label, height, width, channels, depth, pixels FROM ";

  private final PostgresTable table;
  private final Connection connection;
  private final PreparedStatement byKey;
  private final long count;
  private final ShapeCache shapes = new ShapeCache(PostgresTable.inMessages());
  private final PayloadReader payloads;

  /** Of {@link #fetched} images; null if there is none. */
  private PreparedStatement fetch;

  private int fetched;

  /** The image that the cursor stands before; -1 if there is no cursor. */
  private long cursor = -1;

  private boolean closed;

  PostgresReader(PostgresTable table, Encoding encoding) throws IOException {
    this.table = table;
    payloads = new PayloadReader(PostgresTable.inMessages(), encoding);
    try {
      connection = table.database().connect();
    } catch (SQLException e) {
      throw PostgresFailure.of(e);
    }
    try {
      count = findCount();
      byKey = connection.prepareStatement(COLUMNS + table.name() + " WHERE id = ?");
    } catch (SQLException e) {
      closeConnection();
      throw failure(e);
    } catch (IOException | RuntimeException e) {
      closeConnection();
      throw e;
    }
  }

  private static BadInputException failure(SQLException e) {
    return PostgresFailure.isNoTable(e)
        ? BadInputException.of(PostgresTable.inMessages(), "a whole store", "no such table", REMEDY)
        : PostgresFailure.of(e);
  }

  private long findCount() throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        ResultSet range = statement.executeQuery("SELECT min(id), max(id) FROM " + table.name())) {
      range.next();
      long first = range.getLong(1);
      boolean empty = range.wasNull();
      long last = range.getLong(2);
      if (empty || first != 0 || last < 0 || last == Long.MAX_VALUE) {
        throw BadInputException.of(
            PostgresTable.inMessages(),
            "images from id 0 on",
            empty ? "none" : "ids from " + first + " to " + last,
            REMEDY);
      }
      return last + 1;
    }
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
      if (wanted == 1) {
        endScan();
        byKey.setLong(1, firstId);
        deliver(byKey, firstId, 1, into);
      } else {
        moveCursor(firstId);
        deliver(fetch(wanted), firstId, wanted, into);
        cursor = firstId + wanted;
        if (cursor == count) {
          endScan();
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void moveCursor(long firstId) throws SQLException {
    if (cursor == firstId) {
      return;
    }
    endScan();
    connection.setAutoCommit(false);
    cursor = firstId;
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "DECLARE scan NO SCROLL CURSOR FOR "
              + COLUMNS
              + table.name()
              + " WHERE id >= "
              + firstId
              + " ORDER BY id");
    }
  }

  private void endScan() throws SQLException {
    if (cursor >= 0) {
      cursor = -1;
      closeFetch();
      connection.setAutoCommit(true); // Which commits.
    }
  }

  private PreparedStatement fetch(int wanted) throws SQLException {
    if (fetched != wanted) {
      closeFetch();
      fetch = connection.prepareStatement("FETCH FORWARD " + wanted + " FROM scan");
      fetched = wanted;
    }
    return fetch;
  }

  private void closeFetch() throws SQLException {
    if (fetch != null) {
      fetch.close();
      fetch = null;
      fetched = 0;
    }
  }

  private void deliver(PreparedStatement select, long firstId, int wanted, ImageBatch into)
      throws SQLException, IOException {
    try (ResultSet rows = select.executeQuery()) {
      for (long id = firstId; id < firstId + wanted; id++) {
        if (!rows.next() || rows.getLong(1) != id) {
          throw BadInputException.of(
              PostgresTable.inMessages(), "image " + id + " of " + count, "none", REMEDY);
        }
        deliver(id, rows, into);
      }
    }
  }

  private void deliver(long id, ResultSet row, ImageBatch into) throws SQLException, IOException {
    int label = row.getInt(2);
    ImageShape shape = shapes.shape(id, row.getInt(4), row.getInt(3), row.getInt(5), row.getInt(6));
    byte[] pixels = row.getBytes(7);
    if (label < 0 || pixels == null) {
      throw BadInputException.of(
          PostgresTable.inMessages(),
          "a label of 0 or more and the pixels of image " + id,
          "label " + label + (pixels == null ? " and none" : ""),
          REMEDY);
    }
    payloads.deliver(id, shape, label, pixels, pixels.length, into);
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
      throw PostgresFailure.of(e);
    }
  }
}
