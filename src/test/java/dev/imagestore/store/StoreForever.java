package dev.imagestore.store;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that stores the same images into one directory after the other until it is killed.
 * Arguments: backend, directory.
 */
final class StoreForever {

  private StoreForever() {}

  /** What it stores. */
  static ImageSet images() {
    return TestImages.uniform(11, 300, new ImageShape(32, 32, 3, 8)).first(6_000);
  }

  public static void main(String[] args) throws Exception {
    ImageSet images = images();
    StoreVariant backend = StoreVariant.of(args[0]);
    for (int i = 0; ; i++) {
      Path dir = Files.createDirectories(Path.of(args[1], Integer.toString(i)));
      System.out.println(dir);
      backend.store(images, dir, Durability.none);
    }
  }
}
