package dev.imagestore.store.mvstore;

import dev.imagestore.image.ImageSet;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import dev.imagestore.store.Growth;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.Payloads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * {@code images.mv} with the map {@code images}, from ids to {@link StoredImage}, and the map
 * {@code store} of texts, which says last how many there are, and their codec.
 */
final class MvImageStore implements ImageStore {
  static final String COUNT = "images";
  static final String CODEC = "codec";

  /**
   * Bytes of values between two commits. Each commit writes a chunk with its images and the pages
   * above them, and needs memory for all of it.
   */
  static final int COMMIT_BYTES = 4 << 20;

  private final Encoding encoding;

  /** A store of encoded images. */
  MvImageStore(Encoding encoding) {
    this.encoding = encoding;
  }

  /** The map of images. */
  static MVMap<Long, StoredImage> images(MVStore store) {
    return store.openMap(
        "images",
        new MVMap.Builder<Long, StoredImage>()
            .keyType(LongDataType.INSTANCE)
            .valueType(new StoredImage.Type()));
  }

  /**
   * The map of texts. H2's maps of unknown types are read by Java's serialization, which makes
   * objects of whatever class a file names.
   */
  static MVMap<String, String> about(MVStore store) {
    return store.openMap(
        "store",
        new MVMap.Builder<String, String>()
            .keyType(StringDataType.INSTANCE)
            .valueType(StringDataType.INSTANCE));
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    write(images, 0, at.directory(), durability);
  }

  @Override
  public Optional<String> obstacleToAppend() {
    return Optional.empty();
  }

  @Override
  public void append(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    Path dir = at.directory();
    long stored;
    try (ImageReader reader = open(at)) {
      stored = reader.count();
    }
    Growth.check(dir.resolve(MvStoreFile.NAME), stored, images);
    write(images, stored, dir, durability);
  }

  private void write(ImageSet images, long firstId, Path dir, Durability durability)
      throws IOException {
    Path file = dir.resolve(MvStoreFile.NAME);
    MVStore store = null;
    try (Payloads payloads = encoding.payloads(images)) {
      store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open();
      // Nobody asks for the versions before.
      store.setVersionsToKeep(0);
      store.setRetentionTime(0);
      append(images, firstId, payloads, store);
      MVMap<String, String> about = about(store);
      about.put(COUNT, Long.toString(images.count()));
      about.put(CODEC, encoding.name());
      store.commit();
      store.close();
    } catch (MVStoreException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    } finally {
      if (store != null) {
        store.closeImmediately();
      }
    }
    if (durability == Durability.sync) {
      DiskSync.force(file);
      DiskSync.entries(dir);
    }
  }

  private static void append(ImageSet images, long firstId, Payloads payloads, MVStore store)
      throws IOException {
    MVMap<Long, StoredImage> map = images(store);
    Long last = map.lastKey();
    // An append that did not finish may have left images that belong to nobody.
    boolean behindAll = last == null || last < firstId;
    long bytes = 0;
    for (long id = firstId; id < images.count(); id++) {
      ByteBuffer payload = payloads.next(id);
      byte[] copy = new byte[payload.remaining()]; // The map keeps it until it is committed.
      payload.get(copy);
      StoredImage image = new StoredImage(images.label(id), images.shape(id), copy);
      if (behindAll) {
        map.append(id, image);
      } else {
        map.put(id, image);
      }
      bytes += copy.length;
      if (bytes >= COMMIT_BYTES) {
        store.commit();
        bytes = 0;
      }
    }
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    return new MvImageReader(at.directory(), encoding);
  }
}
