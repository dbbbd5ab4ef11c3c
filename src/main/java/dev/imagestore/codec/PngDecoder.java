package dev.imagestore.codec;

import dev.imagestore.image.ImageShape;
import java.io.Closeable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * PNG files in memory to pixels, in two steps: {@link #open} checks the whole file and says what
 * the image's shape is, {@link #decode} delivers the pixels. All of PNG is read: a palette becomes
 * red, green, blue, samples of fewer than 8 bits become 8, a transparent colour becomes alpha.
 *
 * <p>Nothing in a file is believed: chunk lengths, CRCs and order, the checksum and the exact
 * length of the compressed data are checked, nothing may stand behind the last chunk, and no more
 * memory is taken than the compressed data can fill. Belongs to one thread; its buffers are used
 * again, so that an image allocates little more than its shape.
 */
public final class PngDecoder implements Closeable {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Deflate's best: 258 bytes in two bits. */
  private static final long MOST_BYTES_A_BYTE = 258 * 8 / 2;

  private final Inflater inflater = new Inflater();
  private final CRC32 crc = new CRC32();
  private byte[] raw = {};
  private byte[] pixels = {};

  private byte[] file;
  private PngHeader header;
  private ImageShape shape;
  private Section palette;
  private Section transparency;
  private int firstData;

  /** Where a chunk's data lies in the file. */
  record Section(int at, int length) {}

  /**
   * Checks a file from its first byte to its last.
   *
   * @param file begins with the file, and must not change before {@link #decode}
   * @param length the bytes of the file
   * @return the shape of the pixels that {@link #decode} will deliver
   * @throws PngException if the file is not a whole PNG
   */
  public ImageShape open(byte[] file, int length) throws PngException {
    this.file = file;
    header = null;
    palette = null;
    transparency = null;
    firstData = 0;
    if (length < 8 || (long) LONG.get(file, 0) != Png.SIGNATURE) {
      throw PngException.of(
          "the 8 bytes of a PNG's signature",
          length < 8 ? "a file of " + length + " B" : "other bytes");
    }
    int at = 8;
    long dataBytes = 0;
    int previous = 0;
    int type;
    do {
      type = checkChunk(at, length);
      int bytes = (int) INT.get(file, at);
      int data = at + 8;
      if ((previous == 0) != (type == Png.IHDR)) {
        throw PngException.of("one IHDR, as the first chunk", Png.name(type) + " at byte " + at);
      }
      switch (type) {
        case Png.IHDR -> header = PngHeader.parse(file, data, bytes);
        case Png.PLTE -> palette = palette(data, bytes);
        case Png.TRNS -> transparency = transparency(data, bytes);
        case Png.IDAT -> {
          if (firstData == 0) {
            firstData = at;
          } else if (previous != Png.IDAT) {
            throw PngException.of("the IDAT chunks in a row", "another at byte " + at);
          }
          dataBytes += bytes;
        }
        case Png.IEND -> {
          if (bytes != 0 || data + 4 != length) {
            throw PngException.of(
                "the end of the file behind an empty IEND", (length - data - 4) + " B more");
          }
        }
        default -> {
          if (Png.isCritical(type)) {
            throw PngException.of(
                "only chunks that the PNG specification names", Png.name(type) + " at byte " + at);
          }
        }
      }
      previous = type;
      at = data + bytes + 4;
    } while (type != Png.IEND);
    if (header.type() == ColorType.PALETTE && palette == null) {
      throw PngException.of("a PLTE chunk, as the image has a palette", "none");
    }
    if (header.rawBytes() > dataBytes * MOST_BYTES_A_BYTE) {
      throw PngException.of(
          "IDAT chunks for an image of " + header.width() + "x" + header.height(),
          dataBytes + " B of them, which can't hold it");
    }
    shape = header.shape(transparency != null);
    return shape;
  }

  /**
   * Delivers the pixels of the file that was opened last.
   *
   * @param target takes them, from index {@code offset} on; its position does not matter and stays
   * @throws PngException if the compressed data is damaged
   */
  public void decode(ByteBuffer target, int offset) throws PngException {
    inflate((int) header.rawBytes());
    int bytes = shape.bytes();
    if (pixels.length < bytes) {
      pixels = new byte[bytes];
    }
    if (header.isPlain() && transparency == null) {
      RowUnfilter.apply(raw, 0, shape.rowBytes(), shape.height(), header.pixelBytes(), pixels);
      if (shape.depth() == 16) {
        Samples.swap(pixels, 0, pixels, 0, bytes);
      }
    } else {
      new PixelExpander(header, shape, file, palette, transparency).expand(raw, pixels);
    }
    target.put(offset, pixels, 0, bytes);
  }

  /** Checks that a whole chunk lies at {@code at}, and returns its type. */
  private int checkChunk(int at, int length) throws PngException {
    if (length - at < Png.CHUNK) {
      throw PngException.of(
          "a chunk at byte " + at, at == length ? "the end of the file" : "a part of one");
    }
    int bytes = (int) INT.get(file, at);
    int type = (int) INT.get(file, at + 4);
    if (!Png.isType(type)) {
      throw PngException.of("a chunk's type at byte " + (at + 4), Png.name(type));
    }
    if (bytes < 0 || bytes > length - at - Png.CHUNK) {
      throw PngException.of(
          "the "
              + Integer.toUnsignedString(bytes)
              + " B of chunk "
              + Png.name(type)
              + " at byte "
              + at,
          (length - at - Png.CHUNK) + " B to the end of the file");
    }
    crc.reset();
    crc.update(file, at + 4, bytes + 4);
    int written = (int) INT.get(file, at + 8 + bytes);
    if ((int) crc.getValue() != written) {
      throw PngException.of(
          String.format("CRC %08X of chunk %s at byte %d", written, Png.name(type), at),
          String.format("%08X", crc.getValue()));
    }
    return type;
  }

  private Section palette(int at, int bytes) throws PngException {
    if (palette != null || firstData != 0 || bytes == 0 || bytes % 3 != 0 || bytes > 3 * 256) {
      throw PngException.of(
          "one PLTE of 1 to 256 colours before the pixels", bytes + " B at byte " + (at - 8));
    }
    return new Section(at, bytes);
  }

  private Section transparency(int at, int bytes) throws PngException {
    boolean fits =
        switch (header.type()) {
          case GREY -> bytes == 2;
          case RGB -> bytes == 6;
          case PALETTE -> palette != null && bytes >= 1 && bytes <= palette.length() / 3;
          case GREY_ALPHA, RGB_ALPHA -> false;
        };
    if (!fits || transparency != null || firstData != 0) {
      throw PngException.of(
          "one tRNS that fits an image of type " + header.type() + ", before the pixels",
          bytes + " B at byte " + (at - 8));
    }
    return new Section(at, bytes);
  }

  /** Inflates all IDAT chunks, which must give exactly {@code expected} bytes. */
  private void inflate(int expected) throws PngException {
    // One byte more than expected: the inflater reads its checksum in the same call, and data that
    // is too long shows.
    if (raw.length <= expected) {
      raw = new byte[expected + 1];
    }
    inflater.reset();
    int at = firstData;
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
      throw PngException.of("compressed pixels in IDAT", "damaged data: " + e.getMessage());
    }
    if (!inflater.finished() || size != expected) {
      throw PngException.of(
          expected + " B of pixels in IDAT", size > expected ? "more" : "only " + size + " B");
    }
    int next = at + Png.CHUNK + bytes;
    if (inflater.getRemaining() != 0 || (int) INT.get(file, next + 4) == Png.IDAT) {
      throw PngException.of("the end of IDAT behind the pixels", "more data");
    }
  }

  /** Releases the decompressor's memory, which lies outside the heap. */
  @Override
  public void close() {
    inflater.end();
  }
}
