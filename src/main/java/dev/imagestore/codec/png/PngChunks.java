package dev.imagestore.codec.png;

import dev.imagestore.codec.CodecException;
import dev.imagestore.image.ImageShape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * The chunks of one file, checked from the first byte to the last whatever decodes them afterwards.
 *
 * <p>Nothing in a file is believed: chunk lengths, CRCs and order are checked, nothing may stand
 * behind the last chunk, and the header may not claim more pixels than the compressed data can
 * fill. No memory is taken. An object serves one file after the other.
 */
final class PngChunks {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Deflate's best: 258 bytes in two bits. */
  private static final long MOST_BYTES_A_BYTE = 258 * 8 / 2;

  private final CRC32 crc = new CRC32();

  private byte[] file;
  private int length;
  private PngHeader header;
  private ImageShape shape;
  private Section palette;
  private Section transparency;
  private int firstData;

  /** Where a chunk's data lies in the file. */
  record Section(int at, int length) {}

  /**
   * Checks a file.
   *
   * @param file begins with the file
   * @param length the bytes of the file
   * @return the shape of its pixels once palette, small samples and transparency are expanded
   * @throws CodecException if the file is not a whole PNG
   */
  ImageShape open(byte[] file, int length) throws CodecException {
    this.file = file;
    this.length = length;
    header = null;
    palette = null;
    transparency = null;
    firstData = 0;
    if (length < 8 || (long) LONG.get(file, 0) != Png.SIGNATURE) {
      throw CodecException.of(
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
        throw CodecException.of("one IHDR, as the first chunk", Png.name(type) + " at byte " + at);
      }
      switch (type) {
        case Png.IHDR -> header = PngHeader.parse(file, data, bytes);
        case Png.PLTE -> palette = palette(data, bytes);
        case Png.TRNS -> transparency = transparency(data, bytes);
        case Png.IDAT -> {
          if (firstData == 0) {
            firstData = at;
          } else if (previous != Png.IDAT) {
            throw CodecException.of("the IDAT chunks in a row", "another at byte " + at);
          }
          dataBytes += bytes;
        }
        case Png.IEND -> {
          if (bytes != 0 || data + 4 != length) {
            throw CodecException.of(
                "the end of the file behind an empty IEND", (length - data - 4) + " B more");
          }
        }
        default -> {
          if (Png.isCritical(type)) {
            throw CodecException.of(
                "only chunks that the PNG specification names", Png.name(type) + " at byte " + at);
          }
        }
      }
      previous = type;
      at = data + bytes + 4;
    } while (type != Png.IEND);
    if (header.type() == ColorType.PALETTE && palette == null) {
      throw CodecException.of("a PLTE chunk, as the image has a palette", "none");
    }
    if (header.rawBytes() > dataBytes * MOST_BYTES_A_BYTE) {
      throw CodecException.of(
          "IDAT chunks for an image of " + header.width() + "x" + header.height(),
          dataBytes + " B of them, which can't hold it");
    }
    shape = header.shape(transparency != null);
    return shape;
  }

  /**
   * Checks a file as {@link #open} does, and that its samples are those of the image: no palette,
   * no less than 8 bits, no colour that stands for transparency. Interlaced rows are fine.
   */
  ImageShape openSamples(byte[] file, int length) throws CodecException {
    open(file, length);
    if (header.type() == ColorType.PALETTE || header.bits() < 8 || transparency != null) {
      throw CodecException.of(
          "samples of 8 or 16 bits and no tRNS (only codec " + PngLibrary.suite + " reads others)",
          header.bits() + " bits of " + header.type() + (transparency == null ? "" : " and tRNS"));
    }
    return shape;
  }

  /** The file that was opened last. */
  byte[] file() {
    return file;
  }

  /** Its bytes. */
  int length() {
    return length;
  }

  /** Its header. */
  PngHeader header() {
    return header;
  }

  /** The shape of its pixels. */
  ImageShape shape() {
    return shape;
  }

  /** Its palette, or null. */
  Section palette() {
    return palette;
  }

  /** Its transparency, or null. */
  Section transparency() {
    return transparency;
  }

  /** Where its first IDAT chunk begins. The others follow without a gap. */
  int firstData() {
    return firstData;
  }

  /** Checks that a whole chunk lies at {@code at}, and returns its type. */
  private int checkChunk(int at, int length) throws CodecException {
    if (length - at < Png.CHUNK) {
      throw CodecException.of(
          "a chunk at byte " + at, at == length ? "the end of the file" : "a part of one");
    }
    int bytes = (int) INT.get(file, at);
    int type = (int) INT.get(file, at + 4);
    if (!Png.isType(type)) {
      throw CodecException.of("a chunk's type at byte " + (at + 4), Png.name(type));
    }
    if (bytes < 0 || bytes > length - at - Png.CHUNK) {
      throw CodecException.of(
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
      throw CodecException.of(
          String.format("CRC %08X of chunk %s at byte %d", written, Png.name(type), at),
          String.format("%08X", crc.getValue()));
    }
    return type;
  }

  private Section palette(int at, int bytes) throws CodecException {
    if (palette != null || firstData != 0 || bytes == 0 || bytes % 3 != 0 || bytes > 3 * 256) {
      throw CodecException.of(
          "one PLTE of 1 to 256 colours before the pixels", bytes + " B at byte " + (at - 8));
    }
    return new Section(at, bytes);
  }

  private Section transparency(int at, int bytes) throws CodecException {
    boolean fits =
        switch (header.type()) {
          case GREY -> bytes == 2;
          case RGB -> bytes == 6;
          case PALETTE -> palette != null && bytes >= 1 && bytes <= palette.length() / 3;
          case GREY_ALPHA, RGB_ALPHA -> false;
        };
    if (!fits || transparency != null || firstData != 0) {
      throw CodecException.of(
          "one tRNS that fits an image of type " + header.type() + ", before the pixels",
          bytes + " B at byte " + (at - 8));
    }
    return new Section(at, bytes);
  }
}
