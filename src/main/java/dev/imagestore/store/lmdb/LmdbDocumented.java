package dev.imagestore.store.lmdb;

import dev.imagestore.image.ImageSet;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.Payloads;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * The way that lmdbjava's own tutorial shows: a key and a value in direct byte buffers, {@code put}
 * of both in one write transaction, {@code get} in a read transaction. The one transaction keeps
 * the pages of all images in the C heap until it is committed, as far as LMDB does not spill them:
 * memory grows with the number of images. The value's buffer is left to the garbage collector.
 *
 * <p>What the tutorial leaves open is as in {@link LmdbTuned}, so that only the ways differ: no
 * commit is flushed ({@code MDB_NOSYNC}) unless durability asks for it, and readers open the
 * environment read-only and without locks, so that a process may have several.
 */
final class LmdbDocumented extends LmdbStore<ByteBuffer> {

  LmdbDocumented(Encoding encoding, boolean readAhead) {
    super(new LmdbNioMemory(), encoding, readAhead);
  }

  @Override
  void write(
      ImageSet images, long firstId, Payloads payloads, LmdbCommit commit, Env<ByteBuffer> env)
      throws IOException {
    Dbi<ByteBuffer> database = env.openDbi((byte[]) null);
    ByteBuffer header = LmdbValue.newHeader();
    ByteBuffer value = ByteBuffer.allocateDirect(LmdbValue.HEADER_BYTES + images.maxImageBytes());
    try (LmdbKey<ByteBuffer> key = new LmdbKey<>(memory, commit.keyDigits());
        Txn<ByteBuffer> txn = env.txnWrite()) {
      for (long id = firstId; id < images.count(); id++) {
        ByteBuffer payload = payloads.next(id);
        int size = LmdbValue.HEADER_BYTES + payload.remaining();
        if (size > value.capacity()) {
          // What a codec makes of noise is larger than its pixels.
          value = ByteBuffer.allocateDirect(size);
        }
        value.clear().put(LmdbValue.fill(header, images, id)).put(payload).flip();
        database.put(txn, key.of(id), value);
      }
      commit.write(database, txn, memory);
      txn.commit();
    }
  }

  @Override
  LmdbLookup<ByteBuffer> lookup(LmdbSession<ByteBuffer> session, LmdbCommit commit) {
    return new Get(session, new LmdbKey<>(memory, commit.keyDigits()));
  }

  /** Asks for each image by its key. */
  private record Get(LmdbSession<ByteBuffer> session, LmdbKey<ByteBuffer> key)
      implements LmdbLookup<ByteBuffer> {

    @Override
    public ByteBuffer find(long id) {
      return session.get(key.of(id));
    }

    @Override
    public void close() {
      key.close();
      session.close();
    }
  }
}
