package dev.imagestore.store.files;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.List;
import java.util.Optional;

/** {@code files}: one file per image, with any codec. */
public final class FilesBackend implements Backend {
  private static final Option CODEC = Codecs.option("raw");

  @Override
  public String name() {
    return "files";
  }

  @Override
  public List<Option> options() {
    return List.of(CODEC, FilesStore.THREADS);
  }

  @Override
  public String canonicalName(OptionValues values) {
    return values.of(CODEC).equals(PngBackend.NAME) ? PngBackend.NAME : name();
  }

  @Override
  public Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.of(new FilesFootprint(Encoding.of(Codecs.named(values.of(CODEC)), values)));
  }

  @Override
  public ImageStore store(OptionValues values) {
    return FilesStore.with(Codecs.named(values.of(CODEC)), false, values);
  }
}
