package dev.imagestore.store.lmdb;

/**
 * Which of lmdbjava's buffers carry keys and values. The names of the constants are the values of
 * an option.
 */
enum LmdbBuffer {
  /** {@code io.netty.buffer.ByteBuf}, {@code PROXY_NETTY}. Needs no flag of the JVM. */
  netty(new LmdbNettyMemory()),

  /**
   * {@code java.nio.ByteBuffer}, {@code PROXY_OPTIMAL}. Needs {@code --add-opens} for {@code
   * java.nio} and {@code sun.nio.ch} of {@code java.base}.
   */
  bytebuffer(new LmdbNioMemory());

  private final LmdbMemory<?> memory;

  LmdbBuffer(LmdbMemory<?> memory) {
    this.memory = memory;
  }

  /** How that buffer is used. */
  LmdbMemory<?> memory() {
    return memory;
  }
}
