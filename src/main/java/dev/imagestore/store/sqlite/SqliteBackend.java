package dev.imagestore.store.sqlite;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.List;
import java.util.Optional;

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
  public Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.of(new SqliteFootprint(encoding(values), pageBytes(values)));
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new SqliteStore(encoding(values), pageBytes(values));
  }

  private static Encoding encoding(OptionValues values) {
    return Encoding.of(Codecs.named(values.of(CODEC)), values);
  }

  private static int pageBytes(OptionValues values) {
    return Integer.parseInt(values.of(PAGE));
  }
}
