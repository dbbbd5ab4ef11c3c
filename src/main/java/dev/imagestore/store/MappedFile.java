package dev.imagestore.store;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** A file of any size, mapped for reading, and unmapped when it is closed. */
public final class MappedFile implements Closeable {
  /** A buffer takes no more than 2 GiB. */
  private static final int SHIFT = 30;

  private static final long SEGMENT = 1L << SHIFT;

  /** The JDK unmaps when the garbage collector finds a buffer; this is its way to do it at once. */
  private static final MethodHandle UNMAP = unmap();

  private final MappedByteBuffer[] segments;

  /**
   * Maps the first bytes of a file.
   *
   * @param bytes how many, 1 or more; the file must have them, and keep them
   */
  public MappedFile(FileChannel channel, long bytes) throws IOException {
    segments = new MappedByteBuffer[Math.toIntExact(((bytes - 1) >> SHIFT) + 1)];
    try {
      for (int i = 0; i < segments.length; i++) {
        long from = (long) i << SHIFT;
        segments[i] =
            channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(SEGMENT, bytes - from));
      }
    } catch (IOException | RuntimeException e) {
      try (this) {
        throw e;
      }
    }
  }

  /** Copies the bytes from {@code position} on, until {@code target} is full. */
  public void read(long position, ByteBuffer target) {
    long at = position;
    while (target.hasRemaining()) {
      ByteBuffer segment = segments[(int) (at >> SHIFT)];
      int offset = (int) (at & (SEGMENT - 1));
      int some = Math.min(target.remaining(), segment.capacity() - offset);
      target.put(target.position(), segment, offset, some);
      target.position(target.position() + some);
      at += some;
    }
  }

  /** Unmaps it; closing again does nothing. */
  @Override
  public void close() {
    for (int i = 0; i < segments.length; i++) {
      MappedByteBuffer segment = segments[i];
      segments[i] = null;
      if (segment != null) {
        unmap(segment);
      }
    }
  }

  /** Gives a mapping back at once; it must not be used any more. */
  static void unmap(MappedByteBuffer segment) {
    try {
      UNMAP.invoke((ByteBuffer) segment);
    } catch (Throwable e) {
      throw new IllegalStateException("a mapping can't be given back", e);
    }
  }

  private static MethodHandle unmap() {
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field instance = type.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(type, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no way to give a mapping back", e);
    }
  }
}
