package dev.imagestore.store.lmdb;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ShapeCache;
import dev.imagestore.store.StoreIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.SeekOp;

/** Reads images through one cursor, which lives as long as the reader. */
final class LmdbReader<T> implements ImageReader {
  private static final String REMEDY = "store the images again";

  /**
   * Bytes of images read in order after which the file is mapped anew. What a mapping has shown
   * stays resident while it lives; one pass over 100,000 images of 32×32×3 would keep 410 MB. It
   * costs what opening does, 40 µs in 20,000 images. Reads in any other order come back to the same
   * pages and keep them.
   */
  private static final long REMAP_BYTES = 64L << 20;

  private final LmdbMemory<T> memory;
  private final Path dir;
  private final Path file;
  private final ShapeCache shapes;
  private final LmdbKey<T> key;
  private final long count;
  private LmdbSession<T> session;

  /** The id at which the cursor would arrive by moving on, or -1. */
  private long following = -1;

  /** Bytes read by moving on since the file was mapped. */
  private long passed;

  private boolean closed;

  private LmdbReader(LmdbMemory<T> memory, Path dir, LmdbSession<T> session, long count) {
    this.memory = memory;
    this.dir = dir;
    this.file = dir.resolve(LmdbFile.NAME);
    this.shapes = new ShapeCache(file);
    this.session = session;
    this.count = count;
    this.key = new LmdbKey<>(memory, LmdbValue.keyDigits(count));
  }

  static <T> LmdbReader<T> open(Path dir, LmdbMemory<T> memory) throws IOException {
    Path file = dir.resolve(LmdbFile.NAME);
    try {
      LmdbSession<T> session = new LmdbSession<>(dir, memory);
      try {
        long count = session.entries();
        if (count < 1) {
          throw BadInputException.of(file, "images", "none", REMEDY);
        }
        LmdbReader<T> reader = new LmdbReader<>(memory, dir, session, count);
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
    T value = moveTo(id);
    ImageShape shape = check(value, id);
    int offset = into.add(shape, memory.getInt(value, LmdbValue.AT_LABEL));
    ByteBuffer target = into.pixels();
    memory.get(
        value,
        LmdbValue.HEADER_BYTES,
        target.clear().position(offset).limit(offset + shape.bytes()));
    target.clear();
  }

  /** Moves the cursor to image {@code id}: one step where it is next, else down the tree. */
  private T moveTo(long id) throws IOException {
    if (passed > REMAP_BYTES) {
      remap();
    }
    boolean next = id == following;
    following = -1;
    Cursor<T> cursor = session.cursor();
    boolean found = next ? cursor.seek(SeekOp.MDB_NEXT) : cursor.get(key.of(id), GetOp.MDB_SET);
    if (!found) {
      throw BadInputException.of(file, "image " + id + " of " + count, "none", REMEDY);
    }
    following = id + 1;
    T value = cursor.val();
    if (next) {
      passed += memory.size(value);
    }
    return value;
  }

  private void remap() throws IOException {
    passed = 0;
    following = -1;
    // Closed before the next is there, so that the same memory is not mapped twice.
    session.close();
    session = new LmdbSession<>(dir, memory);
  }

  /** The shape of the image in {@code value}, once that is known to be what it should be. */
  private ImageShape check(T value, long id) throws IOException {
    if (memory.size(value) < LmdbValue.HEADER_BYTES
        || memory.getInt(value, LmdbValue.AT_MAGIC) != LmdbValue.MAGIC
        || memory.getShort(value, LmdbValue.AT_VERSION) != LmdbValue.VERSION) {
      throw BadInputException.of(
          file,
          "the header of image " + id + ", version " + LmdbValue.VERSION,
          "a value of " + memory.size(value) + " B that has none");
    }
    if (memory.getLong(value, LmdbValue.AT_COUNT) != count) {
      throw BadInputException.of(
          file, memory.getLong(value, LmdbValue.AT_COUNT) + " images", count + " images", REMEDY);
    }
    ImageShape shape =
        shapes.shape(
            id,
            memory.getInt(value, LmdbValue.AT_WIDTH),
            memory.getInt(value, LmdbValue.AT_HEIGHT),
            memory.getByte(value, LmdbValue.AT_CHANNELS),
            memory.getByte(value, LmdbValue.AT_DEPTH));
    if (memory.getLong(value, LmdbValue.AT_ID) != id
        || memory.getInt(value, LmdbValue.AT_LABEL) < 0
        || memory.size(value) != LmdbValue.HEADER_BYTES + shape.bytes()) {
      throw BadInputException.of(
          file,
          "image " + id + " of " + shape.bytes() + " B",
          "image "
              + memory.getLong(value, LmdbValue.AT_ID)
              + ", label "
              + memory.getInt(value, LmdbValue.AT_LABEL)
              + ", in a value of "
              + memory.size(value)
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
