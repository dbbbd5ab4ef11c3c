package dev.imagestore.store;

import static org.lmdbjava.ByteBufProxy.PROXY_NETTY;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.SeekOp;
import org.lmdbjava.Txn;

/**
 * Reads images through one cursor of one read transaction, which live as long as the reader.
 *
 * <p>Each reader has an environment of its own, without locks: opening one environment twice in a
 * process is only safe so, because closing either would drop the locks of both. A finished store is
 * never written again, so that nothing needs a lock.
 */
final class LmdbReader implements ImageReader {
  static final String DATA = "data.mdb";
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
  private Session session;

  /** The id at which the cursor would arrive by moving on, or -1. */
  private long following = -1;

  /** Bytes read by moving on since the file was mapped. */
  private long passed;

  private boolean closed;

  private LmdbReader(Path dir) throws IOException {
    this.dir = dir;
    this.file = dir.resolve(DATA);
    this.shapes = new ShapeCache(file);
    this.session = new Session(dir);
    try {
      this.count = session.entries();
      if (count < 1) {
        throw BadInputException.of(file, "images", "none", REMEDY);
      }
      this.key = new LmdbKey(LmdbValue.keyDigits(count));
      try {
        check(moveTo(0), 0);
      } catch (IOException | RuntimeException e) {
        key.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  static LmdbReader open(Path dir) throws IOException {
    try {
      return new LmdbReader(dir);
    } catch (LmdbException e) {
      throw damaged(dir.resolve(DATA), e);
    }
  }

  /** The file mapped, a read transaction on it and a cursor. */
  private static final class Session implements AutoCloseable {
    private final Env<ByteBuf> env;
    private final Txn<ByteBuf> txn;
    private final Dbi<ByteBuf> images;
    private final Cursor<ByteBuf> cursor;

    Session(Path dir) throws IOException {
      Path file = dir.resolve(DATA);
      try (FileChannel channel = FileIo.open(dir, file, "lmdb")) {
        LmdbFile.check(file, channel);
      }
      env =
          Env.create(PROXY_NETTY).open(dir.toFile(), EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOLOCK);
      Txn<ByteBuf> begun = null;
      try {
        begun = env.txnRead();
        images = env.openDbi(begun, null, null, false);
        cursor = images.openCursor(begun);
      } catch (RuntimeException e) {
        if (begun != null) {
          begun.close();
        }
        env.close();
        throw e;
      }
      txn = begun;
    }

    long entries() {
      return images.stat(txn).entries;
    }

    @Override
    public void close() {
      if (env.isClosed()) {
        return;
      }
      cursor.close();
      txn.close();
      env.close();
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
    Cursor<ByteBuf> cursor = session.cursor;
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
    session = new Session(dir);
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
