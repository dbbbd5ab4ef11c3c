package dev.imagestore.store.tar;

import dev.imagestore.image.ImageShape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of an array in numpy's format, version 1.0: with it, pixels are a file that says of
 * itself what shape they have.
 */
public final class Npy {
  /** Whatever the shape. */
  public static final int HEADER_BYTES = 128;

  private static final byte[] BEGIN = {
    (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, HEADER_BYTES - 10, 0
  };

  private static final Pattern TEXT =
      Pattern.compile(
          "'descr': '(\\|u1|<u2)', 'fortran_order': False, 'shape': \\((\\d{1,9}), (\\d{1,9}), (\\d)\\)");

  private ImageShape shape;
  private byte[] header;

  /** The header before the pixels of an image of this shape. */
  public byte[] header(ImageShape of) {
    if (!of.equals(shape)) {
      shape = of;
      header = make(of);
    }
    return header;
  }

  /** The shape of the array that has this header; null if it is not one of images. */
  ImageShape shape(byte[] found, int bytes) {
    if (bytes < HEADER_BYTES) {
      return null;
    }
    Matcher text = TEXT.matcher(new String(found, 0, HEADER_BYTES, StandardCharsets.ISO_8859_1));
    if (!text.find()) {
      return null;
    }
    try {
      ImageShape of =
          new ImageShape(
              Integer.parseInt(text.group(3)),
              Integer.parseInt(text.group(2)),
              Integer.parseInt(text.group(4)),
              text.group(1).equals("|u1") ? 8 : 16);
      return Arrays.equals(found, 0, HEADER_BYTES, header(of), 0, HEADER_BYTES) ? of : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] make(ImageShape shape) {
    String text =
        "{'descr': '"
            + (shape.depth() == 8 ? "|u1" : "<u2")
            + "', 'fortran_order': False, 'shape': ("
            + shape.height()
            + ", "
            + shape.width()
            + ", "
            + shape.channels()
            + "), }";
    byte[] header = Arrays.copyOf(BEGIN, HEADER_BYTES);
    Arrays.fill(header, BEGIN.length, HEADER_BYTES, (byte) ' ');
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, BEGIN.length, bytes.length);
    header[HEADER_BYTES - 1] = '\n';
    return header;
  }
}
