package dev.imagestore.store;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import java.nio.file.Path;

/** What every store that {@linkplain ImageStore#append grows} checks first. */
public final class Growth {
  private Growth() {}

  /**
   * Refuses a set that has no more images than the store.
   *
   * @param file that says how many the store has
   * @param stored how many that is
   */
  public static void check(Path file, long stored, ImageSet images) throws BadInputException {
    if (images.count() <= stored) {
      throw BadInputException.of(
          file,
          "fewer images than the " + images.count() + " that the store is to hold",
          "" + stored,
          "append larger sets only");
    }
  }
}
