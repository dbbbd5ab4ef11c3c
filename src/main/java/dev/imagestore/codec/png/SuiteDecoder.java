package dev.imagestore.codec.png;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageShape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * {@link PngLibrary#suite}'s decoder. All of PNG is read: a palette becomes red, green, blue,
 * samples of fewer than 8 bits become 8, a transparent colour becomes alpha. The checksum and the
 * exact length of the compressed data are checked, too. An image allocates little more than its
 * shape.
 *
 * <p>Of the 25 µs that an image of the project's sample takes, 16 are zlib's. An inflater in Java
 * (tables of 11 and 8 bits, 64 bits at a time, up to four literals between two refills) took 16 to
 * 18, and was left out.
 */
final class SuiteDecoder implements ImageDecoder {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final PngChunks chunks = new PngChunks();
  private final Inflater inflater = new Inflater();
  private byte[] raw = {};
  private byte[] pixels = {};

  @Override
  public ImageShape open(byte[] file, int length) throws CodecException {
    return chunks.open(file, length);
  }

  @Override
  public void decode(ByteBuffer target, int offset) throws CodecException {
    PngHeader header = chunks.header();
    ImageShape shape = chunks.shape();
    inflate((int) header.rawBytes());
    int bytes = shape.bytes();
    if (pixels.length < bytes) {
      pixels = new byte[bytes];
    }
    if (header.isPlain() && chunks.transparency() == null) {
      RowUnfilter.apply(raw, 0, shape.rowBytes(), shape.height(), header.pixelBytes(), pixels);
      if (shape.depth() == 16) {
        Samples.swap(pixels, 0, pixels, 0, bytes);
      }
    } else {
      new PixelExpander(chunks).expand(raw, pixels);
    }
    target.put(offset, pixels, 0, bytes);
  }

  /** Inflates all IDAT chunks, which must give exactly {@code expected} bytes. */
  private void inflate(int expected) throws CodecException {
    // One byte more than expected: the inflater reads its checksum in the same call, and data that
    // is too long shows.
    if (raw.length <= expected) {
      raw = new byte[expected + 1];
    }
    inflater.reset();
    byte[] file = chunks.file();
    int at = chunks.firstData();
    int bytes = (int) INT.get(file, at);
    inflater.setInput(file, at + 8, bytes);
    int size = 0;
    try {
      while (true) {
        size += inflater.inflate(raw, size, expected + 1 - size);
        if (inflater.finished() || inflater.needsDictionary() || size > expected) {
          break;
        }
        at += Png.CHUNK + bytes;
        if ((int) INT.get(file, at + 4) != Png.IDAT) {
          break;
        }
        bytes = (int) INT.get(file, at);
        inflater.setInput(file, at + 8, bytes);
      }
    } catch (DataFormatException e) {
      throw CodecException.of("compressed pixels in IDAT", "damaged data: " + e.getMessage());
    }
    if (!inflater.finished() || size != expected) {
      throw CodecException.of(
          expected + " B of pixels in IDAT", size > expected ? "more" : "only " + size + " B");
    }
    int next = at + Png.CHUNK + bytes;
    if (inflater.getRemaining() != 0 || (int) INT.get(file, next + 4) == Png.IDAT) {
      throw CodecException.of("the end of IDAT behind the pixels", "more data");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
