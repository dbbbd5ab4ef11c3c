package dev.imagestore.store;

import dev.imagestore.image.ImageSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One way of keeping many images. Stateless: all state is on disk or in the reader. A store that is
 * not whole (the process that wrote it was killed, a file was cut short, another program wrote it)
 * is refused by {@link #open} or at the latest by the read that meets the fault, with a {@link
 * dev.imagestore.input.BadInputException} that names the file and the reason; never with wrong
 * pixels, never with a crash.
 */
public interface ImageStore {

  /**
   * The place of one store of this kind.
   *
   * @param home a path of its own, at which there is nothing yet
   * @param services what runs beside the measured process
   */
  default Location locate(Path home, Service.Directory services) throws IOException {
    return new DirectoryLocation(home);
  }

  /**
   * Stores all of {@code images}, in id order, as a complete store at a place that was just
   * {@linkplain Location#create created}. Memory does not grow with the number of images, but for
   * the {@linkplain Access#documented documented way} of a library that wants them all at once.
   * Leaves nothing open.
   *
   * @throws dev.imagestore.input.BadInputException if the chosen options can't keep such images; it
   *     names the option, and nothing was written
   */
  void store(ImageSet images, Location at, Durability durability) throws IOException;

  /** Why a store of this kind can't be {@linkplain #append made larger}; empty if it can. */
  default Optional<String> obstacleToAppend() {
    return Optional.of("its adapter does not append");
  }

  /**
   * Makes the store at a place one of all of {@code images}, of which it holds the first already:
   * the others are added, and what is there is not written anew. Until that is done, the store is
   * the one that it was, or is refused. What {@link #store} says of memory and of what is left open
   * holds here too.
   *
   * @throws dev.imagestore.input.BadInputException if the images that are added do not fit those
   *     that are there; the store is the one that it was
   * @throws UnsupportedOperationException if there is an {@linkplain #obstacleToAppend obstacle}
   */
  default void append(ImageSet images, Location at, Durability durability) throws IOException {
    throw new UnsupportedOperationException(obstacleToAppend().orElseThrow());
  }

  /** Opens the store at a place. Each thread opens its own. */
  ImageReader open(Location at) throws IOException;
}
