package dev.imagestore.store.lmdb;

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
import java.nio.file.Path;
import java.util.Optional;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;

/**
 * An LMDB environment, {@code data.mdb} and {@code lock.mdb}, by lmdbjava. One value per image, see
 * {@link LmdbValue}, and one record that says how many there are, see {@link LmdbCommit}. Each way
 * of using the library reads what the other wrote.
 *
 * @param <T> the buffers of keys and values
 */
abstract class LmdbStore<T> implements ImageStore {

  /** More than what pages, keys and branches add to any value. */
  static final long OVERHEAD_BYTES = 4096 + 256;

  private static final long MAP_RESERVE_BYTES = 64L << 20;

  final LmdbMemory<T> memory;
  final Encoding encoding;
  private final boolean readAhead;

  /**
   * A store.
   *
   * @param readAhead whether the kernel reads ahead when a store is read
   */
  LmdbStore(LmdbMemory<T> memory, Encoding encoding, boolean readAhead) {
    this.memory = memory;
    this.encoding = encoding;
    this.readAhead = readAhead;
  }

  /** Puts the images from {@code firstId} on behind those that are there, and then the record. */
  abstract void write(
      ImageSet images, long firstId, Payloads payloads, LmdbCommit commit, Env<T> env)
      throws IOException;

  /**
   * How images are found.
   *
   * @param session an open store, which the lookup closes
   */
  abstract LmdbLookup<T> lookup(LmdbSession<T> session, LmdbCommit commit);

  /** Stores the images; for {@link Durability#none} every way does without flushing alike. */
  @Override
  public final void store(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    write(images, 0, LmdbCommit.of(images, encoding.name()), at.directory(), durability);
  }

  @Override
  public final Optional<String> obstacleToAppend() {
    return Optional.empty();
  }

  @Override
  public final void append(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    Path dir = at.directory();
    Path file = dir.resolve(LmdbFile.NAME);
    LmdbCommit there;
    try (LmdbSession<T> session = new LmdbSession<>(dir, memory, readAhead)) {
      there = LmdbCommit.read(file, session, memory);
    } catch (LmdbException e) {
      throw LmdbFile.damaged(file, e);
    }
    encoding.check(file, there.codec());
    Growth.check(file, there.count(), images);
    write(images, there.count(), there.grown(file, images), dir, durability);
  }

  private void write(
      ImageSet images, long firstId, LmdbCommit commit, Path dir, Durability durability)
      throws IOException {
    // Flushing is left to the operating system here, and done once at the end where it is asked
    // for: a commit that is not followed by others is of no use to anyone.
    try (Payloads payloads = encoding.payloads(images);
        Env<T> env =
            Env.create(memory.proxy())
                .setMapSize(mapSize(images))
                .open(dir.toFile(), EnvFlags.MDB_NOSYNC)) {
      write(images, firstId, payloads, commit, env);
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

  @Override
  public final ImageReader open(Location at) throws IOException {
    Path dir = at.directory();
    Path file = dir.resolve(LmdbFile.NAME);
    try {
      LmdbSession<T> session = new LmdbSession<>(dir, memory, readAhead);
      try {
        LmdbCommit commit = LmdbCommit.read(file, session, memory);
        encoding.check(file, commit.codec());
        return new LmdbReader<>(file, memory, commit.count(), encoding, lookup(session, commit));
      } catch (IOException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (LmdbException e) {
      throw LmdbFile.damaged(file, e);
    }
  }
}
