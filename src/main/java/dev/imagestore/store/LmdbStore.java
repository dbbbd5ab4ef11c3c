package dev.imagestore.store;

import static org.lmdbjava.ByteBufProxy.PROXY_NETTY;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * An LMDB environment, {@code data.mdb} and {@code lock.mdb}, by lmdbjava with Netty's buffers. One
 * value an image, see {@link LmdbValue}, appended in id order. Every value says how many there are,
 * so that a store whose last transactions are missing is known for what it is.
 */
public final class LmdbStore implements ImageStore {

  /**
   * Bytes of dirty pages that a transaction holds before it is committed, 2,500 images of 32×32×3:
   * LMDB keeps them outside the heap until then, and more are slower too.
   */
  private static final long COMMIT_BYTES = 10_000L * 1024;

  /** Bytes of images asked of the set at a time. */
  private static final int RUN_BYTES = 1 << 16;

  /** More than what pages, keys and branches add to any value. */
  private static final long OVERHEAD_BYTES = 4096 + 256;

  private static final long MAP_RESERVE_BYTES = 64L << 20;

  private static final PutFlags[] APPEND = {PutFlags.MDB_APPEND};

  @Override
  public void store(ImageSet images, Path dir, Durability durability) throws IOException {
    // Flushing is left to the operating system here, and done once at the end where it is asked
    // for: a commit that is not followed by others is of no use to anyone.
    try (Env<ByteBuf> env =
        Env.create(PROXY_NETTY)
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

  private static void write(ImageSet images, Env<ByteBuf> env) throws IOException {
    Dbi<ByteBuf> database = env.openDbi((byte[]) null);
    LmdbKey key = new LmdbKey(LmdbValue.keyDigits(images.count()));
    ByteBuf header = PooledByteBufAllocator.DEFAULT.directBuffer(LmdbValue.HEADER_BYTES);
    try {
      header.writeZero(LmdbValue.HEADER_BYTES);
      header.setIntLE(LmdbValue.AT_MAGIC, LmdbValue.MAGIC);
      header.setShortLE(LmdbValue.AT_VERSION, LmdbValue.VERSION);
      header.setLongLE(LmdbValue.AT_COUNT, images.count());
      long id = 0;
      while (id < images.count()) {
        try (Txn<ByteBuf> txn = env.txnWrite()) {
          try (Cursor<ByteBuf> cursor = database.openCursor(txn)) {
            id = appendBatch(images, id, cursor, key, header);
          }
          txn.commit();
        }
      }
    } finally {
      header.release();
      key.close();
    }
  }

  /** Appends images from {@code id} on until a transaction has enough; returns the next id. */
  private static long appendBatch(
      ImageSet images, long id, Cursor<ByteBuf> cursor, LmdbKey key, ByteBuf header) {
    long count = images.count();
    long next = id;
    long bytes = 0;
    while (next < count && bytes < COMMIT_BYTES) {
      ByteBuffer run = images.run(next, RUN_BYTES);
      int length = images.runLength(next, RUN_BYTES);
      for (int i = 0; i < length; i++, next++) {
        ImageShape shape = images.shape(next);
        int size = LmdbValue.HEADER_BYTES + shape.bytes();
        header.setByte(LmdbValue.AT_CHANNELS, shape.channels());
        header.setByte(LmdbValue.AT_DEPTH, shape.depth());
        header.setIntLE(LmdbValue.AT_WIDTH, shape.width());
        header.setIntLE(LmdbValue.AT_HEIGHT, shape.height());
        header.setLongLE(LmdbValue.AT_ID, next);
        header.setIntLE(LmdbValue.AT_LABEL, images.label(next));
        ByteBuf value = cursor.reserve(key.of(next), size, APPEND);
        value.setBytes(0, header, 0, LmdbValue.HEADER_BYTES);
        run.limit(run.position() + shape.bytes());
        value.setBytes(LmdbValue.HEADER_BYTES, run);
        bytes += size + OVERHEAD_BYTES / 4;
      }
    }
    return next;
  }

  @Override
  public ImageReader open(Path dir) throws IOException {
    return LmdbReader.open(dir);
  }
}
