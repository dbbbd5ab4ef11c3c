package dev.imagestore.store.tar;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.OpenFiles;
import dev.imagestore.store.StoreIds;
import dev.imagestore.store.ThreadBuffer;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.PayloadReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads what {@link TarStore} wrote. Neighbours are read together, with what lies between them, and
 * copied from there; a large image goes where it belongs at once. Either way the header before the
 * image must be its own.
 */
final class TarReader implements ImageReader {
  private static final String REMEDY = "store the images again";

  /** Bytes of one read of neighbours. */
  private static final int WINDOW_BYTES = 256 << 10;

  /** Files of more bytes are read one by one. */
  private static final int LARGE_BYTES = WINDOW_BYTES / 4;

  private final TarFiles files;
  private final TarIndex index;
  private final OpenFiles<FileChannel> archives;
  private final PayloadReader payloads;
  private final UstarHeader header;
  private final Npy npy;
  private final byte[] found = new byte[UstarHeader.BLOCK];
  private final byte[] foundNpy = new byte[Npy.HEADER_BYTES];
  private boolean closed;

  TarReader(Path dir, TarFiles files, Encoding encoding) throws IOException {
    this.files = files;
    index = TarIndex.open(dir, files, encoding);
    archives = new OpenFiles<>(number -> openArchive((int) number));
    payloads = new PayloadReader(dir, encoding);
    header = TarStore.imageHeader(encoding, index.count());
    npy = encoding.isPixels() ? new Npy() : null;
  }

  private FileChannel openArchive(int number) throws IOException {
    Path file = index.archive(number);
    FileChannel channel = files.open(file);
    if (channel.size() != index.archiveLength(number)) {
      try (channel) {
        throw BadInputException.of(
            file, index.archiveLength(number) + " B", channel.size() + " B", REMEDY);
      }
    }
    return channel;
  }

  @Override
  public long count() {
    return index.count();
  }

  @Override
  public void read(long firstId, int wanted, ImageBatch into) throws IOException {
    StoreIds.check(closed, firstId, wanted, index.count());
    into.clear();
    long end = firstId + wanted;
    for (long id = firstId; id < end; ) {
      index.find(id);
      if (index.length() > LARGE_BYTES) {
        readLarge(id++, into);
      } else {
        id = readNeighbours(id, end, into);
      }
    }
  }

  /** Delivers image {@code id} and those behind it that one read has; returns the next id. */
  private long readNeighbours(long id, long end, ImageBatch into) throws IOException {
    long from = index.offset();
    int shard = index.shard();
    ByteBuffer window = window(end - 1, shard, from);
    FileIo.readFully(archives.get(shard), index.archive(shard), from, window);
    index.find(id);
    long next = id;
    do {
      int at = (int) (index.offset() - from);
      window.get(at, found);
      check(next);
      deliver(next, window, at + UstarHeader.BLOCK, into);
      next++;
      if (next == end) {
        break;
      }
      index.find(next);
    } while (index.shard() == shard
        && index.offset() >= from
        && index.offset() - from <= window.limit() - UstarHeader.BLOCK - index.length());
    return next;
  }

  /** Memory for what lies from {@code from} on up to the end of image {@code last}. */
  private ByteBuffer window(long last, int shard, long from) throws IOException {
    long least = UstarHeader.BLOCK + (long) index.length();
    index.find(last);
    long to =
        index.shard() == shard
            ? index.offset() + UstarHeader.BLOCK + index.length()
            : index.archiveLength(shard);
    int bytes = (int) Math.max(least, Math.min(WINDOW_BYTES, to - from));
    return ThreadBuffer.get(bytes).limit(bytes);
  }

  private void readLarge(long id, ImageBatch into) throws IOException {
    FileChannel channel = archives.get(index.shard());
    Path file = index.archive(index.shard());
    long at = index.offset() + UstarHeader.BLOCK;
    FileIo.readFully(channel, file, index.offset(), ByteBuffer.wrap(found));
    check(id);
    if (npy == null) {
      byte[] payload = payloads.memory(index.length());
      FileIo.readFully(channel, file, at, payload, 0, index.length());
      payloads.deliver(id, index.shape(), index.label(), payload, index.length(), into);
      return;
    }
    FileIo.readFully(channel, file, at, ByteBuffer.wrap(foundNpy));
    checkNpy(id);
    int offset = into.add(index.shape(), index.label());
    ByteBuffer target = into.pixels().slice(offset, index.shape().bytes());
    FileIo.readFully(channel, file, at + Npy.HEADER_BYTES, target);
  }

  private void deliver(long id, ByteBuffer window, int at, ImageBatch into) throws IOException {
    if (npy == null) {
      payloads.deliver(id, index.shape(), index.label(), window, at, index.length(), into);
      return;
    }
    window.get(at, foundNpy, 0, Math.min(Npy.HEADER_BYTES, index.length()));
    checkNpy(id);
    int offset = into.add(index.shape(), index.label());
    into.pixels().put(offset, window, at + Npy.HEADER_BYTES, index.shape().bytes());
  }

  private void check(long id) throws IOException {
    boolean own = !index.isForeign() && header.matches(found, id, index.length());
    if (!own && !(index.isForeign() && isFile())) {
      throw BadInputException.of(
          index.archive(index.shard()),
          "the header of image "
              + id
              + ", a file of "
              + index.length()
              + " B, at offset "
              + index.offset(),
          "something else",
          REMEDY);
    }
  }

  /** True if the header is that of a plain file of the length that it had when it was indexed. */
  private boolean isFile() throws IOException {
    TarEntry entry = TarEntry.of(found, index.archive(index.shard()), index.offset());
    return entry.isFile() && entry.size() == index.length();
  }

  private void checkNpy(long id) throws IOException {
    if (index.length() != Npy.HEADER_BYTES + (long) index.shape().bytes()
        || !Arrays.equals(foundNpy, npy.header(index.shape()))) {
      throw BadInputException.of(
          index.archive(index.shard()),
          "image " + id + " as an array of " + index.shape(),
          index.length() + " B of something else",
          REMEDY);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    payloads.close();
    FileIo.closeAll(archives, index);
  }
}
