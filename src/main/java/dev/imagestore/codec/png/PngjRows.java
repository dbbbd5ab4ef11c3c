package dev.imagestore.codec.png;

import ar.com.hjg.pngj.IImageLine;
import ar.com.hjg.pngj.IImageLineSet;
import ar.com.hjg.pngj.ImageInfo;
import dev.imagestore.image.ImageShape;

/**
 * Pixels as {@link ImageShape} orders them, to pngj's eyes: copies its rows to and from their place
 * without a row of samples in between. Row and set of rows in one, as pngj is done with a row
 * before it asks for the next.
 */
final class PngjRows implements IImageLineSet<PngjRows>, IImageLine {
  private final ImageShape shape;
  private final byte[] pixels;
  private int row;

  /**
   * @param pixels begins with the pixels
   */
  PngjRows(ImageShape shape, byte[] pixels) {
    this.shape = shape;
    this.pixels = pixels;
  }

  /** What pngj calls a shape. */
  static ImageInfo info(ImageShape shape) {
    int channels = shape.channels();
    return new ImageInfo(
        shape.width(), shape.height(), shape.depth(), channels % 2 == 0, channels < 3, false);
  }

  @Override
  public PngjRows getImageLine(int n) {
    row = n;
    return this;
  }

  @Override
  public boolean hasImageLine(int n) {
    return n >= 0 && n < shape.height();
  }

  @Override
  public int size() {
    return shape.height();
  }

  /**
   * Takes a row, or a part of it: of an interlaced image the pixels {@code offset}, {@code offset +
   * step}, and so on.
   *
   * @param raw a byte that names the filter, then samples without a filter
   * @param length bytes of {@code raw} in use
   */
  @Override
  public void readFromPngRaw(byte[] raw, int length, int offset, int step) {
    int to = row * shape.rowBytes();
    if (step == 1) {
      copy(raw, 1, pixels, to, shape.rowBytes());
      return;
    }
    int pixelBytes = shape.channels() * shape.sampleBytes();
    to += offset * pixelBytes;
    for (int from = 1; from < length; from += pixelBytes) {
      copy(raw, from, pixels, to, pixelBytes);
      to += step * pixelBytes;
    }
  }

  @Override
  public void endReadFromPngRaw() {}

  @Override
  public void writeToPngRaw(byte[] raw) {
    copy(pixels, row * shape.rowBytes(), raw, 1, shape.rowBytes());
  }

  private void copy(byte[] from, int fromAt, byte[] to, int toAt, int bytes) {
    if (shape.depth() == 8) {
      System.arraycopy(from, fromAt, to, toAt, bytes);
    } else {
      Samples.swap(from, fromAt, to, toAt, bytes);
    }
  }
}
