package dev.imagestore.store.files;

import dev.imagestore.codec.Codec;
import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.List;
import java.util.Optional;

/** {@code png}: one PNG file per image; {@code files} with {@code codec=png}. */
public final class PngBackend implements Backend {
  static final String NAME = "png";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean compared() {
    return true;
  }

  @Override
  public List<Option> options() {
    return List.of(FilesStore.THREADS);
  }

  @Override
  public Optional<Codec> codec(OptionValues values) {
    return Optional.of(Codecs.named(NAME));
  }

  @Override
  public Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.of(new FilesFootprint(Encoding.of(Codecs.named(NAME), values)));
  }

  @Override
  public ImageStore store(OptionValues values) {
    return FilesStore.with(Codecs.named(NAME), false, values);
  }
}
