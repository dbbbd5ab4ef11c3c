package dev.imagestore.store.files;

import dev.imagestore.codec.Codecs;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import java.util.List;

/** {@code dirs}: one file per image in a directory per label, with any codec. */
public final class DirsBackend implements Backend {
  private static final Option CODEC = Codecs.option(PngBackend.NAME);

  @Override
  public String name() {
    return "dirs";
  }

  @Override
  public List<Option> options() {
    return List.of(CODEC, FilesStore.THREADS);
  }

  @Override
  public ImageStore store(OptionValues values) {
    return FilesStore.with(Codecs.named(values.of(CODEC)), true, values);
  }
}
