package dev.imagestore.store.lmdb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** The memory of one key, used again for every image. */
final class LmdbKey<T> implements AutoCloseable {
  private final ByteBuf characters;
  private final T key;

  LmdbKey(LmdbMemory<T> memory, int length) {
    this.characters = PooledByteBufAllocator.DEFAULT.directBuffer(length).writeZero(length);
    this.key = memory.key(characters);
  }

  /** The key of image {@code id}, valid until the next call. */
  T of(long id) {
    long rest = id;
    for (int i = characters.writerIndex() - 1; i >= 0; i--) {
      characters.setByte(i, (int) ('0' + rest % 10));
      rest /= 10;
    }
    return key;
  }

  /** The key that is an ASCII text of this length, valid until the next call. */
  T of(String text) {
    characters.setCharSequence(0, text, StandardCharsets.US_ASCII);
    return key;
  }

  @Override
  public void close() {
    characters.release();
  }
}
