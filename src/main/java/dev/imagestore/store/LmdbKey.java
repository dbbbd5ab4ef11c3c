package dev.imagestore.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/** The memory of one key, used again for every image. */
final class LmdbKey implements AutoCloseable {
  private final ByteBuf key;
  private final int digits;

  LmdbKey(int digits) {
    this.digits = digits;
    this.key = PooledByteBufAllocator.DEFAULT.directBuffer(digits).writeZero(digits);
  }

  /** The key of image {@code id}, valid until the next call. */
  ByteBuf of(long id) {
    long rest = id;
    for (int i = digits - 1; i >= 0; i--) {
      key.setByte(i, (int) ('0' + rest % 10));
      rest /= 10;
    }
    return key;
  }

  @Override
  public void close() {
    key.release();
  }
}
