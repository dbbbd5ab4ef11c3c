package dev.imagestore.store.lmdb;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.lmdbjava.BufferProxy;
import org.lmdbjava.ByteBufProxy;

/** Netty's buffers. Their {@code nioBuffer()} does not follow LMDB's pointer: only copies do. */
final class LmdbNettyMemory implements LmdbMemory<ByteBuf> {

  @Override
  public BufferProxy<ByteBuf> proxy() {
    return ByteBufProxy.PROXY_NETTY;
  }

  @Override
  public ByteBuf key(ByteBuf memory) {
    return memory;
  }

  @Override
  public int size(ByteBuf value) {
    return value.writerIndex();
  }

  @Override
  public byte getByte(ByteBuf value, int at) {
    return value.getByte(at);
  }

  @Override
  public short getShort(ByteBuf value, int at) {
    return value.getShortLE(at);
  }

  @Override
  public int getInt(ByteBuf value, int at) {
    return value.getIntLE(at);
  }

  @Override
  public long getLong(ByteBuf value, int at) {
    return value.getLongLE(at);
  }

  @Override
  public void get(ByteBuf value, int at, ByteBuffer target) {
    value.getBytes(at, target);
  }

  @Override
  public void put(ByteBuf value, int at, ByteBuffer source) {
    value.setBytes(at, source);
  }
}
