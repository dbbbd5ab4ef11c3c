package dev.imagestore.store;

import dev.imagestore.codec.PlainCodec;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The backends: the one list of them. JMH takes the values of the parameter {@code backend} from
 * the names of the constants, which is why they are lower-case; contract test, tables and plots go
 * through them in this order.
 */
public enum Backend {
  /** One flat file: the control, the limit of this machine. */
  raw(options -> new RawStore()),
  /** One PNG file an image. */
  png(options -> new FilesStore(options.pngCodec(), options.pngThreads())),
  /** One file an image without any codec: the control of {@link #png}, not run unless asked for. */
  files(options -> new FilesStore(new PlainCodec(), 1), false),
  /** LMDB, by lmdbjava. */
  lmdb(options -> LmdbStore.with(options.lmdbBuffer())),
  /** One HDF5 file, by jHDF. */
  hdf5(options -> new Hdf5Store());

  private final Function<StoreOptions, ImageStore> adapter;
  private final boolean compared;

  Backend(Function<StoreOptions, ImageStore> adapter) {
    this(adapter, true);
  }

  Backend(Function<StoreOptions, ImageStore> adapter, boolean compared) {
    this.adapter = adapter;
    this.compared = compared;
  }

  /** Those that a run compares unless told otherwise. */
  public static List<Backend> compared() {
    return Stream.of(values()).filter(backend -> backend.compared).toList();
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
