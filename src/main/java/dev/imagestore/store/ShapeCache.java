package dev.imagestore.store;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import java.nio.file.Path;

/** Makes a shape from numbers of a file, the same object again while shapes repeat. */
public final class ShapeCache {
  private static final int SLOTS = 256;

  private final Path file;
  private final ImageShape[] shapes = new ImageShape[SLOTS];

  /** Shapes of images that {@code file} tells of. */
  public ShapeCache(Path file) {
    this.file = file;
  }

  /**
   * The shape of image {@code id}.
   *
   * @throws BadInputException if there is none with these numbers
   */
  public ImageShape shape(long id, long width, long height, long channels, long depth)
      throws BadInputException {
    int slot = (int) ((((width * 31 + height) * 31 + channels) * 31 + depth) & (SLOTS - 1));
    ImageShape shape = shapes[slot];
    if (shape == null
        || shape.width() != width
        || shape.height() != height
        || shape.channels() != channels
        || shape.depth() != depth) {
      shape = make(id, width, height, channels, depth);
      shapes[slot] = shape;
    }
    return shape;
  }

  private ImageShape make(long id, long width, long height, long channels, long depth)
      throws BadInputException {
    try {
      return new ImageShape(
          Math.toIntExact(width),
          Math.toIntExact(height),
          Math.toIntExact(channels),
          Math.toIntExact(depth));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BadInputException(
          file
              + ": expected the shape of image "
              + id
              + ", found width "
              + width
              + ", height "
              + height
              + ", channels "
              + channels
              + ", depth "
              + depth
              + "; store the images again",
          e);
    }
  }
}
