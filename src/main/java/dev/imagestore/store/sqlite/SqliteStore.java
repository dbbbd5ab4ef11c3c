package dev.imagestore.store.sqlite;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import dev.imagestore.store.Growth;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.Payloads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * {@code images.db} with one table, {@code images(id, label, height, width, channels, depth,
 * pixels)}. All rows go in with one transaction, so that a database that can be opened is a whole
 * store. The documented ways of making that fast are taken: a prepared statement, no rollback
 * journal (a new file has nothing to roll back to), and no flush that was not asked for.
 */
final class SqliteStore implements ImageStore {
  static final String FILE = "images.db";

  private static final String CREATE =
      "CREATE TABLE images("
          + "id INTEGER PRIMARY KEY, label INTEGER NOT NULL, height INTEGER NOT NULL,"
          + " width INTEGER NOT NULL, channels INTEGER NOT NULL, depth INTEGER NOT NULL,"
          + " pixels BLOB NOT NULL)";

  private static final String INSERT = "INSERT INTO images VALUES(?, ?, ?, ?, ?, ?, ?)";

  private final Encoding encoding;
  private final int pageBytes;

  /**
   * A store of encoded images.
   *
   * @param pageBytes of a page of the database
   */
  SqliteStore(Encoding encoding, int pageBytes) {
    this.encoding = encoding;
    this.pageBytes = pageBytes;
  }

  /** What {@code DriverManager} would find among the drivers of all databases. */
  static Connection connect(SQLiteConfig config, Path file) throws SQLException {
    return config.createConnection("jdbc:sqlite:" + file);
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    Path dir = at.directory();
    Path file = dir.resolve(FILE);
    SQLiteConfig config = writing();
    config.setPageSize(pageBytes); // Before there is anything in the file.
    config.setJournalMode(SQLiteConfig.JournalMode.OFF);
    try (Payloads payloads = encoding.payloads(images);
        Connection connection = connect(config, file)) {
      connection.setAutoCommit(false);
      try (Statement create = connection.createStatement()) {
        create.executeUpdate(CREATE);
      }
      insert(images, 0, payloads, connection);
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    sync(dir, durability);
  }

  private static SQLiteConfig writing() {
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    return config;
  }

  private static void sync(Path dir, Durability durability) throws IOException {
    if (durability == Durability.sync) {
      DiskSync.force(dir.resolve(FILE));
      DiskSync.entries(dir);
    }
  }

  @Override
  public Optional<String> obstacleToAppend() {
    return Optional.empty();
  }

  /** With a rollback journal: what is there must survive a program that is killed. */
  @Override
  public void append(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    Path dir = at.directory();
    Path file = dir.resolve(FILE);
    long stored;
    try (ImageReader reader = open(at)) {
      stored = reader.count();
    }
    Growth.check(file, stored, images);
    SQLiteConfig config = writing();
    config.setJournalMode(SQLiteConfig.JournalMode.DELETE);
    try (Payloads payloads = encoding.payloads(images);
        Connection connection = connect(config, file)) {
      connection.setAutoCommit(false);
      insert(images, stored, payloads, connection);
    } catch (SQLException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    sync(dir, durability);
  }

  private static void insert(
      ImageSet images, long firstId, Payloads payloads, Connection connection)
      throws IOException, SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert(images, firstId, payloads, insert);
    }
    connection.commit();
  }

  private static void insert(
      ImageSet images, long firstId, Payloads payloads, PreparedStatement insert)
      throws IOException, SQLException {
    byte[] pixels = {};
    for (long id = firstId; id < images.count(); id++) {
      ByteBuffer payload = payloads.next(id);
      if (pixels.length != payload.remaining()) {
        pixels = new byte[payload.remaining()]; // JDBC takes whole arrays.
      }
      payload.get(pixels);
      ImageShape shape = images.shape(id);
      insert.setLong(1, id);
      insert.setInt(2, images.label(id));
      insert.setInt(3, shape.height());
      insert.setInt(4, shape.width());
      insert.setInt(5, shape.channels());
      insert.setInt(6, shape.depth());
      insert.setBytes(7, pixels);
      insert.executeUpdate();
    }
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    return new SqliteReader(at.directory(), encoding);
  }
}
