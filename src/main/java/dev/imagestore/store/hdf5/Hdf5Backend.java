package dev.imagestore.store.hdf5;

import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;

/** {@code hdf5}: one HDF5 file, by jHDF. */
public final class Hdf5Backend implements Backend {
  @Override
  public String name() {
    return "hdf5";
  }

  @Override
  public boolean compared() {
    return true;
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new Hdf5Store();
  }
}
