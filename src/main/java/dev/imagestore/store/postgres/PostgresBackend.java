package dev.imagestore.store.postgres;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Service;
import dev.imagestore.store.encoded.Encoding;
import java.util.List;
import java.util.Optional;

/** {@code postgres}: a table of a PostgreSQL database, by pgJDBC. */
public final class PostgresBackend implements Backend {
  private static final Option CODEC = Codecs.option(Encoding.PIXELS);

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public List<Option> options() {
    return List.of(CODEC);
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new PostgresStore(Encoding.of(Codecs.named(values.of(CODEC)), values));
  }

  @Override
  public Optional<Service> service() {
    return Optional.of(new PostgresService());
  }
}
