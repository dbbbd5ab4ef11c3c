package dev.imagestore.codec;

import dev.imagestore.image.ImageShape;

/**
 * Chooses a filter for each row of an image, the one with the least sum of absolute differences
 * (PNG specification, 12.7), and applies it.
 */
final class RowFilter {
  private byte[] zeros = {};

  /**
   * Filters all rows.
   *
   * @param samples the pixels, 16-bit samples big-endian
   * @param out where the rows go, each behind the number of its filter
   * @return the bytes written to {@code out}
   */
  int apply(ImageShape shape, byte[] samples, byte[] out) {
    int rowBytes = shape.rowBytes();
    int pixelBytes = shape.channels() * shape.sampleBytes();
    if (zeros.length < rowBytes) {
      zeros = new byte[rowBytes];
    }
    byte[] above = zeros;
    int aboveAt = 0;
    int to = 0;
    for (int y = 0; y < shape.height(); y++) {
      int at = y * rowBytes;
      int filter = best(samples, at, above, aboveAt, rowBytes, pixelBytes);
      out[to++] = (byte) filter;
      for (int x = 0; x < rowBytes; x++) {
        int a = x < pixelBytes ? 0 : samples[at + x - pixelBytes] & 0xFF;
        int b = above[aboveAt + x] & 0xFF;
        int c = x < pixelBytes ? 0 : above[aboveAt + x - pixelBytes] & 0xFF;
        out[to++] = (byte) (samples[at + x] - predict(filter, a, b, c));
      }
      above = samples;
      aboveAt = at;
    }
    return to;
  }

  private static int best(
      byte[] samples, int at, byte[] above, int aboveAt, int rowBytes, int pixelBytes) {
    int none = 0;
    int sub = 0;
    int up = 0;
    int average = 0;
    int paeth = 0;
    for (int x = 0; x < rowBytes; x++) {
      int v = samples[at + x];
      int a = x < pixelBytes ? 0 : samples[at + x - pixelBytes] & 0xFF;
      int b = above[aboveAt + x] & 0xFF;
      int c = x < pixelBytes ? 0 : above[aboveAt + x - pixelBytes] & 0xFF;
      none += Math.abs((byte) v);
      sub += Math.abs((byte) (v - a));
      up += Math.abs((byte) (v - b));
      average += Math.abs((byte) (v - ((a + b) >> 1)));
      paeth += Math.abs((byte) (v - Png.paeth(a, b, c)));
    }
    int least = Math.min(Math.min(Math.min(none, sub), Math.min(up, average)), paeth);
    return least == none
        ? Png.NONE
        : least == sub
            ? Png.SUB
            : least == up ? Png.UP : least == average ? Png.AVERAGE : Png.PAETH;
  }

  private static int predict(int filter, int a, int b, int c) {
    return switch (filter) {
      case Png.NONE -> 0;
      case Png.SUB -> a;
      case Png.UP -> b;
      case Png.AVERAGE -> (a + b) >> 1;
      default -> Png.paeth(a, b, c);
    };
  }
}
