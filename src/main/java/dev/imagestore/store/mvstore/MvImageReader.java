package dev.imagestore.store.mvstore;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.StoreIds;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.PayloadReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** Reads what {@link MvImageStore} wrote. */
final class MvImageReader implements ImageReader {
  private static final String REMEDY = "store the images again";

  /** Mebibytes of pages that H2 keeps, which count for memory beside the caller's. */
  private static final int CACHE_MIB = 16;

  private final Path file;
  private final MVStore store;
  private final MVMap<Long, StoredImage> images;
  private final long count;
  private final PayloadReader payloads;
  private boolean closed;

  MvImageReader(Path dir, Encoding encoding) throws IOException {
    file = dir.resolve(MvStoreFile.NAME);
    try (FileChannel channel = FileIo.open(dir, file, "mvstore")) {
      MvStoreFile.check(file, channel);
    }
    MVStore opened = null;
    try {
      opened =
          new MVStore.Builder()
              .fileName(SharedFile.name(file))
              .readOnly()
              .cacheSize(CACHE_MIB)
              .open();
      images = MvImageStore.images(opened);
      count = count(MvImageStore.about(opened), encoding);
      payloads = new PayloadReader(file, encoding);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (opened != null) {
        opened.closeImmediately();
      }
      throw e instanceof IOException known ? known : unreadable(e);
    }
    store = opened;
  }

  private long count(MVMap<String, String> about, Encoding encoding) throws IOException {
    String images = about.get(MvImageStore.COUNT);
    String codec = about.get(MvImageStore.CODEC);
    if (images == null || codec == null || !images.matches("[1-9][0-9]{0,17}")) {
      throw BadInputException.of(
          file, "how many images the store holds", images + " images of " + codec, REMEDY);
    }
    encoding.check(file, codec);
    return Long.parseLong(images);
  }

  /**
   * What H2 makes of a damaged file is of many kinds: it takes as much memory as any length in it
   * says, too.
   */
  private BadInputException unreadable(Throwable e) {
    return new BadInputException(
        file
            + ": expected a store that H2's MVStore can read, found "
            + e.toString().replace('\n', ' ')
            + "; "
            + REMEDY,
        e);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void read(long firstId, int wanted, ImageBatch into) throws IOException {
    StoreIds.check(closed, firstId, wanted, count);
    into.clear();
    if (wanted == 1) {
      deliver(firstId, lookUp(firstId), into);
      return;
    }
    Cursor<Long, StoredImage> cursor = images.cursor(firstId);
    for (long id = firstId; id < firstId + wanted; id++) {
      deliver(id, next(cursor, id), into);
    }
  }

  private StoredImage lookUp(long id) throws BadInputException {
    try {
      return images.get(id);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw unreadable(e);
    }
  }

  private StoredImage next(Cursor<Long, StoredImage> cursor, long id) throws BadInputException {
    try {
      return cursor.hasNext() && cursor.next() == id ? cursor.getValue() : null;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw unreadable(e);
    }
  }

  private void deliver(long id, StoredImage image, ImageBatch into) throws IOException {
    if (image == null) {
      throw BadInputException.of(file, "image " + id + " of " + count, "none", REMEDY);
    }
    byte[] payload = image.payload();
    payloads.deliver(id, image.shape(), image.label(), payload, payload.length, into);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    payloads.close();
    store.closeImmediately();
  }
}
