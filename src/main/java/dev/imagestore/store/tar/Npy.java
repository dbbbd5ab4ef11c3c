package dev.imagestore.store.tar;

import dev.imagestore.image.ImageShape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
