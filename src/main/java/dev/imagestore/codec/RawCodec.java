package dev.imagestore.codec;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code raw}, no codec: a header of 16 bytes and the pixels as they are. What a store costs with
 * another codec and not with this one, the other codec costs. The header, little-endian: {@code
 * "ISBI"}, width (4), height (4), channels (2), bits per sample (2).
 */
public final class RawCodec implements Codec, ImageCodec {
  private static final int MAGIC = 'I' | 'S' << 8 | 'B' << 16 | 'I' << 24;
  static final int HEADER_BYTES = 16;

  @Override
  public String name() {
    return "raw";
  }

  /** There is nothing to choose. */
  @Override
  public ImageCodec with(OptionValues values) {
    return this;
  }

  @Override
  public String suffix() {
    return ".bin";
  }

  @Override
  public ImageEncoder encoder() {
    return new Encoder();
  }

  @Override
  public ImageDecoder decoder() {
    return new Decoder();
  }

  /** Puts the header of an image at a little-endian buffer's position. */
  static void putHeader(ImageShape shape, ByteBuffer file) {
    file.putInt(MAGIC).putInt(shape.width()).putInt(shape.height());
    file.putShort((short) shape.channels()).putShort((short) shape.depth());
  }

  /**
   * The shape in the header that begins at {@code at}.
   *
   * @param end of the file
   * @throws CodecException if there is no header
   */
  static ImageShape shape(byte[] file, int at, int end) throws CodecException {
    if (end - at < HEADER_BYTES) {
      throw CodecException.of("the header of a plain image", (end - at) + " B");
    }
    ByteBuffer header = ByteBuffer.wrap(file, at, HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt() != MAGIC) {
      throw CodecException.of("the header of a plain image", "something else");
    }
    try {
      return new ImageShape(header.getInt(), header.getInt(), header.getShort(), header.getShort());
    } catch (IllegalArgumentException e) {
      throw CodecException.of("the shape of an image", e.getMessage(), e);
    }
  }

  private static final class Encoder implements ImageEncoder {
    private ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    @Override
    public int encode(ImageShape shape, byte[] pixels) {
      int length = HEADER_BYTES + shape.bytes();
      if (file.capacity() < length) {
        file = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      }
      putHeader(shape, file.clear());
      file.put(pixels, 0, shape.bytes());
      return length;
    }

    @Override
    public byte[] file() {
      return file.array();
    }

    @Override
    public void close() {
      // Nothing is outside the heap.
    }
  }

  private static final class Decoder implements ImageDecoder {
    private byte[] file;
    private int pixelBytes;

    @Override
    public ImageShape open(byte[] bytes, int length) throws CodecException {
      ImageShape shape = shape(bytes, 0, length);
      if (length != HEADER_BYTES + (long) shape.bytes()) {
        throw CodecException.of(
            HEADER_BYTES + (long) shape.bytes() + " B of an image of " + shape, length + " B");
      }
      file = bytes;
      pixelBytes = shape.bytes();
      return shape;
    }

    @Override
    public void decode(ByteBuffer target, int offset) {
      target.put(offset, file, HEADER_BYTES, pixelBytes);
    }

    @Override
    public void close() {
      // Nothing is outside the heap.
    }
  }
}
