package dev.imagestore.store.postgres;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Service;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A database of the user's own. The run has a schema in it, which was not there before and is
 * dropped at the end; nothing else is touched, and no setting of the server.
 */
final class UsersDatabase implements Service.Running {
  private static final String PREFIX = "jdbc:postgresql:";

  private final String url;
  private final String schema;
  private final String version;
  private boolean closed;

  private UsersDatabase(String url, String schema, String version) {
    this.url = url;
    this.schema = schema;
    this.version = version;
  }

  /**
   * Makes the schema.
   *
   * @throws BadInputException if that does not work; it does not repeat the URL, which may hold a
   *     password
   */
  static UsersDatabase begin(String url) throws IOException {
    if (!url.startsWith(PREFIX)) {
      throw new BadInputException(
          PostgresService.VARIABLE
              + ": expected a JDBC URL, "
              + PREFIX
              + "//HOST/DATABASE?user=…&password=…, found something else");
    }
    String schema = PostgresDatabase.newSchema();
    try {
      return new UsersDatabase(
          url, schema, PostgresDatabase.createSchema(url, schema, "the user's own"));
    } catch (SQLException e) {
      throw new BadInputException(
          PostgresService.VARIABLE + ": " + PostgresFailure.of(e).getMessage());
    }
  }

  @Override
  public Map<String, String> properties() {
    return Map.of(
        PostgresDatabase.URL, url, PostgresDatabase.SCHEMA, schema, Service.VERSION, version);
  }

  /** Drops the schema. A store that was being made when its process ended holds it up a little. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    try (Connection connection = PostgresDatabase.connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '15s'");
      statement.execute("DROP SCHEMA " + schema + " CASCADE");
      closed = true;
    } catch (SQLException e) {
      throw new BadInputException(
          PostgresFailure.of(e).getMessage() + "; the schema " + schema + " is left, drop it");
    }
  }
}
