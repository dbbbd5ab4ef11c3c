package dev.imagestore.image;

/**
 * The shape of one image. Its pixels are row-major with the channels last, one byte a sample at
 * depth 8 and two bytes, little-endian, at depth 16; this is the memory of a numpy array of shape
 * (height, width, channels).
 *
 * @param width columns, 1 or more
 * @param height rows, 1 or more
 * @param channels 1 grey, 2 grey and alpha, 3 red, green, blue, 4 with alpha
 * @param depth bits a sample, 8 or 16; whether they are signed is no matter of shape, see {@link
 *     ImageSet#signed}
 */
public record ImageShape(int width, int height, int channels, int depth) {

  /** The largest image, in bytes, that fits one Java buffer with room for a header. */
  public static final int MAX_BYTES = Integer.MAX_VALUE - 4096;

  /** Checks the numbers. */
  public ImageShape {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("an image of " + width + "x" + height + " has 0 pixels");
    }
    if (channels < 1 || channels > 4) {
      throw new IllegalArgumentException("channels: expected 1 to 4, found " + channels);
    }
    if (depth != 8 && depth != 16) {
      throw new IllegalArgumentException("bits a sample: expected 8 or 16, found " + depth);
    }
    if (Math.multiplyHigh((long) width * height, channels * (depth / 8L)) != 0
        || (long) width * height > MAX_BYTES / (channels * (depth / 8))) {
      throw new IllegalArgumentException(
          "an image of "
              + width
              + "x"
              + height
              + "x"
              + channels
              + " at "
              + depth
              + " bits is over "
              + MAX_BYTES
              + " B");
    }
  }

  /** Bytes of one sample: 1 or 2. */
  public int sampleBytes() {
    return depth / 8;
  }

  /** Bytes of one row. */
  public int rowBytes() {
    return width * channels * sampleBytes();
  }

  /** Bytes of the whole image. */
  public int bytes() {
    return rowBytes() * height;
  }

  /** As in a dataset's name: {@code 32x32x3} or {@code 512x512x1x16}. */
  @Override
  public String toString() {
    return width + "x" + height + "x" + channels + (depth == 16 ? "x16" : "");
  }
}
