package dev.imagestore.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code zstd}: the pixels in a Zstandard file (RFC 8878), by zstd-jni. {@code zstd -d} gives the
 * pixels; their shape is in a frame before them that decompressors skip: the 16 bytes that {@link
 * RawCodec} puts before pixels.
 */
public final class ZstdCodec implements Codec, ImageCodec {
  /** The library's own default. */
  private static final int LEVEL = 3;

  private static final int SKIPPABLE = 0x184D2A50;

  /** Magic number and length of the frame that is skipped, and its content. */
  public static final int HEADER_BYTES = 8 + RawCodec.HEADER_BYTES;

  /** A block of four bytes may stand for as many as a block can have. */
  private static final long MOST_BYTES_A_BYTE = (128 << 10) / 4;

  @Override
  public String name() {
    return "zstd";
  }

  /** There is nothing to choose. */
  @Override
  public ImageCodec with(OptionValues values) {
    return this;
  }

  @Override
  public String suffix() {
    return ".bin.zst";
  }

  @Override
  public ImageEncoder encoder() {
    return new Encoder();
  }

  @Override
  public ImageDecoder decoder() {
    return new Decoder();
  }

  /**
   * Puts the frame with the shape at the beginning of a file.
   *
   * @param file {@link #HEADER_BYTES} long or more
   */
  public static void putHeader(ImageShape shape, byte[] file) {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(SKIPPABLE).putInt(RawCodec.HEADER_BYTES);
    RawCodec.putHeader(shape, header);
  }

  private static final class Encoder implements ImageEncoder {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private byte[] file = new byte[8192];

    Encoder() {
      context.setLevel(LEVEL).setChecksum(true).setContentSize(true);
    }

    @Override
    public int encode(ImageShape shape, byte[] pixels) throws CodecException {
      long bound = HEADER_BYTES + Zstd.compressBound(shape.bytes());
      if (bound > ImageShape.MAX_BYTES) {
        throw CodecException.of(
            "an image that fits " + ImageShape.MAX_BYTES + " B as a file", "up to " + bound + " B");
      }
      if (file.length < bound) {
        file = new byte[(int) bound];
      }
      putHeader(shape, file);
      try {
        return HEADER_BYTES
            + context.compressByteArray(
                file, HEADER_BYTES, file.length - HEADER_BYTES, pixels, 0, shape.bytes());
      } catch (ZstdException e) {
        throw new CodecException("an image of " + shape + " that zstd can't compress", e);
      }
    }

    @Override
    public byte[] file() {
      return file;
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private static final class Decoder implements ImageDecoder {
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private byte[] file;
    private int dataBytes;
    private ImageShape shape;

    @Override
    public ImageShape open(byte[] bytes, int length) throws CodecException {
      ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (length <= HEADER_BYTES
          || header.getInt(0) != SKIPPABLE
          || header.getInt(4) != RawCodec.HEADER_BYTES) {
        throw CodecException.of("a zstd file with the shape of an image", "something else");
      }
      file = bytes;
      dataBytes = length - HEADER_BYTES;
      shape = RawCodec.shape(bytes, 8, length);
      long unpacked = Zstd.getFrameContentSize(bytes, HEADER_BYTES, dataBytes);
      if (unpacked != shape.bytes() || unpacked > dataBytes * MOST_BYTES_A_BYTE) {
        throw CodecException.of(
            shape.bytes() + " B of an image of " + shape,
            unpacked + " B compressed to " + dataBytes + " B");
      }
      return shape;
    }

    @Override
    public void decode(ByteBuffer target, int offset) throws CodecException {
      int bytes;
      try {
        bytes =
            target.isDirect()
                ? context.decompressByteArrayToDirectByteBuffer(
                    target, offset, shape.bytes(), file, HEADER_BYTES, dataBytes)
                : context.decompressByteArray(
                    target.array(),
                    target.arrayOffset() + offset,
                    shape.bytes(),
                    file,
                    HEADER_BYTES,
                    dataBytes);
      } catch (ZstdException e) {
        throw CodecException.of("data that zstd can decompress", e.getMessage(), e);
      }
      if (bytes != shape.bytes()) {
        throw CodecException.of(shape.bytes() + " B of pixels", bytes + " B");
      }
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
