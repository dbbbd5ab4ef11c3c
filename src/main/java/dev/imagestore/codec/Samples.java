package dev.imagestore.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** 16-bit samples between PNG's byte order and ours. */
final class Samples {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EVEN = 0x00FF00FF00FF00FFL;

  private Samples() {}

  /**
   * Swaps the bytes of each of the 16-bit samples in {@code bytes} bytes; both arrays may be one.
   */
  static void swap(byte[] from, byte[] to, int bytes) {
    int i = 0;
    for (; i <= bytes - Long.BYTES; i += Long.BYTES) {
      long four = (long) LONG.get(from, i);
      LONG.set(to, i, (four & EVEN) << 8 | (four >>> 8 & EVEN));
    }
    for (; i < bytes; i += 2) {
      byte first = from[i];
      to[i] = from[i + 1];
      to[i + 1] = first;
    }
  }
}
