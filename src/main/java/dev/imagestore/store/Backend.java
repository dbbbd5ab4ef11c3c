package dev.imagestore.store;

import dev.imagestore.codec.PngCodec;

/**
 * The backends: the one list of them. JMH takes the values of the parameter {@code backend} from
 * the names of the constants, which is why they are lower-case; contract test, tables and plots go
 * through them in this order.
 */
public enum Backend {
  /** One flat file: the control, the limit of this machine. */
  raw(new RawStore()),
  /** One PNG file an image. */
  png(new PngStore(PngCodec.own, 1)),
  /** LMDB, by lmdbjava. */
  lmdb(new LmdbStore()),
  /** One HDF5 file, by jHDF. */
  hdf5(new Hdf5Store());

  private final ImageStore store;

  Backend(ImageStore store) {
    this.store = store;
  }

  /** The adapter. */
  public ImageStore store() {
    return store;
  }
}
