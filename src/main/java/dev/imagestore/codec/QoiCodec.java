package dev.imagestore.codec;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import me.saharnooby.qoi.QOIImage;
import me.saharnooby.qoi.QOIUtil;

/** {@code qoi}: QOI files, "the quite OK image format", by qoi-java. */
public final class QoiCodec implements Codec, ImageCodec {
  private static final Domain DOMAIN = new Domain(Set.of(3, 4), 8, Integer.MAX_VALUE);
  private static final int MAGIC = 0x716F6966;
  private static final int HEADER_BYTES = 14;
  private static final byte[] END = {0, 0, 0, 0, 0, 0, 0, 1};

  /** A run. */
  private static final long MOST_PIXELS_A_BYTE = 62;

  @Override
  public String name() {
    return "qoi";
  }

  /** There is nothing to choose. */
  @Override
  public ImageCodec with(OptionValues values) {
    return this;
  }

  @Override
  public String suffix() {
    return ".qoi";
  }

  @Override
  public Domain domain() {
    return DOMAIN;
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
    private byte[] file = {};

    @Override
    public int encode(ImageShape shape, byte[] pixels) throws CodecException {
      DOMAIN.check(shape);
      // The library wants an array of just this length.
      byte[] exact = pixels.length == shape.bytes() ? pixels : Arrays.copyOf(pixels, shape.bytes());
      ByteArrayOutputStream out = new ByteArrayOutputStream(shape.bytes());
      try {
        QOIUtil.writeImage(
            QOIUtil.createFromPixelData(exact, shape.width(), shape.height(), shape.channels()),
            out);
      } catch (IOException | RuntimeException e) {
        throw new CodecException("an image of " + shape + " that qoi-java can't encode", e);
      }
      file = out.toByteArray();
      return file.length;
    }

    @Override
    public byte[] file() {
      return file;
    }

    @Override
    public void close() {
      // Nothing is outside the heap.
    }
  }

  private static final class Decoder implements ImageDecoder {
    private byte[] file;
    private int fileBytes;
    private ImageShape shape;

    @Override
    public ImageShape open(byte[] bytes, int length) throws CodecException {
      ByteBuffer header = ByteBuffer.wrap(bytes);
      if (length < HEADER_BYTES + END.length
          || header.getInt(0) != MAGIC
          || !Arrays.equals(bytes, length - END.length, length, END, 0, END.length)) {
        throw CodecException.of("a QOI file from its header to its end", "something else");
      }
      try {
        shape = new ImageShape(header.getInt(4), header.getInt(8), bytes[12], 8);
      } catch (IllegalArgumentException e) {
        throw CodecException.of("the shape of an image", e.getMessage(), e);
      }
      DOMAIN.check(shape);
      if ((long) shape.width() * shape.height() > length * MOST_PIXELS_A_BYTE) {
        throw CodecException.of("data for an image of " + shape, length + " B");
      }
      file = bytes;
      fileBytes = length;
      return shape;
    }

    @Override
    public void decode(ByteBuffer target, int offset) throws CodecException {
      ByteArrayInputStream in = new ByteArrayInputStream(file, 0, fileBytes);
      QOIImage image;
      try {
        image = QOIUtil.readImage(in);
      } catch (IOException | RuntimeException e) {
        throw CodecException.of("pixels that qoi-java can decode", e.toString(), e);
      }
      if (in.available() > END.length) {
        throw CodecException.of("data of one image", in.available() + " B more");
      }
      target.put(offset, image.getPixelData(), 0, shape.bytes());
    }

    @Override
    public void close() {
      // Nothing is outside the heap.
    }
  }
}
