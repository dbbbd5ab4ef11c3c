package dev.imagestore.store.lmdb;

import dev.imagestore.store.FileIo;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/**
 * A store's file mapped, and a read transaction on it.
 *
 * <p>Each has an environment of its own, without locks: opening one environment twice in a process
 * is only safe so, because closing either would drop the locks of both. Nobody writes a store while
 * it is open, so that nothing needs a lock.
 */
final class LmdbSession<T> implements AutoCloseable {
  private static final EnvFlags[] READ = {EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOLOCK};
  private static final EnvFlags[] READ_ALONE = {
    EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOLOCK, EnvFlags.MDB_NORDAHEAD
  };

  private final Path dir;
  private final LmdbMemory<T> memory;
  private final boolean readAhead;
  private final Env<T> env;
  private final Txn<T> txn;
  private final Dbi<T> images;
  private Cursor<T> cursor;

  /**
   * Opens the store under {@code dir}.
   *
   * @param readAhead whether a page that is touched brings its neighbours along: with a read-ahead
   *     of 8 MiB one brings 2,047
   */
  LmdbSession(Path dir, LmdbMemory<T> memory, boolean readAhead) throws IOException {
    this.dir = dir;
    this.memory = memory;
    this.readAhead = readAhead;
    Path file = dir.resolve(LmdbFile.NAME);
    try (FileChannel channel = FileIo.open(dir, file, "lmdb")) {
      LmdbFile.check(file, channel);
    }
    env = Env.create(memory.proxy()).open(dir.toFile(), readAhead ? READ : READ_ALONE);
    Txn<T> begun = null;
    try {
      begun = env.txnRead();
      images = env.openDbi(begun, null, null, false);
    } catch (RuntimeException e) {
      if (begun != null) {
        begun.close();
      }
      env.close();
      throw e;
    }
    txn = begun;
  }

  /** Unmaps the file and maps it anew, so that the same memory is not mapped twice. */
  LmdbSession<T> again() throws IOException {
    close();
    return new LmdbSession<>(dir, memory, readAhead);
  }

  /** How many values there are. */
  long entries() {
    return images.stat(txn).entries;
  }

  /** The value of a key, valid until the next call; null if there is none. */
  T get(T key) {
    return images.get(txn, key);
  }

  /** The cursor on all values; closed with this. */
  Cursor<T> cursor() {
    if (cursor == null) {
      cursor = images.openCursor(txn);
    }
    return cursor;
  }

  /** Unmaps the file; what was found is gone. Closing again does nothing. */
  @Override
  public void close() {
    if (env.isClosed()) {
      return;
    }
    if (cursor != null) {
      cursor.close();
    }
    txn.close();
    env.close();
  }
}
