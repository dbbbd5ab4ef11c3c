package dev.imagestore.store;

import dev.imagestore.input.OptionValues;

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
  public ImageStore store(OptionValues values) {
    return new RawStore();
  }
}
