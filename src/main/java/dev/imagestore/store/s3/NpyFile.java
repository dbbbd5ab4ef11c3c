package dev.imagestore.store.s3;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageShape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Images that are numpy's arrays of rows, columns and channels, whoever wrote them; grey ones may
 * do without channels. 8 or 16 bits, little-endian, signed or not.
 */
final class NpyFile implements ImageDecoder {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int PREFIX_BYTES = 10;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{(?=.*'descr': *'[<|][iu]([12])')(?=.*'fortran_order': *False)"
              + "(?=.*'shape': *\\((\\d{1,9}), *(\\d{1,9})(?:, *(\\d{1,9}))?,?\\)).*\\}\\s*");

  private byte[] header = {};
  private ImageShape shape;
  private byte[] file;

  @Override
  public ImageShape open(byte[] bytes, int length) throws CodecException {
    if (length < PREFIX_BYTES
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || bytes[MAGIC.length] != 1) {
      throw CodecException.of("an array of numpy, version 1.0", "something else");
    }
    int end = PREFIX_BYTES + (bytes[8] & 0xFF) + ((bytes[9] & 0xFF) << 8);
    if (end > length) {
      throw CodecException.of("a header of " + end + " B", "a file of " + length + " B");
    }
    if (!Arrays.equals(bytes, 0, end, header, 0, header.length)) {
      shape =
          parse(new String(bytes, PREFIX_BYTES, end - PREFIX_BYTES, StandardCharsets.ISO_8859_1));
      header = Arrays.copyOf(bytes, end);
    }
    if (length != end + (long) shape.bytes()) {
      throw CodecException.of(end + (long) shape.bytes() + " B of " + shape, length + " B");
    }
    file = bytes;
    return shape;
  }

  private static ImageShape parse(String text) throws CodecException {
    Matcher found = HEADER.matcher(text);
    if (!found.matches()) {
      throw CodecException.of("an array of 8 or 16 bits, in order of rows", "something else");
    }
    try {
      return new ImageShape(
          Integer.parseInt(found.group(3)),
          Integer.parseInt(found.group(2)),
          found.group(4) == null ? 1 : Integer.parseInt(found.group(4)),
          8 * Integer.parseInt(found.group(1)));
    } catch (IllegalArgumentException e) {
      throw CodecException.of("the shape of an image", e.getMessage(), e);
    }
  }

  @Override
  public void decode(ByteBuffer target, int at) {
    target.put(at, file, header.length, shape.bytes());
  }

  @Override
  public void close() {
    // Nothing is outside the heap.
  }
}
