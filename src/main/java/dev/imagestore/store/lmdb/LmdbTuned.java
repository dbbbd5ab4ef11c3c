package dev.imagestore.store.lmdb;

import dev.imagestore.image.ImageSet;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.Payloads;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * The fastest way that this project knows: values are appended in id order and filled where LMDB
 * keeps them, in transactions of bounded size; they are read through a cursor.
 */
final class LmdbTuned<T> extends LmdbStore<T> {

  /**
   * Bytes of dirty pages that a transaction holds before it is committed, 250 images of 32×32×3.
   * LMDB takes a page of the C heap for each, and gives all back when the environment is closed.
   * With 10 MiB of them glibc handed the memory back to the kernel in every third process, and each
   * later store there took 1,450 page faults more for 1,000 images, 5.5 µs an image instead of 1.9;
   * with 1 MiB it never did (12 processes of each), and an image takes no more time.
   */
  static final long COMMIT_BYTES = 1 << 20;

  private static final PutFlags[] APPEND = {PutFlags.MDB_APPEND};
  private static final PutFlags[] ANYWHERE = {};

  LmdbTuned(LmdbMemory<T> memory, Encoding encoding, boolean readAhead) {
    super(memory, encoding, readAhead);
  }

  @Override
  void write(ImageSet images, long firstId, Payloads payloads, LmdbCommit commit, Env<T> env)
      throws IOException {
    Dbi<T> database = env.openDbi((byte[]) null);
    ByteBuffer header = LmdbValue.newHeader();
    try (LmdbKey<T> key = new LmdbKey<>(memory, commit.keyDigits())) {
      long id = firstId;
      PutFlags[] flags = beginsBehindAll(database, env, firstId) ? APPEND : ANYWHERE;
      while (id < images.count()) {
        try (Txn<T> txn = env.txnWrite()) {
          try (Cursor<T> cursor = database.openCursor(txn)) {
            id = appendBatch(images, id, payloads, cursor, key, header, flags);
          }
          if (id == images.count()) {
            commit.write(database, txn, memory);
          }
          txn.commit();
        }
      }
    }
  }

  /** False where an append that did not finish has left images that belong to nobody. */
  private static <T> boolean beginsBehindAll(Dbi<T> database, Env<T> env, long firstId) {
    if (firstId == 0) {
      return true;
    }
    try (Txn<T> txn = env.txnRead()) {
      return database.stat(txn).entries == firstId + 1;
    }
  }

  /** Appends images from {@code id} on until a transaction has enough; returns the next id. */
  private long appendBatch(
      ImageSet images,
      long id,
      Payloads payloads,
      Cursor<T> cursor,
      LmdbKey<T> key,
      ByteBuffer header,
      PutFlags[] flags)
      throws IOException {
    long count = images.count();
    long next = id;
    long bytes = 0;
    for (; next < count && bytes < COMMIT_BYTES; next++) {
      ByteBuffer payload = payloads.next(next);
      int size = LmdbValue.HEADER_BYTES + payload.remaining();
      T value = cursor.reserve(key.of(next), size, flags);
      memory.put(value, 0, LmdbValue.fill(header, images, next));
      memory.put(value, LmdbValue.HEADER_BYTES, payload);
      bytes += size + OVERHEAD_BYTES / 4;
    }
    return next;
  }

  @Override
  LmdbLookup<T> lookup(LmdbSession<T> session, LmdbCommit commit) {
    return new LmdbCursor<>(memory, session, commit.keyDigits());
  }
}
