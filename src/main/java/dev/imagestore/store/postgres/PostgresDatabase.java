package dev.imagestore.store.postgres;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.postgresql.Driver;

/**
 * The database of a run as this process knows it: how stores reach it, and one connection for what
 * is not their work.
 */
final class PostgresDatabase {
  /** Property of the service: the JDBC URL. */
  static final String URL = "url";

  /** Property of the service: the schema of the run. */
  static final String SCHEMA = "schema";

  /** Property of the service: the server's files, where it is ours. */
  static final String DATA = "data";

  /** 13; what older servers do was not tried. */
  private static final int OLDEST = 130_000;

  private static final int TO_BEGIN_SECONDS = 20;
  private static final int TO_WORK_SECONDS = 600;
  private static final long RELOAD_SECONDS = 10;
  private static final int SCHEMA_BYTES = 8;

  private static final Map<String, PostgresDatabase> KNOWN = new ConcurrentHashMap<>();

  private final String url;
  private final String schema;
  private final Optional<Path> data;
  private Connection administration;

  /** What the server does at a commit, as far as this process has made sure. */
  private Durability required;

  private PostgresDatabase(Map<String, String> properties) {
    url = properties.get(URL);
    schema = properties.get(SCHEMA);
    data = Optional.ofNullable(properties.get(DATA)).map(Path::of);
  }

  /** The database of a service; the same for the same service. */
  static PostgresDatabase of(Map<String, String> properties) {
    return KNOWN.computeIfAbsent(
        properties.get(SCHEMA), schema -> new PostgresDatabase(properties));
  }

  /** A name that nothing has. */
  static String newSchema() {
    byte[] random = new byte[SCHEMA_BYTES];
    new SecureRandom().nextBytes(random);
    return "imagestore_" + HexFormat.of().formatHex(random);
  }

  /**
   * Makes a schema that is not there yet.
   *
   * @param origin whose server it is
   * @return which server made it, to be published
   * @throws BadInputException if the server is too old
   */
  static String createSchema(String url, String schema, String origin)
      throws IOException, SQLException {
    try (Connection connection = connect(url, TO_BEGIN_SECONDS);
        Statement statement = connection.createStatement()) {
      int version = Integer.parseInt(one(statement, "SHOW server_version_num"));
      if (version < OLDEST) {
        throw new BadInputException(
            "expected PostgreSQL " + OLDEST / 10_000 + " or newer, found " + version / 10_000);
      }
      statement.execute("CREATE SCHEMA " + schema);
      return version / 10_000 + "." + version % 10_000 + ", " + origin;
    }
  }

  /** A connection. All results are binary, the first ones too: else pixels come as text first. */
  static Connection connect(String url) throws SQLException {
    return connect(url, TO_WORK_SECONDS);
  }

  /** The same with the seconds in which an answer must begin. */
  private static Connection connect(String url, int patience) throws SQLException {
    Properties settings = new Properties();
    settings.put("prepareThreshold", "-1");
    settings.put("ApplicationName", "imagestore");
    settings.put("connectTimeout", "10");
    settings.put("socketTimeout", Integer.toString(patience));
    Connection connection = new Driver().connect(url, settings);
    if (connection == null) {
      throw new SQLException("not a URL of PostgreSQL", "08001");
    }
    return connection;
  }

  /** A connection for one store. */
  Connection connect() throws SQLException {
    return connect(url);
  }

  /** True if the server was started for the run. */
  boolean isOurs() {
    return data.isPresent();
  }

  /** Where the server's files are, if it is ours. */
  Optional<Path> data() {
    return data;
  }

  /** The whole name of a table. */
  String table(String name) {
    return schema + "." + name;
  }

  /**
   * Has commits do from now on what a store promises. Our own server is told so if it does
   * otherwise, once in a process; of the user's nothing is changed, see {@link
   * PostgresStore#store}.
   */
  synchronized void require(Durability durability) throws IOException, SQLException {
    if (data.isEmpty() || durability == required) {
      return;
    }
    String wanted = durability == Durability.sync ? "on" : "off";
    if (!ask("SHOW fsync").equals(wanted)) {
      execute("ALTER SYSTEM SET fsync = " + wanted);
      execute("ALTER SYSTEM SET full_page_writes = " + wanted);
      ask("SELECT pg_reload_conf()");
      awaitSetting(wanted);
      if (durability == Durability.sync) {
        flush(); // What was not flushed before, PostgreSQL would never flush.
      }
    }
    required = durability;
  }

  private void awaitSetting(String wanted) throws IOException, SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RELOAD_SECONDS);
    while (true) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        if (one(statement, "SHOW fsync").equals(wanted)) {
          return;
        }
      }
      if (System.nanoTime() > deadline) {
        throw new BadInputException("PostgreSQL: the server does not take fsync=" + wanted);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Puts all that our own server has on the device. */
  synchronized void flush() throws IOException, SQLException {
    if (data.isPresent()) {
      execute("CHECKPOINT");
      DiskSync.tree(data.get());
    }
  }

  /** Does something that is no store's work. */
  synchronized void execute(String sql) throws SQLException {
    try (Statement statement = administration().createStatement()) {
      statement.execute(sql);
    }
  }

  /** Asks for one text. */
  synchronized String ask(String sql) throws SQLException {
    try (Statement statement = administration().createStatement()) {
      return one(statement, sql);
    }
  }

  private static String one(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      String text = row.getString(1);
      return text == null ? "" : text;
    }
  }

  private Connection administration() throws SQLException {
    if (administration == null || administration.isClosed()) {
      administration = connect();
      try (Statement statement = administration.createStatement()) {
        statement.execute("SET lock_timeout = '60s'"); // A reader that is open may be in the way.
      }
    }
    return administration;
  }
}
