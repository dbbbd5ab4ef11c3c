package dev.imagestore.store;

import java.util.function.Function;

/**
 * The backends: the one list of them. JMH takes the values of the parameter {@code backend} from
 * the names of the constants, which is why they are lower-case; contract test, tables and plots go
 * through them in this order.
 */
public enum Backend {
  /** One flat file: the control, the limit of this machine. */
  raw(options -> new RawStore()),
  /** One PNG file an image. */
  png(options -> new PngStore(options.pngCodec(), options.pngThreads())),
  /** LMDB, by lmdbjava. */
  lmdb(options -> LmdbStore.with(options.lmdbBuffer())),
  /** One HDF5 file, by jHDF. */
  hdf5(options -> new Hdf5Store());

  private final Function<StoreOptions, ImageStore> adapter;

  Backend(Function<StoreOptions, ImageStore> adapter) {
    this.adapter = adapter;
  }

  /** The adapter, as a run uses it unless told otherwise. */
  public ImageStore store() {
    return store(StoreOptions.DEFAULT);
  }

  /** The adapter. */
  public ImageStore store(StoreOptions options) {
    return adapter.apply(options);
  }
}
