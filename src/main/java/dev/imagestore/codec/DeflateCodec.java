package dev.imagestore.codec;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * {@code deflate}: the pixels in a gzip file (RFC 1952), compressed by the JDK's zlib. {@code
 * gunzip} gives the pixels; their shape is in the field of the header that is there for extras, as
 * the subfield {@code IS}: the 16 bytes that {@link RawCodec} puts before pixels.
 */
public final class DeflateCodec implements Codec, ImageCodec {
  /** zlib's own default. */
  private static final int LEVEL = 6;

  /**
   * 1f 8b, deflate, extra field, no time, no hint, unknown system; then the length of the extra.
   */
  private static final byte[] BEGIN = {
    0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 255, 20, 0, 'I', 'S', RawCodec.HEADER_BYTES, 0
  };

  private static final int HEADER_BYTES = BEGIN.length + RawCodec.HEADER_BYTES;

  /** CRC-32 and length of what was compressed. */
  private static final int TRAILER_BYTES = 8;

  /** Deflate's best: 258 bytes in two bits. */
  private static final long MOST_BYTES_A_BYTE = 258 * 8 / 2;

  @Override
  public String name() {
    return "deflate";
  }

  /** There is nothing to choose. */
  @Override
  public ImageCodec with(OptionValues values) {
    return this;
  }

  @Override
  public String suffix() {
    return ".bin.gz";
  }

  @Override
  public ImageEncoder encoder() {
    return new Encoder();
  }

  @Override
  public ImageDecoder decoder() {
    return new Decoder();
  }

  private static final class Encoder implements ImageEncoder {
    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 crc = new CRC32();
    private byte[] file = new byte[8192];

    @Override
    public int encode(ImageShape shape, byte[] pixels) throws CodecException {
      RawCodec.putHeader(shape, littleEndian(0).put(BEGIN));
      deflater.reset();
      deflater.setInput(pixels, 0, shape.bytes());
      deflater.finish();
      int end = HEADER_BYTES;
      while (!deflater.finished()) {
        if (file.length - end <= TRAILER_BYTES) {
          grow(shape);
        }
        end += deflater.deflate(file, end, file.length - TRAILER_BYTES - end);
      }
      crc.reset();
      crc.update(pixels, 0, shape.bytes());
      littleEndian(end).putInt((int) crc.getValue()).putInt(shape.bytes());
      return end + TRAILER_BYTES;
    }

    private ByteBuffer littleEndian(int at) {
      return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(at);
    }

    private void grow(ImageShape shape) throws CodecException {
      int length = (int) Math.min(2L * file.length, ImageShape.MAX_BYTES);
      if (length == file.length) {
        throw CodecException.of("an image that fits " + length + " B as a file", "one of " + shape);
      }
      file = Arrays.copyOf(file, length);
    }

    @Override
    public byte[] file() {
      return file;
    }

    @Override
    public void close() {
      deflater.end();
    }
  }

  private static final class Decoder implements ImageDecoder {
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] more = new byte[1];
    private byte[] file;
    private int dataBytes;
    private ImageShape shape;

    @Override
    public ImageShape open(byte[] bytes, int length) throws CodecException {
      if (length < HEADER_BYTES + TRAILER_BYTES
          || !Arrays.equals(bytes, 0, BEGIN.length, BEGIN, 0, BEGIN.length)) {
        throw CodecException.of("a gzip file with the shape of an image", "something else");
      }
      file = bytes;
      dataBytes = length - HEADER_BYTES - TRAILER_BYTES;
      shape = RawCodec.shape(bytes, BEGIN.length, HEADER_BYTES);
      int unpacked = trailer(4);
      if (unpacked != shape.bytes() || unpacked > dataBytes * MOST_BYTES_A_BYTE) {
        throw CodecException.of(
            shape.bytes() + " B of an image of " + shape,
            unpacked + " B compressed to " + dataBytes + " B");
      }
      return shape;
    }

    private int trailer(int at) {
      return ByteBuffer.wrap(file)
          .order(ByteOrder.LITTLE_ENDIAN)
          .getInt(HEADER_BYTES + dataBytes + at);
    }

    @Override
    public void decode(ByteBuffer target, int offset) throws CodecException {
      ByteBuffer pixels = target.slice(offset, shape.bytes());
      inflater.reset();
      inflater.setInput(file, HEADER_BYTES, dataBytes);
      try {
        while (pixels.hasRemaining() && inflater.inflate(pixels) > 0) {}
        // The end of the data may not have been looked at yet.
        if (pixels.hasRemaining()
            || (!inflater.finished() && inflater.inflate(more) > 0)
            || !inflater.finished()
            || inflater.getRemaining() > 0) {
          throw CodecException.of(
              shape.bytes() + " B of pixels in " + dataBytes + " B of data",
              inflater.getBytesWritten() + " B in " + inflater.getBytesRead() + " B");
        }
      } catch (DataFormatException e) {
        throw CodecException.of("data that zlib can decompress", String.valueOf(e.getMessage()), e);
      }
      crc.reset();
      crc.update(pixels.flip());
      if ((int) crc.getValue() != trailer(0)) {
        throw CodecException.of(
            "pixels with the CRC-32 " + Integer.toHexString(trailer(0)),
            Long.toHexString(crc.getValue()));
      }
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
