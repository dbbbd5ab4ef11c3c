package dev.imagestore.store;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.SeekOp;

/** Reads images through one cursor, which lives as long as the reader. */
final class LmdbReader implements ImageReader {
  private static final String REMEDY = "store the images again";

  /**
   * Bytes of images read in order after which the file is mapped anew. What a mapping has shown
   * stays resident while it lives; one pass over 100,000 images of 32×32×3 would keep 410 MB. It
   * costs what opening does, 40 µs in 20,000 images. Reads in any other order come back to the same
   * pages and keep them.
   */
  private static final long REMAP_BYTES = 64L << 20;

  private final Path dir;
  private final Path file;
  private final ShapeCache shapes;
  private final LmdbKey key;
  private final long count;
  private LmdbSession session;

  /** The id at which the cursor would arrive by moving on, or -1. */
  private long following = -1;

  /** Bytes read by moving on since the file was mapped. */
  private long passed;

  private boolean closed;

  private LmdbReader(Path dir, LmdbSession session, long count) {
    this.dir = dir;
    this.file = dir.resolve(LmdbFile.NAME);
    this.shapes = new ShapeCache(file);
    this.session = session;
    this.count = count;
    this.key = new LmdbKey(LmdbValue.keyDigits(count));
  }

  static LmdbReader open(Path dir) throws IOException {
    Path file = dir.resolve(LmdbFile.NAME);
    try {
      LmdbSession session = new LmdbSession(dir);
      try {
        long count = session.entries();
        if (count < 1) {
          throw BadInputException.of(file, "images", "none", REMEDY);
        }
        LmdbReader reader = new LmdbReader(dir, session, count);
        try {
          reader.check(reader.moveTo(0), 0);
          return reader;
        } catch (IOException | RuntimeException e) {
          reader.close();
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (LmdbException e) {
      throw damaged(file, e);
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void read(long firstId, int wanted, ImageBatch into) throws IOException {
    StoreIds.check(closed, firstId, wanted, count);
    into.clear();
    try {
      for (int i = 0; i < wanted; i++) {
        deliver(firstId + i, into);
      }
    } catch (LmdbException e) {
      following = -1;
      throw damaged(file, e);
    }
  }

  private void deliver(long id, ImageBatch into) throws IOException {
    ByteBuf value = moveTo(id);
    ImageShape shape = check(value, id);
    int offset = into.add(shape, value.getIntLE(LmdbValue.AT_LABEL));
    ByteBuffer target = into.pixels();
    value.getBytes(
        LmdbValue.HEADER_BYTES, target.clear().position(offset).limit(offset + shape.bytes()));
    target.clear();
  }

  /** Moves the cursor to image {@code id}: one step where it is next, else down the tree. */
  private ByteBuf moveTo(long id) throws IOException {
    if (passed > REMAP_BYTES) {
      remap();
    }
    boolean next = id == following;
    following = -1;
    Cursor<ByteBuf> cursor = session.cursor();
    boolean found = next ? cursor.seek(SeekOp.MDB_NEXT) : cursor.get(key.of(id), GetOp.MDB_SET);
    if (!found) {
      throw BadInputException.of(file, "image " + id + " of " + count, "none", REMEDY);
    }
    following = id + 1;
    ByteBuf value = cursor.val();
    if (next) {
      passed += value.writerIndex();
    }
    return value;
  }

  private void remap() throws IOException {
    passed = 0;
    following = -1;
    // Closed before the next is there, so that the same memory is not mapped twice.
    session.close();
    session = new LmdbSession(dir);
  }

  /** The shape of the image in {@code value}, once that is known to be what it should be. */
  private ImageShape check(ByteBuf value, long id) throws IOException {
    if (value.writerIndex() < LmdbValue.HEADER_BYTES
        || value.getIntLE(LmdbValue.AT_MAGIC) != LmdbValue.MAGIC
        || value.getShortLE(LmdbValue.AT_VERSION) != LmdbValue.VERSION) {
      throw BadInputException.of(
          file,
          "the header of image " + id + ", version " + LmdbValue.VERSION,
          "a value of " + value.writerIndex() + " B that has none");
    }
    if (value.getLongLE(LmdbValue.AT_COUNT) != count) {
      throw BadInputException.of(
          file, value.getLongLE(LmdbValue.AT_COUNT) + " images", count + " images", REMEDY);
    }
    ImageShape shape =
        shapes.shape(
            id,
            value.getIntLE(LmdbValue.AT_WIDTH),
            value.getIntLE(LmdbValue.AT_HEIGHT),
            value.getByte(LmdbValue.AT_CHANNELS),
            value.getByte(LmdbValue.AT_DEPTH));
    if (value.getLongLE(LmdbValue.AT_ID) != id
        || value.getIntLE(LmdbValue.AT_LABEL) < 0
        || value.writerIndex() != LmdbValue.HEADER_BYTES + shape.bytes()) {
      throw BadInputException.of(
          file,
          "image " + id + " of " + shape.bytes() + " B",
          "image "
              + value.getLongLE(LmdbValue.AT_ID)
              + ", label "
              + value.getIntLE(LmdbValue.AT_LABEL)
              + ", in a value of "
              + value.writerIndex()
              + " B",
          REMEDY);
    }
    return shape;
  }

  private static BadInputException damaged(Path file, LmdbException e) {
    return new BadInputException(
        file + ": expected a whole LMDB store, found that " + e.getMessage() + "; " + REMEDY, e);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    key.close();
    session.close();
  }
}
