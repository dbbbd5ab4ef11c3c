package dev.imagestore.store.lmdb;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.lmdbjava.BufferProxy;
import org.lmdbjava.ByteBufferProxy;

/** The JDK's own buffers. lmdbjava hands them out big-endian. */
final class LmdbNioMemory implements LmdbMemory<ByteBuffer> {

  @Override
  public BufferProxy<ByteBuffer> proxy() {
    return ByteBufferProxy.PROXY_OPTIMAL;
  }

  @Override
  public ByteBuffer key(ByteBuf memory) {
    return memory.nioBuffer();
  }

  @Override
  public int size(ByteBuffer value) {
    return value.capacity();
  }

  @Override
  public byte getByte(ByteBuffer value, int at) {
    return value.get(at);
  }

  @Override
  public short getShort(ByteBuffer value, int at) {
    return value.order(ByteOrder.LITTLE_ENDIAN).getShort(at);
  }

  @Override
  public int getInt(ByteBuffer value, int at) {
    return value.order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  @Override
  public long getLong(ByteBuffer value, int at) {
    return value.order(ByteOrder.LITTLE_ENDIAN).getLong(at);
  }

  @Override
  public void get(ByteBuffer value, int at, ByteBuffer target) {
    int length = target.remaining();
    target.put(target.position(), value, at, length);
    target.position(target.position() + length);
  }

  @Override
  public void put(ByteBuffer value, int at, ByteBuffer source) {
    value.put(at, source, source.position(), source.remaining());
    source.position(source.limit());
  }
}
