package dev.imagestore.store;

import dev.imagestore.codec.PngCodec;
import dev.imagestore.image.ImageSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A backend with options of its own: what the contract is held against.
 *
 * @param backend the backend
 * @param options its options
 */
record StoreVariant(Backend backend, StoreOptions options) {

  /** The backends as a run uses them unless told otherwise. */
  static Stream<StoreVariant> defaults() {
    return Stream.of(Backend.values()).map(each -> new StoreVariant(each, StoreOptions.DEFAULT));
  }

  /** The backends, each with all values of its options. */
  static Stream<StoreVariant> all() {
    Set<StoreVariant> all = new LinkedHashSet<>(defaults().toList());
    StoreOptions usual = StoreOptions.DEFAULT;
    for (PngCodec codec : PngCodec.values()) {
      for (int threads : new int[] {1, 3}) {
        all.add(
            new StoreVariant(Backend.png, new StoreOptions(codec, threads, usual.lmdbBuffer())));
      }
    }
    for (LmdbBuffer buffer : LmdbBuffer.values()) {
      all.add(
          new StoreVariant(
              Backend.lmdb, new StoreOptions(usual.pngCodec(), usual.pngThreads(), buffer)));
    }
    return all.stream();
  }

  /** True if this is the backend as a run uses it unless told otherwise. */
  boolean isDefault() {
    return options.equals(StoreOptions.DEFAULT);
  }

  void store(ImageSet images, Path dir, Durability durability) throws IOException {
    backend.store(options).store(images, dir, durability);
  }

  ImageReader open(Path dir) throws IOException {
    return backend.store(options).open(dir);
  }

  @Override
  public String toString() {
    return isDefault() ? backend.name() : backend + " " + options;
  }
}
