package dev.imagestore.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where one store lives: a directory, a schema of a database, a prefix in a bucket. Whoever
 * measures asks it for what is not the store's own work: an empty place, a flush, the footprint, an
 * end.
 */
public interface Location {

  /**
   * The directory that belongs to this store. A store made of files is in it; one on a server may
   * keep nothing there.
   */
  Path directory();

  /**
   * Makes the empty place that a store needs.
   *
   * @throws IOException if something is there already
   */
  void create() throws IOException;

  /** Puts all of it on the device, so that {@link #usage} is exact and no write is left to do. */
  void flush() throws IOException;

  /** What it takes of the disk. */
  DiskUsage usage() throws IOException;

  /**
   * Has the operating system forget all that it keeps of it in memory, once it was {@linkplain
   * #flush flushed}. Open readers stay good, and what they keep in memory of their own stays.
   *
   * @throws IOException that says why, if that can't be done or some of it stays
   */
  void evict() throws IOException;

  /** How much of it is in memory; empty if that can't be found out. */
  default Optional<Residency> residency() throws IOException {
    return Optional.empty();
  }

  /** Deletes it, whole or not; fine if there is none. */
  void delete() throws IOException;
}
