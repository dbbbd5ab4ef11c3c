package dev.imagestore.codec.png;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.png.PngChunks.Section;
import dev.imagestore.image.ImageShape;

/**
 * Makes plain pixels of what is not: interlaced rows, palettes, samples of 1, 2 or 4 bits, one
 * transparent colour. Written to be right rather than fast; the suite's own files never need it.
 */
final class PixelExpander {
  private final PngHeader header;
  private final ImageShape shape;
  private final byte[] file;
  private final Section palette;
  private final Section transparency;
  private final int[] sample = new int[4];

  /** Makes an expander of the file that {@code chunks} opened last. */
  PixelExpander(PngChunks chunks) {
    header = chunks.header();
    shape = chunks.shape();
    file = chunks.file();
    palette = chunks.palette();
    transparency = chunks.transparency();
  }

  /** Expands the filtered rows in {@code raw}. */
  void expand(byte[] raw, byte[] pixels) throws CodecException {
    int at = 0;
    for (PngHeader.Pass pass : header.passes()) {
      int columns = pass.columns(header.width());
      int rows = pass.rows(header.height());
      if (columns == 0 || rows == 0) {
        continue;
      }
      int rowBytes = (int) header.rowBytes(columns);
      byte[] packed = new byte[rowBytes * rows];
      RowUnfilter.apply(raw, at, rowBytes, rows, header.pixelBytes(), packed);
      at += (rowBytes + 1) * rows;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          long x = pass.x() + (long) column * pass.stepX();
          long y = pass.y() + (long) row * pass.stepY();
          int to = (int) ((y * header.width() + x) * shape.channels() * shape.sampleBytes());
          expandPixel(packed, row * rowBytes, column, pixels, to);
        }
      }
    }
  }

  private void expandPixel(byte[] packed, int rowAt, int column, byte[] pixels, int to)
      throws CodecException {
    int channels = header.type().channels();
    for (int c = 0; c < channels; c++) {
      sample[c] = sampleAt(packed, rowAt, (long) column * channels + c);
    }
    if (header.type() == ColorType.PALETTE) {
      channels = lookUp(sample[0]);
    } else {
      boolean clear = transparency != null && isTransparent(channels);
      if (header.bits() < 8) {
        sample[0] = sample[0] * 255 / ((1 << header.bits()) - 1);
      }
      if (transparency != null) {
        sample[channels++] = clear ? 0 : (1 << shape.depth()) - 1;
      }
    }
    for (int c = 0; c < channels; c++) {
      pixels[to++] = (byte) sample[c];
      if (shape.depth() == 16) {
        pixels[to++] = (byte) (sample[c] >> 8);
      }
    }
  }

  private int sampleAt(byte[] packed, int rowAt, long index) {
    int bits = header.bits();
    int at = rowAt + (int) (index * bits / 8);
    if (bits == 16) {
      return (packed[at] & 0xFF) << 8 | (packed[at + 1] & 0xFF);
    }
    int below = 8 - bits - (int) (index * bits % 8);
    return (packed[at] & 0xFF) >> below & (1 << bits) - 1;
  }

  /** Puts the colour of a palette's entry in place of its index, and returns how many channels. */
  private int lookUp(int index) throws CodecException {
    if (index >= palette.length() / 3) {
      throw CodecException.of(
          "pixels of the palette's " + palette.length() / 3 + " colours", "colour " + index);
    }
    for (int c = 0; c < 3; c++) {
      sample[c] = file[palette.at() + 3 * index + c] & 0xFF;
    }
    if (transparency == null) {
      return 3;
    }
    sample[3] = index < transparency.length() ? file[transparency.at() + index] & 0xFF : 0xFF;
    return 4;
  }

  private boolean isTransparent(int channels) {
    for (int c = 0; c < channels; c++) {
      int at = transparency.at() + 2 * c;
      int key = (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
      if (sample[c] != (key & (1 << header.bits()) - 1)) {
        return false;
      }
    }
    return true;
  }
}
