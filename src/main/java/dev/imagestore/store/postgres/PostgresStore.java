package dev.imagestore.store.postgres;

import dev.imagestore.image.ImageSet;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.Service;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.Payloads;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A table {@code images(id, label, height, width, channels, depth, pixels)} that one transaction
 * makes, fills by {@code COPY} and gives its key, so that a table that can be seen is a whole
 * store. The payloads lie uncompressed in the TOAST table ({@code STORAGE EXTERNAL}): pixels hardly
 * compress, and codecs have done it already. The key comes last, as the manual advises.
 */
final class PostgresStore implements ImageStore {
  private final Encoding encoding;

  /** A store of encoded images. */
  PostgresStore(Encoding encoding) {
    this.encoding = encoding;
  }

  @Override
  public Location locate(Path home, Service.Directory services) throws IOException {
    return new PostgresTable(home, PostgresDatabase.of(services.properties(PostgresService.NAME)));
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    PostgresTable table = (PostgresTable) at;
    try {
      table.database().require(durability);
      try (Payloads payloads = encoding.payloads(images);
          Connection connection = table.database().connect()) {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute(create(table, durability));
          fill(table, images, payloads, connection.unwrap(PGConnection.class));
          statement.execute("ALTER TABLE " + table.name() + " ADD PRIMARY KEY (id)");
        }
        connection.commit();
      }
    } catch (SQLException e) {
      throw PostgresFailure.of(e);
    }
  }

  /** Our own server has been told what a commit is to do; the user's is, for this commit only. */
  private static String create(PostgresTable table, Durability durability) {
    String commit =
        table.database().isOurs()
            ? ""
            : "SET LOCAL synchronous_commit = "
                + (durability == Durability.sync ? "on; " : "off; ");
    return commit
        + "CREATE TABLE "
        + table.name()
        + "(id bigint NOT NULL, label integer NOT NULL, height integer NOT NULL,"
        + " width integer NOT NULL, channels integer NOT NULL, depth integer NOT NULL,"
        + " pixels bytea NOT NULL);"
        + " ALTER TABLE "
        + table.name()
        + " ALTER COLUMN pixels SET STORAGE EXTERNAL";
  }

  private static void fill(
      PostgresTable table, ImageSet images, Payloads payloads, PGConnection connection)
      throws IOException, SQLException {
    CopyIn copy =
        connection.getCopyAPI().copyIn("COPY " + table.name() + " FROM STDIN (FORMAT binary)");
    try {
      CopyWriter rows = new CopyWriter(copy);
      for (long id = 0; id < images.count(); id++) {
        rows.row(id, images.label(id), images.shape(id), payloads.next(id));
      }
      rows.finish();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    return new PostgresReader((PostgresTable) at, encoding);
  }
}
