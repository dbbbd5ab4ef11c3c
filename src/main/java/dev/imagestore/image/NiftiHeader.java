package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the 348 bytes of a NIfTI-1 header say, as far as it concerns the samples that the file
 * holds. Slope and intercept are of no concern.
 *
 * @param data the file with the samples
 * @param offset where in it they begin, after decompression
 * @param shape of one slice
 * @param signed whether the samples are
 * @param bigEndian whether they are
 * @param depth slices of a volume
 * @param slices of all volumes
 */
record NiftiHeader(
    Path data,
    long offset,
    ImageShape shape,
    boolean signed,
    boolean bigEndian,
    int depth,
    int slices) {
  private static final int BYTES = 348;
  private static final int BYTES_2 = 540;
  private static final int AT_DIMENSIONS = 40;
  private static final int AT_TYPE = 70;
  private static final int AT_BITS = 72;
  private static final int AT_OFFSET = 108;
  private static final int AT_MAGIC = 344;
  private static final String SINGLE = "n+1\0";
  private static final String PAIR = "ni1\0";

  /** Where the samples of a single file begin at the earliest, behind the header and 4 bytes. */
  private static final int MIN_OFFSET = 352;

  private static final int MAX_RANK = 7;

  private static final Pattern PAIR_NAME = Pattern.compile("(.*\\.)(hdr|img)((?:\\.gz)?)");

  /** Types whose samples are kept, by their codes. */
  private static final Map<Integer, Type> TYPES =
      Map.of(
          2, new Type(1, 8, false),
          256, new Type(1, 8, true),
          4, new Type(1, 16, true),
          512, new Type(1, 16, false),
          128, new Type(3, 8, false),
          2304, new Type(4, 8, false));

  private static final Map<Integer, String> OTHER_TYPES =
      Map.of(
          1, "bits",
          8, "int32",
          768, "uint32",
          1024, "int64",
          1280, "uint64",
          16, "float32",
          64, "float64",
          1536, "float128",
          32, "complex64",
          1792, "complex128");

  /** What a voxel is. */
  private record Type(int channels, int depth, boolean signed) {}

  /**
   * Reads a header.
   *
   * @param file the volume, or either file of a pair
   * @throws BadInputException if it is none, or of samples that are not kept, or claims more than
   *     the file can hold
   */
  static NiftiHeader of(Path file) throws IOException {
    Matcher pair = PAIR_NAME.matcher(file.getFileName().toString());
    boolean inPair = pair.matches();
    Path from = inPair ? file.resolveSibling(pair.group(1) + "hdr" + pair.group(3)) : file;
    ByteBuffer header = read(from);
    String magic = text(header, AT_MAGIC, SINGLE.length());
    if (!magic.equals(SINGLE) && !(magic.equals(PAIR) && inPair)) {
      throw BadInputException.of(
          from,
          "the mark of a NIfTI-1 file, n+1, or of a pair, ni1, at offset " + AT_MAGIC,
          magic.charAt(0) == 0 ? "none, as in an Analyze 7.5 file" : "another");
    }
    Path data =
        magic.equals(PAIR) ? file.resolveSibling(pair.group(1) + "img" + pair.group(3)) : from;
    if (!Files.isRegularFile(data)) {
      throw BadInputException.of(data, "the samples of " + from, "nothing of that name");
    }
    return parse(from, header, data, magic.equals(PAIR) ? 0 : MIN_OFFSET);
  }

  /** Opens a file, decompressed if its name says that it is compressed. */
  static InputStream open(Path file) throws IOException {
    return compressed(file)
        ? new GzipFileStream(file)
        : new BufferedInputStream(Files.newInputStream(file));
  }

  /** Whether the samples are compressed. */
  boolean compressed() {
    return compressed(data);
  }

  private static boolean compressed(Path file) {
    return file.toString().endsWith(".gz");
  }

  /** The header in its byte order, which its first number tells. */
  private static ByteBuffer read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw BadInputException.of(file, "a NIfTI-1 header", "nothing of that name");
    }
    ByteBuffer header;
    try (InputStream in = open(file)) {
      header = ByteBuffer.wrap(in.readNBytes(BYTES));
    }
    int n = header.limit();
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      header.order(order);
      int size = n < Integer.BYTES ? 0 : header.getInt(0);
      if (size == BYTES_2) {
        throw BadInputException.of(file, "a NIfTI-1 file", "NIfTI-2", "convert it");
      }
      if (size == BYTES && n == BYTES) {
        return header;
      }
    }
    throw BadInputException.of(
        file,
        "a NIfTI-1 header of " + BYTES + " B, which begins with that number",
        n < BYTES ? n + " B" : "" + header.order(ByteOrder.LITTLE_ENDIAN).getInt(0));
  }

  private static NiftiHeader parse(Path file, ByteBuffer header, Path data, int minOffset)
      throws IOException {
    int code = header.getShort(AT_TYPE);
    int bits = header.getShort(AT_BITS);
    Type type = TYPES.get(code);
    if (type == null) {
      throw BadInputException.of(
          file,
          "voxels of 8 or 16 bit integers, or RGB",
          OTHER_TYPES.getOrDefault(code, "another type") + " (datatype " + code + ")");
    }
    if (bits != type.channels * type.depth) {
      throw BadInputException.of(
          file,
          type.channels * type.depth + " bits a voxel of datatype " + code,
          Integer.toString(bits));
    }
    int[] dimensions = dimensions(file, header);
    ImageShape shape;
    int slices;
    long offset;
    long bytes;
    try {
      shape = new ImageShape(dimensions[0], dimensions[1], type.channels, type.depth);
      slices = 1;
      for (int d = 2; d < MAX_RANK; d++) {
        slices = Math.multiplyExact(slices, dimensions[d]);
      }
      offset = offset(file, header, minOffset);
      bytes = Math.addExact(offset, (long) slices * shape.bytes());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BadInputException(
          file
              + ": expected dimensions of a volume, found "
              + Arrays.toString(dimensions)
              + " ("
              + e.getMessage()
              + ")",
          e);
    }
    long size = Files.size(data);
    if (compressed(data) ? !Deflate.canBe(size, bytes) : bytes > size) {
      throw BadInputException.of(
          data,
          bytes + " B for " + slices + " slices of " + shape,
          size + (compressed(data) ? " compressed B" : " B"));
    }
    return new NiftiHeader(
        data,
        offset,
        shape,
        type.signed,
        header.order() == ByteOrder.BIG_ENDIAN,
        dimensions[2],
        slices);
  }

  /** All seven; those that the file does not have are 1. */
  private static int[] dimensions(Path file, ByteBuffer header) throws BadInputException {
    int rank = header.getShort(AT_DIMENSIONS);
    if (rank < 1 || rank > MAX_RANK) {
      throw BadInputException.of(file, "1 to " + MAX_RANK + " dimensions", Integer.toString(rank));
    }
    int[] dimensions = new int[MAX_RANK];
    Arrays.fill(dimensions, 1);
    for (int d = 0; d < rank; d++) {
      dimensions[d] = header.getShort(AT_DIMENSIONS + Short.BYTES * (d + 1));
      if (dimensions[d] < 1) {
        throw BadInputException.of(
            file, "dimension " + (d + 1) + " of 1 or more", "" + dimensions[d]);
      }
    }
    return dimensions;
  }

  private static long offset(Path file, ByteBuffer header, int least) throws BadInputException {
    float offset = header.getFloat(AT_OFFSET);
    if (!(offset >= least && offset == (long) offset)) {
      throw BadInputException.of(
          file, "samples from a whole offset of " + least + " or more on", "" + offset);
    }
    return (long) offset;
  }

  private static String text(ByteBuffer header, int at, int length) {
    byte[] bytes = new byte[length];
    header.get(at, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
