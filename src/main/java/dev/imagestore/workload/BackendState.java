package dev.imagestore.workload;

import dev.imagestore.codec.PngCodec;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.BackendOptions;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.LmdbBuffer;
import dev.imagestore.store.StoreOptions;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parameters that storing and reading have in common: which backend, and what images. */
@State(Scope.Benchmark)
public abstract class BackendState {
  /** All of them, by the names of the enum's constants. */
  @Param public Backend backend;

  /** As {@code datasets} lists them. */
  @Param("synthetic")
  public String dataset;

  /** What encodes and decodes; of no effect but on {@code png}. */
  @Param(BackendOptions.USUAL_PNG_CODEC)
  public PngCodec pngCodec;

  /** How many threads encode or decode, or {@code all}; of no effect but on {@code png}. */
  @Param(BackendOptions.USUAL_PNG_THREADS)
  public String pngThreads;

  /** Which buffers lmdbjava uses; of no effect but on {@code lmdb}. */
  @Param(BackendOptions.USUAL_LMDB_BUFFER)
  public LmdbBuffer lmdbBuffer;

  /** The backend as the parameters want it. */
  final ImageStore adapter() throws BadInputException {
    return backend.store(new StoreOptions(pngCodec, StoreOptions.threads(pngThreads), lmdbBuffer));
  }
}
