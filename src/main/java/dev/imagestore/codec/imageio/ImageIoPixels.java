package dev.imagestore.codec.imageio;

import dev.imagestore.codec.CodecException;
import dev.imagestore.image.ImageShape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageTypeSpecifier;

/** A {@link BufferedImage} whose samples lie in memory as {@link ImageShape} orders them. */
final class ImageIoPixels {
  private final ImageShape shape;
  private final BufferedImage image;

  private ImageIoPixels(ImageShape shape) {
    this.shape = shape;
    int[] offsets = new int[shape.channels()];
    for (int c = 0; c < offsets.length; c++) {
      offsets[c] = c;
    }
    image =
        ImageTypeSpecifier.createInterleaved(
                ColorSpace.getInstance(
                    shape.channels() < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                offsets,
                shape.depth() == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT,
                shape.channels() % 2 == 0,
                false)
            .createBufferedImage(shape.width(), shape.height());
  }

  /**
   * Pixels of {@code shape}.
   *
   * @param last returned again if they have that shape; may be null
   * @throws CodecException if such an image is too large for {@link BufferedImage}
   */
  static ImageIoPixels of(ImageShape shape, ImageIoPixels last) throws CodecException {
    if (last != null && last.shape.equals(shape)) {
      return last;
    }
    try {
      return new ImageIoPixels(shape);
    } catch (IllegalArgumentException e) {
      throw CodecException.of("an image that fits javax.imageio", shape + ": " + e.getMessage());
    }
  }

  BufferedImage image() {
    return image;
  }

  /** Takes the pixels that {@code source} begins with. */
  void put(byte[] source) {
    if (shape.depth() == 8) {
      System.arraycopy(source, 0, bytes(), 0, shape.bytes());
    } else {
      ByteBuffer samples = ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN);
      samples.asShortBuffer().get(shorts(), 0, shape.bytes() / 2);
    }
  }

  /** Delivers the pixels from index {@code offset} of {@code target} on. */
  void get(ByteBuffer target, int offset) {
    if (shape.depth() == 8) {
      target.put(offset, bytes(), 0, shape.bytes());
    } else {
      ByteBuffer samples = target.slice(offset, shape.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      samples.asShortBuffer().put(shorts(), 0, shape.bytes() / 2);
    }
  }

  private byte[] bytes() {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }

  private short[] shorts() {
    return ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
  }
}
