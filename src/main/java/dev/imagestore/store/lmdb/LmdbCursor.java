package dev.imagestore.store.lmdb;

import java.io.IOException;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.SeekOp;

/** Finds images through a cursor: one step where an image is next, else down the tree. */
final class LmdbCursor<T> implements LmdbLookup<T> {

  /**
   * Bytes of images read in order after which the file is mapped anew. What a mapping has shown
   * stays resident while it lives; one pass over 100,000 images of 32×32×3 would keep 410 MB. It
   * costs what opening does, 40 µs in 20,000 images. Reads in any other order come back to the same
   * pages and keep them.
   */
  private static final long REMAP_BYTES = 64L << 20;

  private final LmdbMemory<T> memory;
  private final LmdbKey<T> key;
  private LmdbSession<T> session;
  private Cursor<T> cursor;

  /** The id at which the cursor would arrive by moving on, or -1. */
  private long following = -1;

  /** Bytes read by moving on since the file was mapped. */
  private long passed;

  /** Takes over {@code session}, a store with keys of {@code keyDigits}. */
  LmdbCursor(LmdbMemory<T> memory, LmdbSession<T> session, int keyDigits) {
    this.memory = memory;
    this.session = session;
    this.cursor = session.cursor();
    this.key = new LmdbKey<>(memory, keyDigits);
  }

  @Override
  public T find(long id) throws IOException {
    if (passed > REMAP_BYTES) {
      remap();
    }
    boolean next = id == following;
    following = -1;
    boolean found = next ? cursor.seek(SeekOp.MDB_NEXT) : cursor.get(key.of(id), GetOp.MDB_SET);
    if (!found) {
      return null;
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
    session = session.again();
    cursor = session.cursor();
  }

  @Override
  public void close() {
    key.close();
    session.close();
  }
}
