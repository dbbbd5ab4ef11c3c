package dev.imagestore.store.lmdb;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.lmdbjava.BufferProxy;

/**
 * One of lmdbjava's buffer types, and what a store does with it. Numbers are little-endian; {@code
 * at} counts from a value's first byte.
 *
 * @param <T> the buffer
 */
interface LmdbMemory<T> {

  /** What lmdbjava wraps LMDB's pointers with. */
  BufferProxy<T> proxy();

  /** Direct memory of the suite's own, from its reader to its writer index, as a key. */
  T key(ByteBuf memory);

  /** Bytes of a value. */
  int size(T value);

  /** One byte of a value, with its sign. */
  byte getByte(T value, int at);

  /** Two bytes of a value, with their sign. */
  short getShort(T value, int at);

  /** Four bytes of a value, with their sign. */
  int getInt(T value, int at);

  /** Eight bytes of a value. */
  long getLong(T value, int at);

  /** Copies from a value what {@code target} has room for. */
  void get(T value, int at, ByteBuffer target);

  /** Copies into a value what remains in {@code source}. */
  void put(T value, int at, ByteBuffer source);
}
