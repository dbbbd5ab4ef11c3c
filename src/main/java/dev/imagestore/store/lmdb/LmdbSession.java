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
 * A finished store's file mapped, a read transaction on it and a cursor.
 *
 * <p>Each has an environment of its own, without locks: opening one environment twice in a process
 * is only safe so, because closing either would drop the locks of both. A finished store is never
 * written again, so that nothing needs a lock.
 */
final class LmdbSession<T> implements AutoCloseable {
  private final Env<T> env;
  private final Txn<T> txn;
  private final Dbi<T> images;
  private final Cursor<T> cursor;

  LmdbSession(Path dir, LmdbMemory<T> memory) throws IOException {
    Path file = dir.resolve(LmdbFile.NAME);
    try (FileChannel channel = FileIo.open(dir, file, "lmdb")) {
      LmdbFile.check(file, channel);
    }
    env =
        Env.create(memory.proxy()).open(dir.toFile(), EnvFlags.MDB_RDONLY_ENV, EnvFlags.MDB_NOLOCK);
    Txn<T> begun = null;
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

  /** How many values there are. */
  long entries() {
    return images.stat(txn).entries;
  }

  Cursor<T> cursor() {
    return cursor;
  }

  /** Unmaps the file; what the cursor has shown is gone. Closing again does nothing. */
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
