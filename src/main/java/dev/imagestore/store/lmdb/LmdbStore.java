package dev.imagestore.store.lmdb;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * An LMDB environment, {@code data.mdb} and {@code lock.mdb}, by lmdbjava. One value an image, see
 * {@link LmdbValue}, appended in id order. Every value says how many there are, so that a store
 * whose last transactions are missing is known for what it is.
 */
final class LmdbStore<T> implements ImageStore {

  /**
   * Bytes of dirty pages that a transaction holds before it is committed, 250 images of 32×32×3.
   * LMDB takes a page of the C heap for each, and gives all back when the environment is closed.
   * With 10 MiB of them glibc handed the memory back to the kernel in every third process, and each
   * later store there took 1,450 page faults more for 1,000 images, 5.5 µs an image instead of 1.9;
   * with 1 MiB it never did (12 processes of each), and an image takes no more time.
   */
  private static final long COMMIT_BYTES = 1 << 20;

  /** Bytes of images asked of the set at a time. */
  private static final int RUN_BYTES = 1 << 16;

  /** More than what pages, keys and branches add to any value. */
  private static final long OVERHEAD_BYTES = 4096 + 256;

  private static final long MAP_RESERVE_BYTES = 64L << 20;

  private static final PutFlags[] APPEND = {PutFlags.MDB_APPEND};

  private final LmdbMemory<T> memory;

  private LmdbStore(LmdbMemory<T> memory) {
    this.memory = memory;
  }

  /** A store that uses {@code buffer} for keys and values. */
  static ImageStore with(LmdbBuffer buffer) {
    return new LmdbStore<>(buffer.memory());
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    Path dir = at.directory();
    // Flushing is left to the operating system here, and done once at the end where it is asked
    // for: a commit that is not followed by others is of no use to anyone.
    try (Env<T> env =
        Env.create(memory.proxy())
            .setMapSize(mapSize(images))
            .open(dir.toFile(), EnvFlags.MDB_NOSYNC)) {
      write(images, env);
      if (durability == Durability.sync) {
        env.sync(true);
      }
    } catch (LmdbException e) {
      throw new IOException(dir.resolve(LmdbFile.NAME) + ": " + e.getMessage(), e);
    }
    if (durability == Durability.sync) {
      // Not lock.mdb: what it holds is of no use to anyone once the environment is closed.
      DiskSync.entries(dir);
    }
  }

  /**
   * An upper bound of what the images can take. It only reserves addresses; the file grows as pages
   * are used.
   */
  private static long mapSize(ImageSet images) {
    long used =
        Math.addExact(images.totalBytes(), Math.multiplyExact(images.count(), OVERHEAD_BYTES));
    return Math.addExact(used + used / 8, MAP_RESERVE_BYTES) & -4096;
  }

  private void write(ImageSet images, Env<T> env) throws IOException {
    Dbi<T> database = env.openDbi((byte[]) null);
    ByteBuffer header = ByteBuffer.allocate(LmdbValue.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(LmdbValue.AT_MAGIC, LmdbValue.MAGIC);
    header.putShort(LmdbValue.AT_VERSION, (short) LmdbValue.VERSION);
    header.putLong(LmdbValue.AT_COUNT, images.count());
    try (LmdbKey<T> key = new LmdbKey<>(memory, LmdbValue.keyDigits(images.count()))) {
      long id = 0;
      while (id < images.count()) {
        try (Txn<T> txn = env.txnWrite()) {
          try (Cursor<T> cursor = database.openCursor(txn)) {
            id = appendBatch(images, id, cursor, key, header);
          }
          txn.commit();
        }
      }
    }
  }

  /** Appends images from {@code id} on until a transaction has enough; returns the next id. */
  private long appendBatch(
      ImageSet images, long id, Cursor<T> cursor, LmdbKey<T> key, ByteBuffer header) {
    long count = images.count();
    long next = id;
    long bytes = 0;
    while (next < count && bytes < COMMIT_BYTES) {
      ByteBuffer run = images.run(next, RUN_BYTES);
      int length = images.runLength(next, RUN_BYTES);
      for (int i = 0; i < length; i++, next++) {
        ImageShape shape = images.shape(next);
        int size = LmdbValue.HEADER_BYTES + shape.bytes();
        header.put(LmdbValue.AT_CHANNELS, (byte) shape.channels());
        header.put(LmdbValue.AT_DEPTH, (byte) shape.depth());
        header.putInt(LmdbValue.AT_WIDTH, shape.width());
        header.putInt(LmdbValue.AT_HEIGHT, shape.height());
        header.putLong(LmdbValue.AT_ID, next);
        header.putInt(LmdbValue.AT_LABEL, images.label(next));
        T value = cursor.reserve(key.of(next), size, APPEND);
        memory.put(value, 0, header.clear());
        run.limit(run.position() + shape.bytes());
        memory.put(value, LmdbValue.HEADER_BYTES, run);
        bytes += size + OVERHEAD_BYTES / 4;
      }
    }
    return next;
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    Path dir = at.directory();
    return LmdbReader.open(dir, memory);
  }
}
