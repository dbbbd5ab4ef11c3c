package dev.imagestore.store.files;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The table beside the images, {@code labels.csv}: what the images can't say themselves.
 *
 * <pre>
 * # labels.csv version 2: 0000010000 images, crc32 4187539645
 * id,label,crc32
 * 0000000000,0000000006,3632233996
 * 0000000001,0000000009,0040734207
 * </pre>
 *
 * <p>The first line is the commit record: how many images the store holds, and a CRC-32 of the text
 * before the comma. It is a comment to programs that read CSV; pandas wants {@code comment="#"}. In
 * a row, {@code crc32} is {@link ImageChecksum}. All numbers have ten digits, which is enough for
 * any label and for more images than a file system has files; padded with zeros they are numbers to
 * other programs all the same. So the row of any image is found without reading those before it,
 * and opening a store of a million images reads the first two lines.
 *
 * <p>The record says 0 images until all of them are stored, and is then overwritten in place. A
 * store grows the same way: rows are written behind the last, and then the record. If that ends
 * halfway, the record still says what it said, its rows and images were not touched, and what lies
 * behind them belongs to nobody. A record at the end of the file would have to be overwritten
 * before the first new row can be, and a table that is made anew beside the old one and renamed
 * costs as much as all images that are there. A record that is written in part does not agree with
 * its checksum: such a store is refused, never taken for a smaller one.
 */
final class LabelsCsv {
  private static final String FILE = "labels.csv";
  private static final String COMMIT = "# labels.csv version 2: ";
  private static final String IMAGES = " images";
  private static final String CRC = ", crc32 ";
  private static final String COLUMNS = "id,label,crc32\n";
  private static final String COLUMNS_1 = "id,label,images,crc32\n";

  /** Digits of each number. */
  private static final int DIGITS = 10;

  /** Bytes of a row: three numbers, each with a comma or the end of the line behind it. */
  private static final int ROW = 3 * (DIGITS + 1);

  private static final byte[] NO_IMAGES =
      (COMMIT + "0".repeat(DIGITS) + IMAGES + CRC + "0".repeat(DIGITS) + "\n" + COLUMNS)
          .getBytes(StandardCharsets.US_ASCII);

  /** Bytes of the commit record and of the columns' names. */
  private static final int HEADER = NO_IMAGES.length;

  private static final int BUFFER = 1 << 16;

  private LabelsCsv() {}

  /** The table of the store under {@code dir}. */
  static Path under(Path dir) {
    return dir.resolve(FILE);
  }

  /**
   * What the table says of one image.
   *
   * @param label its label
   * @param checksum its {@link ImageChecksum}
   */
  record Row(int label, int checksum) {}

  /** What a table of {@code count} images begins with. */
  private static byte[] header(long count) {
    byte[] header = NO_IMAGES.clone();
    int end = COMMIT.length() + DIGITS + IMAGES.length();
    put(count, header, COMMIT.length());
    CRC32 crc = new CRC32();
    crc.update(header, 0, end);
    put(crc.getValue(), header, end + CRC.length());
    return header;
  }

  private static void put(long value, byte[] text, int at) {
    int i = at + DIGITS - 1;
    for (; value != 0 && i >= at; i--) {
      text[i] = (byte) ('0' + value % 10);
      value /= 10;
    }
    for (; i >= at; i--) {
      text[i] = '0';
    }
  }

  /** The number at {@code at}; -1 if there is other text. */
  private static long get(byte[] text, int at) {
    long value = 0;
    for (int i = at; i < at + DIGITS; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /** Where the row of image {@code id} begins. */
  static long position(long id) {
    return HEADER + id * ROW;
  }

  /** Writes the table row by row. */
  static final class Writer implements Closeable {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long count;
    private boolean headerIsWritten;

    /** Begins the table of a new store. */
    Writer(Path dir) throws IOException {
      channel =
          FileChannel.open(under(dir), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      buffer.put(header(0));
    }

    /** Goes on with the table of a whole store, which has {@code count} images. */
    Writer(Path dir, long count) throws IOException {
      channel = FileChannel.open(under(dir), StandardOpenOption.WRITE);
      channel.position(position(count));
      this.count = count;
      headerIsWritten = true;
    }

    /** Appends the row of the next image. */
    void add(int label, int crc) throws IOException {
      if (buffer.remaining() < ROW) {
        flush();
      }
      int at = buffer.position();
      number(count++, at, ',');
      number(label, at + DIGITS + 1, ',');
      number(Integer.toUnsignedLong(crc), at + 2 * (DIGITS + 1), '\n');
      buffer.position(at + ROW);
    }

    private void number(long value, int at, char behind) {
      put(value, buffer.array(), at);
      buffer.put(at + DIGITS, (byte) behind);
    }

    private void flush() throws IOException {
      buffer.flip();
      FileIo.writeFully(channel, buffer);
      buffer.clear();
      headerIsWritten = true;
    }

    /**
     * Makes the rows that were added the table of a whole store. Comes last, when all images are
     * stored; without it the store is refused.
     */
    void commit() throws IOException {
      if (headerIsWritten) {
        flush();
        channel.position(0);
        buffer.put(header(count));
      } else {
        // A small table is written at once; a part of it would be known by its length.
        buffer.put(0, header(count));
      }
      flush();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Reads rows anywhere in the table. */
  static final class Reader implements Closeable {
    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final long count;

    /** The rows in the buffer, and the end of those that were asked for. */
    private long first;

    private long end;
    private long stop;

    /**
     * Opens the table of the store under {@code dir}.
     *
     * @throws BadInputException if it is missing, not finished, cut short or something else
     */
    Reader(Path dir) throws IOException {
      file = under(dir);
      channel = FileIo.open(dir, file, "png or files");
      try {
        count = committed();
        if (count == 0) {
          throw BadInputException.of(
              file,
              "how many images the store holds",
              "0 images",
              "the program that wrote it did not finish; store the images again");
        }
        long size = channel.size();
        if (size < position(count)) {
          throw BadInputException.of(
              file,
              position(count) + " B of " + count + " images, as its first line says",
              size + " B",
              "the file was cut short; store the images again");
        }
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    /** How many images the commit record says there are. */
    private long committed() throws IOException {
      buffer.limit(HEADER);
      fill(0);
      byte[] found = Arrays.copyOf(buffer.array(), buffer.limit());
      long images = found.length < HEADER ? -1 : get(found, COMMIT.length());
      if (images < 0 || !Arrays.equals(found, header(images))) {
        boolean version1 = new String(found, StandardCharsets.ISO_8859_1).startsWith(COLUMNS_1);
        throw BadInputException.of(
            file,
            "a first line that begins with '" + COMMIT.strip() + "' and agrees with its crc32",
            version1 ? "a table of version 1" : "another, or a part of it",
            "store the images again");
      }
      return images;
    }

    /** How many images the store holds. */
    long count() {
      return count;
    }

    /** Says that the rows from {@code firstId} to {@code stop - 1} will be asked for, in order. */
    void seek(long firstId, long stop) {
      first = firstId;
      end = firstId;
      this.stop = stop;
    }

    /** The row of image {@code id}. */
    Row row(long id) throws IOException {
      if (id == end) {
        int rows = (int) Math.min(stop - id, BUFFER / ROW);
        buffer.clear().limit(rows * ROW);
        fill(position(id));
        if (buffer.limit() != rows * ROW) {
          throw BadInputException.of(
              file, rows + " rows at byte " + position(id), buffer.limit() + " B");
        }
        first = id;
        end = id + rows;
      }
      int at = (int) (id - first) * ROW;
      long writtenId = number(at, ',');
      long label = number(at + DIGITS + 1, ',');
      long crc = number(at + 2 * (DIGITS + 1), '\n');
      if (writtenId != id || label < 0 || label > Integer.MAX_VALUE || crc < 0 || crc >>> 32 != 0) {
        throw BadInputException.of(
            file,
            "the row of image " + id + " at byte " + position(id),
            writtenId < 0 || label < 0 || crc < 0
                ? "other text"
                : "image " + writtenId + " with label " + label + " and crc32 " + crc,
            "store the images again");
      }
      return new Row((int) label, (int) crc);
    }

    /** The number at {@code at} of the buffer; -1 if there is other text. */
    private long number(int at, char behind) {
      return buffer.get(at + DIGITS) == behind ? get(buffer.array(), at) : -1;
    }

    private void fill(long position) throws IOException {
      while (buffer.hasRemaining()) {
        int bytes = channel.read(buffer, position + buffer.position());
        if (bytes < 0) {
          break;
        }
      }
      buffer.flip();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
