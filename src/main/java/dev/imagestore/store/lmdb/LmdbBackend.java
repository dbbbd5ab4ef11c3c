package dev.imagestore.store.lmdb;

import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.ImageStore;
import java.util.List;

/** {@code lmdb}: LMDB, by lmdbjava. */
public final class LmdbBackend implements Backend {
  private static final Option BUFFER =
      Option.of(
          "lmdbBuffer", "which of lmdbjava's buffers carry keys and values", LmdbBuffer.netty);

  @Override
  public String name() {
    return "lmdb";
  }

  @Override
  public boolean compared() {
    return true;
  }

  @Override
  public List<Option> options() {
    return List.of(BUFFER);
  }

  @Override
  public ImageStore store(OptionValues values) {
    return LmdbStore.with(values.of(BUFFER, LmdbBuffer.class));
  }
}
