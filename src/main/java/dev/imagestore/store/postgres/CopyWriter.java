package dev.imagestore.store.postgres;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows in the binary format of {@code COPY}, as PostgreSQL's manual describes it, in large
 * pieces.
 */
final class CopyWriter {
  /** Bytes of one message. */
  private static final int BUFFER_BYTES = 1 << 16;

  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final short FIELDS = 7;
  private static final short END = -1;

  /** A count of fields; the id; five numbers; the length of the payload. */
  private static final int ROW_BYTES = 2 + (4 + 8) + 5 * (4 + 4) + 4;

  /** What a field takes: a gibibyte with its header. */
  private static final int MOST_BYTES = (1 << 30) - 64;

  private final CopyIn copy;
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes);

  CopyWriter(CopyIn copy) {
    this.copy = copy;
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  /** Appends a row. */
  void row(long id, int label, ImageShape shape, ByteBuffer payload)
      throws SQLException, BadInputException {
    if (payload.remaining() > MOST_BYTES) {
      throw new BadInputException(
          "image "
              + id
              + ": expected at most "
              + MOST_BYTES
              + " B, as PostgreSQL keeps in a field, found "
              + payload.remaining()
              + " B; choose another codec or dataset");
    }
    if (buffer.remaining() < ROW_BYTES) {
      flush();
    }
    buffer.putShort(FIELDS);
    buffer.putInt(Long.BYTES).putLong(id);
    number(label);
    number(shape.height());
    number(shape.width());
    number(shape.channels());
    number(shape.depth());
    buffer.putInt(payload.remaining());
    int end = payload.limit();
    while (payload.position() < end) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      payload.limit(Math.min(end, payload.position() + buffer.remaining()));
      buffer.put(payload);
    }
    payload.limit(end);
  }

  private void number(int value) {
    buffer.putInt(Integer.BYTES).putInt(value);
  }

  /** Ends the rows. */
  void finish() throws SQLException {
    if (buffer.remaining() < Short.BYTES) {
      flush();
    }
    buffer.putShort(END);
    flush();
    copy.endCopy();
  }

  private void flush() throws SQLException {
    copy.writeToCopy(bytes, 0, buffer.position());
    buffer.clear();
  }
}
