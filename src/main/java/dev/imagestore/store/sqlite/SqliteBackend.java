package dev.imagestore.store.sqlite;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.encoded.Encoding;
import java.util.List;

/** {@code sqlite}: a table of an SQLite database, by sqlite-jdbc. */
public final class SqliteBackend implements Backend {
  private static final Option CODEC = Codecs.option(Encoding.PIXELS);

  private static final Option PAGE =
      Option.of(
              "sqlitePage",
              "bytes of a page of the database",
              "8192",
              "4096",
              "1024",
              "16384",
              "32768",
              "65536")
          .documented("4096");

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public List<Option> options() {
    return List.of(CODEC, PAGE);
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new SqliteStore(
        Encoding.of(Codecs.named(values.of(CODEC)), values), Integer.parseInt(values.of(PAGE)));
  }
}
