package dev.imagestore.codec.png;

import dev.imagestore.codec.CodecException;

/** Undoes the filters of the rows (PNG specification, 9.2). */
final class RowUnfilter {
  private RowUnfilter() {}

  /**
   * Undoes the filters of {@code rows} rows.
   *
   * @param raw the rows from {@code at} on, each behind the number of its filter
   * @param pixelBytes bytes from a sample to the same sample of the next pixel
   * @param out where the rows go, one behind the other
   */
  static void apply(byte[] raw, int at, int rowBytes, int rows, int pixelBytes, byte[] out)
      throws CodecException {
    for (int y = 0; y < rows; y++) {
      int to = y * rowBytes;
      int filter = raw[at++];
      switch (filter) {
        case Png.NONE -> System.arraycopy(raw, at, out, to, rowBytes);
        case Png.SUB -> sub(raw, at, rowBytes, pixelBytes, out, to);
        case Png.UP -> {
          if (y == 0) {
            System.arraycopy(raw, at, out, to, rowBytes);
          } else {
            up(raw, at, rowBytes, out, to);
          }
        }
        case Png.AVERAGE -> {
          if (y == 0) {
            averageOfLeft(raw, at, rowBytes, pixelBytes, out, to);
          } else {
            average(raw, at, rowBytes, pixelBytes, out, to);
          }
        }
        case Png.PAETH -> {
          if (y == 0) {
            // Above are zeros: the left one is always the nearest.
            sub(raw, at, rowBytes, pixelBytes, out, to);
          } else {
            paeth(raw, at, rowBytes, pixelBytes, out, to);
          }
        }
        default -> throw CodecException.of("a filter from 0 to 4 in row " + y, "" + filter);
      }
      at += rowBytes;
    }
  }

  private static void sub(byte[] raw, int at, int rowBytes, int pixelBytes, byte[] out, int to) {
    System.arraycopy(raw, at, out, to, pixelBytes);
    for (int x = pixelBytes; x < rowBytes; x++) {
      out[to + x] = (byte) (raw[at + x] + out[to + x - pixelBytes]);
    }
  }

  private static void up(byte[] raw, int at, int rowBytes, byte[] out, int to) {
    int above = to - rowBytes;
    for (int x = 0; x < rowBytes; x++) {
      out[to + x] = (byte) (raw[at + x] + out[above + x]);
    }
  }

  private static void averageOfLeft(
      byte[] raw, int at, int rowBytes, int pixelBytes, byte[] out, int to) {
    System.arraycopy(raw, at, out, to, pixelBytes);
    for (int x = pixelBytes; x < rowBytes; x++) {
      out[to + x] = (byte) (raw[at + x] + ((out[to + x - pixelBytes] & 0xFF) >> 1));
    }
  }

  private static void average(
      byte[] raw, int at, int rowBytes, int pixelBytes, byte[] out, int to) {
    int above = to - rowBytes;
    for (int x = 0; x < pixelBytes; x++) {
      out[to + x] = (byte) (raw[at + x] + ((out[above + x] & 0xFF) >> 1));
    }
    for (int x = pixelBytes; x < rowBytes; x++) {
      int left = out[to + x - pixelBytes] & 0xFF;
      out[to + x] = (byte) (raw[at + x] + ((left + (out[above + x] & 0xFF)) >> 1));
    }
  }

  private static void paeth(byte[] raw, int at, int rowBytes, int pixelBytes, byte[] out, int to) {
    int above = to - rowBytes;
    for (int x = 0; x < pixelBytes; x++) {
      out[to + x] = (byte) (raw[at + x] + out[above + x]);
    }
    for (int x = pixelBytes; x < rowBytes; x++) {
      int a = out[to + x - pixelBytes] & 0xFF;
      int b = out[above + x] & 0xFF;
      int c = out[above + x - pixelBytes] & 0xFF;
      out[to + x] = (byte) (raw[at + x] + Png.paeth(a, b, c));
    }
  }
}
