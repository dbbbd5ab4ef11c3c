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

/**
 * The table beside the images, {@code labels.csv}: what the images can't say themselves.
 *
 * <pre>
 * id,label,images,crc32
 * 0000,6,10000,3632233996
 * 0001,9,10000,0040734207
 * </pre>
 *
 * <p>{@code images} is how many images the store holds and {@code crc32} is {@link ImageChecksum}.
 * All rows have one width: numbers are padded with zeros, which programs that read CSV take as
 * numbers all the same. So the first row gives away the exact length of a whole file, however short
 * the file is cut, and the row of any image is found without reading those before it: opening a
 * store of a million images reads 128 bytes.
 */
final class LabelsCsv {
  private static final String FILE = "labels.csv";
  private static final String COLUMNS = "id,label,images,crc32\n";
  private static final int CRC_DIGITS = 10;

  /** Two columns that hold a long, one that holds an int, the checksum, and what is between. */
  private static final int MAX_ROW = 2 * 19 + 10 + CRC_DIGITS + 4;

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

  /** Writes the table row by row; it is whole once all rows are added and the writer is closed. */
  static final class Writer implements Closeable {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final long count;
    private final int idDigits;
    private final int labelDigits;
    private final int countDigits;
    private long next;

    /** Begins the table of {@code count} images whose labels are at most {@code maxLabel}. */
    Writer(Path dir, long count, int maxLabel) throws IOException {
      this.count = count;
      idDigits = digits(count - 1);
      labelDigits = digits(maxLabel);
      countDigits = digits(count);
      channel =
          FileChannel.open(under(dir), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      buffer.put(COLUMNS.getBytes(StandardCharsets.US_ASCII));
    }

    /** Appends the row of the next image. */
    void add(int label, int crc) throws IOException {
      if (buffer.remaining() < MAX_ROW) {
        flush();
      }
      number(next++, idDigits, ',');
      number(label, labelDigits, ',');
      number(count, countDigits, ',');
      number(Integer.toUnsignedLong(crc), CRC_DIGITS, '\n');
    }

    private void number(long value, int digits, char behind) {
      int at = buffer.position();
      for (int i = digits - 1; i >= 0; i--) {
        buffer.put(at + i, (byte) ('0' + value % 10));
        value /= 10;
      }
      buffer.put(at + digits, (byte) behind);
      buffer.position(at + digits + 1);
    }

    private void flush() throws IOException {
      buffer.flip();
      FileIo.writeFully(channel, buffer);
      buffer.clear();
    }

    /** Writes what is left. */
    @Override
    public void close() throws IOException {
      try (channel) {
        flush();
      }
    }

    private static int digits(long value) {
      return Long.toString(value).length();
    }
  }

  /** Reads rows anywhere in the table. */
  static final class Reader implements Closeable {
    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final long count;
    private final int rowBytes;

    /** The rows in the buffer, and the end of those that were asked for. */
    private long first;

    private long end;
    private long stop;

    /**
     * Opens the table of the store under {@code dir}.
     *
     * @throws BadInputException if it is missing, cut short or something else
     */
    Reader(Path dir) throws IOException {
      file = under(dir);
      channel = FileIo.open(dir, file, "png or files");
      try {
        buffer.limit(COLUMNS.length() + MAX_ROW);
        fill(0);
        for (int i = 0; i < COLUMNS.length(); i++) {
          if (!buffer.hasRemaining() || buffer.get() != COLUMNS.charAt(i)) {
            throw BadInputException.of(file, "the columns " + COLUMNS.strip(), "others");
          }
        }
        int row = buffer.position();
        number("id", ',');
        number("label", ',');
        count = number("images", ',');
        number("crc32", '\n');
        rowBytes = buffer.position() - row;
        long size = channel.size();
        if (count < 1 || (size - COLUMNS.length()) / rowBytes != count || size != position(count)) {
          throw BadInputException.of(
              file,
              count + " rows of " + rowBytes + " B behind the columns, as row 0 says",
              size - COLUMNS.length() + " B",
              "the file was cut short, or the program that wrote it did not finish");
        }
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
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
        int rows = (int) Math.min(stop - id, BUFFER / rowBytes);
        buffer.clear().limit(rows * rowBytes);
        fill(position(id));
        if (buffer.limit() != rows * rowBytes) {
          throw BadInputException.of(
              file, rows + " rows at byte " + position(id), buffer.limit() + " B");
        }
        first = id;
        end = id + rows;
      }
      buffer.position((int) (id - first) * rowBytes);
      long writtenId = number("id", ',');
      long label = number("label", ',');
      long images = number("images", ',');
      long crc = number("crc32", '\n');
      if (writtenId != id || images != count || label > Integer.MAX_VALUE || crc >>> 32 != 0) {
        throw BadInputException.of(
            file,
            "image " + id + " of " + count + " at byte " + position(id),
            "image " + writtenId + " of " + images + " with label " + label);
      }
      return new Row((int) label, (int) crc);
    }

    private long position(long id) {
      return COLUMNS.length() + id * rowBytes;
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

    private long number(String column, char behind) throws IOException {
      long value = 0;
      int at = buffer.position();
      while (buffer.hasRemaining()) {
        int c = buffer.get();
        if (c == behind && buffer.position() > at + 1) {
          return value;
        }
        if (c < '0' || c > '9' || buffer.position() - at > 18) {
          break;
        }
        value = 10 * value + c - '0';
      }
      throw BadInputException.of(
          file, "a number in column " + column + " of every row", "other text, or the end");
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
