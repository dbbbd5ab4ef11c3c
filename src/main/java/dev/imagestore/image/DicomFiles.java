package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Uncompressed DICOM images with the pixel cells that the file holds: no rescaling, no window,
 * {@code MONOCHROME1} not inverted, and of 12 bits in 16 all 16. The frames of a file are its
 * pictures. What {@code pydicom} gives as {@code pixel_array}.
 */
final class DicomFiles implements PictureFormat {
  private static final int MODALITY = 0x0008_0060;
  private static final int SAMPLES = 0x0028_0002;
  private static final int PHOTOMETRIC = 0x0028_0004;
  private static final int PLANAR = 0x0028_0006;
  private static final int FRAMES = 0x0028_0008;
  private static final int ROWS = 0x0028_0010;
  private static final int COLUMNS = 0x0028_0011;
  private static final int BITS = 0x0028_0100;
  private static final int SIGN = 0x0028_0103;
  private static final int FLOAT_PIXELS = 0x7FE0_0008;
  private static final int DOUBLE_PIXELS = 0x7FE0_0009;
  private static final int PIXELS = 0x7FE0_0010;

  /** Stands for a number that was not there. */
  private static final int NONE = -1;

  @Override
  public Content look(Path file) throws IOException {
    try (DicomElements elements = DicomElements.open(file)) {
      return Header.read(elements).content();
    }
  }

  @Override
  public Picture read(Path file, int index) throws IOException {
    try (DicomElements elements = DicomElements.open(file)) {
      Header header = Header.read(elements);
      ImageShape shape = header.content().shape();
      SampleArrays.checkHeap(file.toString(), shape);
      long from = (long) index * shape.bytes();
      // Big-endian words of two samples of 8 bits; images may begin in the middle of one.
      boolean words = elements.bigEndian() && elements.vr().equals("OW");
      boolean swapped = words || (elements.bigEndian() && shape.depth() == 16);
      int before = swapped ? (int) (from % 2) : 0;
      int after = swapped ? (before + shape.bytes()) % 2 : 0;
      byte[] pixels = elements.value(from - before, before + shape.bytes() + after);
      if (swapped) {
        SampleArrays.swapBytes(pixels);
      }
      return new Picture(
          header.content(),
          header.planar == 1
              ? SampleArrays.interleave(pixels, before, shape)
              : SampleArrays.part(pixels, before, shape.bytes()));
    }
  }

  /** What the elements up to the pixels say. */
  private static final class Header {
    private String modality = "";
    private String photometric = "";
    private int samples = NONE;
    private int rows = NONE;
    private int columns = NONE;
    private int bits = NONE;
    private int sign = NONE;
    private String frames = "1";
    private int planar;
    private Content content;

    /** Reads elements up to that of the pixels, which is the current one then. */
    static Header read(DicomElements elements) throws IOException {
      Header header = new Header();
      while (elements.next()) {
        switch (elements.tag()) {
          case MODALITY -> header.modality = elements.text();
          case SAMPLES -> header.samples = elements.number();
          case PHOTOMETRIC -> header.photometric = elements.text();
          case PLANAR -> header.planar = elements.number();
          case FRAMES -> header.frames = elements.text();
          case ROWS -> header.rows = elements.number();
          case COLUMNS -> header.columns = elements.number();
          case BITS -> header.bits = elements.number();
          case SIGN -> header.sign = elements.number();
          case PIXELS -> {
            header.check(elements);
            return header;
          }
          case FLOAT_PIXELS, DOUBLE_PIXELS ->
              throw BadInputException.of(
                  elements.file(), "pixels of 8 or 16 bits", "floating-point numbers");
          default -> {} // skipped by the next step
        }
      }
      throw BadInputException.of(
          elements.file(),
          "an image",
          "a DICOM file without pixels"
              + (header.modality.isEmpty() ? "" : " (modality " + header.modality + ")"));
    }

    Content content() {
      return content;
    }

    private void check(DicomElements elements) throws BadInputException {
      Path file = elements.file();
      boolean grey =
          samples == 1 && (photometric.equals("MONOCHROME1") || photometric.equals("MONOCHROME2"));
      if (!grey && !(samples == 3 && photometric.equals("RGB"))) {
        throw BadInputException.of(
            file,
            "1 sample a pixel of MONOCHROME1 or MONOCHROME2, or 3 of RGB",
            number(samples) + " of " + (photometric.isEmpty() ? "nothing" : photometric));
      }
      if (grey) {
        planar = 0;
      } else if (planar != 0 && planar != 1) {
        throw BadInputException.of(file, "a planar configuration of 0 or 1", number(planar));
      }
      if (bits != 8 && bits != 16) {
        throw BadInputException.of(file, "pixels of 8 or 16 bits", number(bits) + " bits");
      }
      if (sign != 0 && sign != 1) {
        throw BadInputException.of(file, "a pixel representation of 0 or 1", number(sign));
      }
      int count = frames.matches("[0-9]{1,9}") ? Integer.parseInt(frames) : 0;
      if (count < 1) {
        throw BadInputException.of(file, "1 frame or more", "\"" + frames + "\"");
      }
      ImageShape shape;
      try {
        shape = new ImageShape(columns, rows, samples, bits);
      } catch (IllegalArgumentException e) {
        throw new BadInputException(file + ": " + e.getMessage(), e);
      }
      long needed = (long) count * shape.bytes();
      // Values have even lengths.
      boolean compressed = elements.length() == DicomElements.UNDEFINED;
      if (compressed || elements.length() < needed || elements.length() > needed + needed % 2) {
        throw BadInputException.of(
            file,
            needed + " B of pixels, " + count + " of " + shape,
            compressed ? "compressed ones, against its transfer syntax" : elements.length() + " B");
      }
      content = new Content(shape, sign == 1, count);
    }

    private static String number(int value) {
      return value == NONE ? "no number" : Integer.toString(value);
    }
  }
}
