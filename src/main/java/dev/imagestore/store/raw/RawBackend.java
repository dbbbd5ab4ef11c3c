package dev.imagestore.store.raw;

import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.Optional;

/** {@code raw}: one flat file, the baseline. */
public final class RawBackend implements Backend {
  @Override
  public String name() {
    return "raw";
  }

  @Override
  public boolean compared() {
    return true;
  }

  @Override
  public Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.of(new RawFootprint());
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new RawStore();
  }
}
