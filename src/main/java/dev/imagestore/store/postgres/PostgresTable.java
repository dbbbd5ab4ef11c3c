package dev.imagestore.store.postgres;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DiskUsage;
import dev.imagestore.store.Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A table of the run's schema.
 *
 * @param directory a path that nothing else of the run has: the table is named after it
 * @param database where it is
 */
record PostgresTable(Path directory, PostgresDatabase database) implements Location {

  /** Its whole name. */
  String name() {
    return database.table(
        "images_"
            + UUID.nameUUIDFromBytes(
                    directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", ""));
  }

  /** As messages call it. */
  static Path inMessages() {
    return Path.of("table images");
  }

  /** A table is made by the store itself, in its transaction. */
  @Override
  public void create() throws IOException {
    try {
      if (!database.ask("SELECT to_regclass('" + name() + "')::text").isEmpty()) {
        throw BadInputException.of(inMessages(), "none", "a table that is there already");
      }
    } catch (SQLException e) {
      throw PostgresFailure.of(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      database.flush();
    } catch (SQLException e) {
      throw PostgresFailure.of(e);
    }
  }

  /** As PostgreSQL accounts for it; and of our own server the blocks of its files. */
  @Override
  public DiskUsage usage() throws IOException {
    try {
      long bytes = Long.parseLong(database.ask("SELECT pg_total_relation_size('" + name() + "')"));
      String[] relations = files();
      if (!database.isOurs()) {
        return new DiskUsage(bytes, DiskUsage.UNKNOWN, relations.length);
      }
      long allocated = 0;
      long files = 0;
      for (String relation : relations) {
        DiskUsage each = relation(database.data().orElseThrow().resolve(relation));
        allocated += each.allocatedBytes();
        files += each.files();
      }
      return new DiskUsage(bytes, allocated, files);
    } catch (SQLException e) {
      throw PostgresFailure.of(e);
    }
  }

  /** Paths of the table, its TOAST table and the indexes of both, below the data directory. */
  private String[] files() throws SQLException {
    String table = "to_regclass('" + name() + "')";
    return database
        .ask(
            "WITH heaps AS (SELECT oid FROM pg_class WHERE oid = "
                + table
                + " UNION ALL SELECT reltoastrelid FROM pg_class WHERE oid = "
                + table
                + " AND reltoastrelid <> 0) SELECT string_agg(pg_relation_filepath(oid), ' ') FROM"
                + " (SELECT oid FROM heaps UNION ALL SELECT indexrelid FROM pg_index WHERE indrelid"
                + " IN (SELECT oid FROM heaps)) AS relations(oid)")
        .split(" ", -1);
  }

  /** A relation's segments, and the maps of what is free and visible in it. */
  private static DiskUsage relation(Path first) throws IOException {
    String number = first.getFileName().toString();
    long allocated = 0;
    long files = 0;
    try (Stream<Path> all = Files.list(first.getParent())) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        if (name.equals(number) || name.startsWith(number + ".") || name.startsWith(number + "_")) {
          allocated += DiskUsage.of(file).allocatedBytes();
          files++;
        }
      }
    }
    return new DiskUsage(0, allocated, files);
  }

  @Override
  public void evict() throws IOException {
    throw new BadInputException(
        "PostgreSQL: a server keeps pages in memory of its own; there is no cold reading");
  }

  @Override
  public void delete() throws IOException {
    try {
      database.execute("DROP TABLE IF EXISTS " + name());
    } catch (SQLException e) {
      throw PostgresFailure.of(e);
    }
  }

  /** As the server calls it. */
  @Override
  public String toString() {
    return name();
  }
}
