package dev.imagestore.codec.png;

import dev.imagestore.codec.CodecException;
import dev.imagestore.image.ImageShape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The image header.
 *
 * @param width columns
 * @param height rows
 * @param bits bits per sample
 * @param type what a pixel consists of
 * @param interlaced true if the rows come in the seven passes of Adam7
 */
record PngHeader(int width, int height, int bits, ColorType type, boolean interlaced) {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** Some rows and columns of the image, which come as an image of their own. */
  record Pass(int x, int y, int stepX, int stepY) {
    /** Columns of the pass in an image of {@code width}; may be 0. */
    int columns(int width) {
      return (int) (((long) width - x + stepX - 1) / stepX);
    }

    /** Rows of the pass in an image of {@code height}; may be 0. */
    int rows(int height) {
      return (int) (((long) height - y + stepY - 1) / stepY);
    }
  }

  private static final List<Pass> WHOLE = List.of(new Pass(0, 0, 1, 1));

  /** PNG specification, 8.2. */
  private static final List<Pass> ADAM7 =
      List.of(
          new Pass(0, 0, 8, 8),
          new Pass(4, 0, 8, 8),
          new Pass(0, 4, 4, 8),
          new Pass(2, 0, 4, 4),
          new Pass(0, 2, 2, 4),
          new Pass(1, 0, 2, 2),
          new Pass(0, 1, 1, 2));

  /** Reads the {@code length} bytes of an IHDR chunk at {@code at}. */
  static PngHeader parse(byte[] file, int at, int length) throws CodecException {
    if (length != 13) {
      throw CodecException.of("13 B in IHDR", length + " B");
    }
    int width = (int) INT.get(file, at);
    int height = (int) INT.get(file, at + 4);
    int bits = file[at + 8];
    ColorType type = ColorType.ofCode(file[at + 9]);
    if (width < 1 || height < 1) {
      throw CodecException.of(
          "1 to 2147483647 columns and rows in IHDR",
          Integer.toUnsignedString(width) + "x" + Integer.toUnsignedString(height));
    }
    if (type == null || !type.allows(bits)) {
      throw CodecException.of(
          "a colour type and depth of the PNG specification in IHDR",
          "type " + file[at + 9] + " of depth " + bits);
    }
    if (file[at + 10] != 0 || file[at + 11] != 0 || (file[at + 12] & ~1) != 0) {
      throw CodecException.of(
          "compression 0, filter 0 and interlace 0 or 1 in IHDR",
          file[at + 10] + ", " + file[at + 11] + " and " + file[at + 12]);
    }
    return new PngHeader(width, height, bits, type, file[at + 12] == 1);
  }

  /** True if the samples in the file are those of the image but for their byte order. */
  boolean isPlain() {
    return !interlaced && bits >= 8 && type != ColorType.PALETTE;
  }

  /** Bytes of one pixel in the file, 1 if it is less than one. */
  int pixelBytes() {
    return Math.max(1, type.channels() * bits / 8);
  }

  /** Bytes of a row of {@code columns} pixels in the file. */
  long rowBytes(int columns) {
    return ((long) columns * type.channels() * bits + 7) / 8;
  }

  List<Pass> passes() {
    return interlaced ? ADAM7 : WHOLE;
  }

  /** Bytes of all rows of all passes, each behind the byte that names its filter. */
  long rawBytes() throws CodecException {
    long bytes = 0;
    for (Pass pass : passes()) {
      int columns = pass.columns(width);
      int rows = pass.rows(height);
      if (columns > 0 && rows > 0) {
        if (rows > (ImageShape.MAX_BYTES - bytes) / (1 + rowBytes(columns))) {
          throw CodecException.of(
              "an image of at most " + ImageShape.MAX_BYTES + " B",
              "one of " + width + "x" + height);
        }
        bytes += rows * (1 + rowBytes(columns));
      }
    }
    return bytes;
  }

  /** The shape of the pixels once palette, small samples and transparency are expanded. */
  ImageShape shape(boolean transparency) throws CodecException {
    int channels = (type == ColorType.PALETTE ? 3 : type.channels()) + (transparency ? 1 : 0);
    try {
      return new ImageShape(width, height, channels, Math.max(8, bits));
    } catch (IllegalArgumentException e) {
      throw new CodecException(e.getMessage());
    }
  }
}
