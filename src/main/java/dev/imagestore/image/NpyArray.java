package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An array of integers in an {@code .npz} file, as numpy's {@code lib.format} describes it: a magic
 * number, a version, the text of a Python dictionary, and the numbers.
 *
 * @param file the archive
 * @param entry the array's entry in it
 * @param signed whether the numbers are
 * @param itemBytes of one number: 1, 2, 4 or 8
 * @param bigEndian whether the numbers are
 * @param fortran whether the first index is that which varies fastest
 * @param shape the array's dimensions
 * @param offset where in the entry the numbers begin
 * @param end where they end, and the entry with them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NpyArray(
    Path file,
    String entry,
    boolean signed,
    int itemBytes,
    boolean bigEndian,
    boolean fortran,
    long[] shape,
    long offset,
    long end) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** What numpy itself takes unless told otherwise. */
  private static final int MAX_HEADER = 10_000;

  private static final Pattern TYPE = Pattern.compile("'descr': *'([<>|])([iu])([1248])'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order': *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");
  private static final Pattern COMMAS = Pattern.compile("[, ]+");

  /**
   * Reads an array's header.
   *
   * @throws BadInputException if it is none, is no array of integers, or claims more than the
   *     archive can hold
   */
  static NpyArray of(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    String name = file + "!" + entry.getName();
    if (!Deflate.canBe(entry.getCompressedSize(), entry.getSize())
        || entry.getCompressedSize() > Files.size(file)) {
      throw new BadInputException(
          name
              + ": expected a compressed array, found "
              + entry.getCompressedSize()
              + " B that can't be the "
              + entry.getSize()
              + " B that the archive says");
    }
    try (InputStream in = new ZipEntryStream(file, zip, entry)) {
      byte[] start = in.readNBytes(8);
      if (start.length < 8
          || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
          || start[6] < 1
          || start[6] > 3) {
        throw new BadInputException(
            name + ": expected a numpy array of version 1 to 3, found other first bytes");
      }
      int lengthBytes = start[6] == 1 ? 2 : 4;
      long length = 0;
      byte[] digits = in.readNBytes(lengthBytes);
      for (int i = 0; i < digits.length; i++) {
        length |= (digits[i] & 0xFFL) << (8 * i);
      }
      if (length > MAX_HEADER) {
        throw new BadInputException(
            name + ": expected a header of " + MAX_HEADER + " B or less, found " + length + " B");
      }
      String header =
          new String(in.readNBytes((int) length), StandardCharsets.ISO_8859_1)
              .strip()
              .replaceAll("[^ -~]", "?");
      return parse(file, entry, name, header, start.length + lengthBytes + (int) length);
    }
  }

  private static NpyArray parse(Path file, ZipEntry entry, String name, String header, int offset)
      throws BadInputException {
    Matcher type = TYPE.matcher(header);
    Matcher fortran = FORTRAN.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !fortran.find() || !shape.find()) {
      throw new BadInputException(
          name
              + ": expected an array of integers, found "
              + header.substring(0, Math.min(120, header.length())));
    }
    int itemBytes = Integer.parseInt(type.group(3));
    String[] numbers = COMMAS.split(shape.group(1));
    long[] dimensions = new long[shape.group(1).isBlank() ? 0 : numbers.length];
    long bytes = itemBytes;
    try {
      for (int i = 0; i < dimensions.length; i++) {
        dimensions[i] = Long.parseLong(numbers[i]);
        bytes = Math.multiplyExact(bytes, dimensions[i]);
      }
      bytes = Math.addExact(bytes, offset);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new BadInputException(name + ": expected a shape, found (" + shape.group(1) + ")", e);
    }
    if (bytes != entry.getSize()) {
      throw new BadInputException(
          name
              + ": expected "
              + bytes
              + " B for the shape ("
              + shape.group(1)
              + "), found "
              + entry.getSize()
              + " B");
    }
    return new NpyArray(
        file,
        entry.getName(),
        type.group(2).equals("i"),
        itemBytes,
        type.group(1).equals(">"),
        fortran.group(1).equals("True"),
        dimensions,
        offset,
        bytes);
  }

  /** The array for messages: the archive and the entry. */
  String name() {
    return file + "!" + entry;
  }

  /** The first dimension: rows. */
  long rows() {
    return shape.length == 0 ? 0 : shape[0];
  }

  /** The array's type and shape for messages, {@code uint16 (10, 28, 28)}. */
  String inWords() {
    String dimensions = Arrays.toString(shape);
    return (signed ? "int" : "uint")
        + 8 * itemBytes
        + " ("
        + dimensions.substring(1, dimensions.length() - 1)
        + ")";
  }

  /**
   * The bytes of the array in C order, the last index that which varies fastest, whatever order the
   * file has; their byte order is the file's.
   */
  InputStream open(ZipFile zip) throws IOException {
    if (!fortran || rows() == 0) {
      return numbers(zip);
    }
    long rowBytes = (end - offset) / rows();
    if (rowBytes > FortranRows.MAX_ROW_BYTES) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s: expected rows of %,d B or less in Fortran order, found %,d B; save"
                  + " numpy.ascontiguousarray of it",
              name(),
              FortranRows.MAX_ROW_BYTES,
              rowBytes));
    }
    return new FortranRows(shape, itemBytes, () -> numbers(zip));
  }

  private InputStream numbers(ZipFile zip) throws IOException {
    ZipEntry found = ZipEntryStream.find(file, zip, entry);
    if (found == null || found.getSize() != end) {
      throw new BadInputException(name() + ": changed while it was read; try again");
    }
    InputStream in = new ZipEntryStream(file, zip, found);
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
