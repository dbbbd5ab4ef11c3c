package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The data elements of a DICOM file, as part 5 of the standard encodes them and part 10 puts them
 * into files: those of the outermost level one after the other, sequences skipped. Takes no memory
 * but for the values that are asked for.
 */
final class DicomElements implements Closeable {
  private static final int PREAMBLE_BYTES = 128;
  private static final byte[] MAGIC = {'D', 'I', 'C', 'M'};
  private static final int TRANSFER_SYNTAX = 0x0002_0010;
  private static final int ITEM = 0xFFFE_E000;
  private static final int ITEM_END = 0xFFFE_E00D;
  private static final int SEQUENCE_END = 0xFFFE_E0DD;

  /** The length of an element that ends with a mark of its own. */
  static final long UNDEFINED = 0xFFFF_FFFFL;

  /** Value representations whose length takes 4 bytes, behind 2 that mean nothing. */
  private static final String LONG_FORM = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";

  private static final int MAX_TEXT = 1024;

  private static final String IMPLICIT_LITTLE = "1.2.840.10008.1.2";
  private static final String EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";
  private static final String EXPLICIT_BIG = "1.2.840.10008.1.2.2";

  private static final Map<String, String> COMPRESSED =
      Map.of(
          "1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian",
          "1.2.840.10008.1.2.4.50", "JPEG Baseline",
          "1.2.840.10008.1.2.4.51", "JPEG Extended",
          "1.2.840.10008.1.2.4.57", "JPEG Lossless",
          "1.2.840.10008.1.2.4.70", "JPEG Lossless",
          "1.2.840.10008.1.2.4.80", "JPEG-LS Lossless",
          "1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless",
          "1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless",
          "1.2.840.10008.1.2.4.91", "JPEG 2000",
          "1.2.840.10008.1.2.5", "RLE Lossless");

  private final Path file;
  private final InputStream in;
  private final long size;
  private long position;

  // How elements are encoded; the first group always explicitly and little-endian.
  private boolean explicit = true;
  private boolean bigEndian;

  // The element whose header was read last.
  private int tag;
  private String vr = "";
  private long length;
  private boolean valueLeft;

  private DicomElements(Path file, InputStream in, long size) {
    this.file = file;
    this.in = in;
    this.size = size;
  }

  /**
   * Opens a file and reads the group that says how the rest is encoded.
   *
   * @throws BadInputException if it is no DICOM file, or its pixels are compressed
   */
  static DicomElements open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) { // reading a pipe would wait for ever
      throw BadInputException.of(file, "a DICOM file", "no regular file");
    }
    if (!Files.isReadable(file)) {
      throw BadInputException.of(file, "a DICOM file", "a file that may not be read");
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    DicomElements elements = new DicomElements(file, in, Files.size(file));
    try {
      elements.readFileMeta();
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return elements;
  }

  private void readFileMeta() throws IOException {
    if (size < PREAMBLE_BYTES + MAGIC.length) {
      throw BadInputException.of(file, "a DICOM file", "one of " + size + " B");
    }
    skip(PREAMBLE_BYTES);
    if (!Arrays.equals(bytes(MAGIC.length), MAGIC)) {
      throw BadInputException.of(
          file, "a DICOM file, with \"DICM\" at offset " + PREAMBLE_BYTES, "something else");
    }
    String syntax = "";
    while (inFileMeta() && next()) {
      if (tag == TRANSFER_SYNTAX) {
        syntax = text();
      }
      skipValue();
    }
    setSyntax(syntax);
  }

  /** True if an element of group 2 follows. Their length as given by the file is not relied on. */
  private boolean inFileMeta() throws IOException {
    in.mark(2);
    byte[] group = in.readNBytes(2);
    in.reset();
    return Arrays.equals(group, new byte[] {2, 0});
  }

  private void setSyntax(String uid) throws BadInputException {
    switch (uid) {
      case IMPLICIT_LITTLE -> explicit = false;
      case EXPLICIT_LITTLE -> {}
      case EXPLICIT_BIG -> bigEndian = true;
      case "" -> throw BadInputException.of(file, "a transfer syntax", "none");
      default ->
          throw BadInputException.of(
              file,
              "an uncompressed transfer syntax",
              (COMPRESSED.containsKey(uid) ? COMPRESSED.get(uid) : "another") + " (" + uid + ")",
              "decompress it first, with gdcmconv --raw for example");
    }
  }

  /** The file, for messages. */
  Path file() {
    return file;
  }

  /** Whether numbers are big-endian. */
  boolean bigEndian() {
    return bigEndian;
  }

  /**
   * Goes on to the next element.
   *
   * @return false at the end of the file
   */
  boolean next() throws IOException {
    skipValue();
    if (position == size) {
      return false;
    }
    readHeader(explicit);
    if (tag >>> 16 == 0xFFFE) {
      throw malformed("an element", "the mark of an item");
    }
    return true;
  }

  /** The element's tag: the group in the upper 16 bits. */
  int tag() {
    return tag;
  }

  /** The element's value representation; empty where the transfer syntax is implicit. */
  String vr() {
    return vr;
  }

  /** Bytes of the value, or {@link #UNDEFINED}. */
  long length() {
    return length;
  }

  private void readHeader(boolean withVr) throws IOException {
    tag = (unsigned(2) << 16) | unsigned(2);
    vr = "";
    if (!withVr || tag >>> 16 == 0xFFFE) {
      length = Integer.toUnsignedLong(unsigned(4));
    } else {
      vr = "" + letter() + letter();
      if (LONG_FORM.contains(vr)) {
        skip(2);
        length = Integer.toUnsignedLong(unsigned(4));
      } else {
        length = unsigned(2);
      }
    }
    if (length != UNDEFINED && length > size - position) {
      throw BadInputException.of(
          file,
          length + " B of " + name() + " at offset " + position,
          (size - position) + " B",
          "the file is cut short or broken");
    }
    valueLeft = true;
  }

  private BadInputException malformed(String expected, String found) {
    return BadInputException.of(
        file,
        expected + " before offset " + position,
        found,
        "the file is broken, or not of the transfer syntax that it says");
  }

  /** The element as documents write it, {@code (7fe0,0010)}. */
  private String name() {
    return String.format(Locale.ROOT, "(%04x,%04x)", tag >>> 16, tag & 0xFFFF);
  }

  /** The value as one unsigned number of 16 bits. */
  int number() throws IOException {
    if (length != 2) {
      throw BadInputException.of(file, "2 B of " + name(), lengthInWords());
    }
    valueLeft = false;
    return unsigned(2);
  }

  /** The value as text, without the blanks and zeros around it; unprintable characters as ?. */
  String text() throws IOException {
    if (length > MAX_TEXT) {
      throw BadInputException.of(file, "a short text in " + name(), lengthInWords());
    }
    valueLeft = false;
    return new String(bytes((int) length), StandardCharsets.ISO_8859_1)
        .replace('\0', ' ')
        .strip()
        .replaceAll("[^ -~]", "?");
  }

  private String lengthInWords() {
    return length == UNDEFINED ? "an undefined length" : length + " B";
  }

  /** Part of the value, for the last time. */
  byte[] value(long offset, int bytes) throws IOException {
    valueLeft = false;
    skip(offset);
    return bytes(bytes);
  }

  private void skipValue() throws IOException {
    if (!valueLeft) {
      return;
    }
    valueLeft = false;
    if (length != UNDEFINED) {
      skip(length);
      return;
    }
    // Sequences nest, to any depth. What has an undefined length ends with a mark of its own; all
    // else is skipped by its length. Where the representation is unknown, elements are implicit.
    int depth = 1;
    int implicitFrom = vr.equals("UN") ? 1 : Integer.MAX_VALUE;
    while (depth > 0) {
      readHeader(explicit && depth < implicitFrom);
      if (tag == ITEM_END || tag == SEQUENCE_END) {
        depth--;
        if (depth < implicitFrom) {
          implicitFrom = Integer.MAX_VALUE;
        }
      } else if (length == UNDEFINED) {
        depth++;
        if (tag != ITEM && vr.equals("UN") && depth < implicitFrom) {
          implicitFrom = depth;
        }
      }
      if (length != UNDEFINED) {
        skip(length);
      }
    }
    valueLeft = false;
  }

  private int unsigned(int count) throws IOException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      int place = bigEndian ? count - 1 - i : i;
      value |= octet() << (8 * place);
    }
    return value;
  }

  /** One of the two letters of a value representation. */
  private char letter() throws IOException {
    int letter = octet();
    if (letter < 'A' || letter > 'Z') {
      throw malformed("a value representation", "something else");
    }
    return (char) letter;
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw endsEarly(null);
    }
    position++;
    return octet;
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    int n = in.readNBytes(bytes, 0, count);
    position += n;
    if (n < count) {
      throw endsEarly(null);
    }
    return bytes;
  }

  private void skip(long count) throws IOException {
    try {
      in.skipNBytes(count);
    } catch (EOFException e) {
      throw endsEarly(e);
    }
    position += count;
  }

  private BadInputException endsEarly(EOFException cause) {
    String line = file + ": expected more than " + position + " B, found the end of the file";
    return cause == null ? new BadInputException(line) : new BadInputException(line, cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
