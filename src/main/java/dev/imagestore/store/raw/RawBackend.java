package dev.imagestore.store.raw;

import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.footprint.FootprintModel;
import java.util.List;
import java.util.Optional;

/** {@code raw}: one flat file, the baseline. */
public final class RawBackend implements Backend {
  private static final Option ACCESS =
      Option.of(
              "rawAccess",
              "pixels by reads through the page cache, from a mapping, or past the page cache",
              RawAccess.buffered)
          .ofReading();

  /** How messages name reads past the page cache. */
  static final String DIRECT = ACCESS.name() + "=" + RawAccess.direct;

  @Override
  public String name() {
    return "raw";
  }

  @Override
  public boolean compared() {
    return true;
  }

  @Override
  public List<Option> options() {
    return List.of(ACCESS);
  }

  @Override
  public Optional<FootprintModel> footprint(OptionValues values) {
    return Optional.of(new RawFootprint());
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new RawStore(values.of(ACCESS, RawAccess.class));
  }
}
