package dev.imagestore.store.mvstore;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.encoded.Encoding;
import java.util.List;

/** {@code mvstore}: the key-value file of the H2 database. */
public final class MvStoreBackend implements Backend {
  private static final Option CODEC = Codecs.option(Encoding.PIXELS);

  @Override
  public String name() {
    return "mvstore";
  }

  @Override
  public List<Option> options() {
    return List.of(CODEC);
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new MvImageStore(Encoding.of(Codecs.named(values.of(CODEC)), values));
  }
}
