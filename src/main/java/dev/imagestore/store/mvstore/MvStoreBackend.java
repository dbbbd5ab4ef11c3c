package dev.imagestore.store.mvstore;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.List;
import java.util.Optional;

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
  public Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.of(new MvFootprint(Encoding.of(Codecs.named(values.of(CODEC)), values)));
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new MvImageStore(Encoding.of(Codecs.named(values.of(CODEC)), values));
  }
}
