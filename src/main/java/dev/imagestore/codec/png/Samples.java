package dev.imagestore.codec.png;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** 16-bit samples between PNG's byte order and the suite's. */
final class Samples {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EVEN = 0x00FF00FF00FF00FFL;

  private Samples() {}

  /**
   * Copies 16-bit samples and swaps the bytes of each.
   *
   * @param bytes how many bytes, an even number
   */
  static void swap(byte[] from, int fromAt, byte[] to, int toAt, int bytes) {
    int i = 0;
    for (; i <= bytes - Long.BYTES; i += Long.BYTES) {
      long four = (long) LONG.get(from, fromAt + i);
      LONG.set(to, toAt + i, ((four & EVEN) << 8) | ((four >>> 8) & EVEN));
    }
    for (; i < bytes; i += 2) {
      byte first = from[fromAt + i];
      to[toAt + i] = from[fromAt + i + 1];
      to[toAt + i + 1] = first;
    }
  }
}
