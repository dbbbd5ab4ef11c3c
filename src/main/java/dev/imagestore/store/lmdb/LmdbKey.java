package dev.imagestore.store.lmdb;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/** The memory of one key, used again for every image. */
final class LmdbKey<T> implements AutoCloseable {
  private final ByteBuf digits;
  private final T key;

  LmdbKey(LmdbMemory<T> memory, int length) {
    this.digits = PooledByteBufAllocator.DEFAULT.directBuffer(length).writeZero(length);
    this.key = memory.key(digits);
  }

  /** The key of image {@code id}, valid until the next call. */
  T of(long id) {
    long rest = id;
    for (int i = digits.writerIndex() - 1; i >= 0; i--) {
      digits.setByte(i, (int) ('0' + rest % 10));
      rest /= 10;
    }
    return key;
  }

  @Override
  public void close() {
    digits.release();
  }
}
