package dev.imagestore.codec;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which images a codec can encode.
 *
 * @param channels how many channels
 * @param maxDepth bits a sample, at most
 * @param maxSide columns and rows, at most
 */
public record Domain(Set<Integer> channels, int maxDepth, int maxSide) {
  /** All that there are. */
  public static final Domain ALL = new Domain(Set.of(1, 2, 3, 4), 16, Integer.MAX_VALUE);

  /** Copies the set. */
  public Domain {
    channels = Set.copyOf(channels);
  }

  /** True if images of this shape can be encoded. */
  public boolean has(ImageShape shape) {
    return channels.contains(shape.channels())
        && shape.depth() <= maxDepth
        && shape.width() <= maxSide
        && shape.height() <= maxSide;
  }

  /**
   * Refuses a shape, for an encoder.
   *
   * @throws CodecException if images of this shape can't be encoded
   */
  public void check(ImageShape shape) throws CodecException {
    if (!has(shape)) {
      throw CodecException.of(inWords(), "one of " + shape);
    }
  }

  /**
   * Refuses a set before any of it is encoded.
   *
   * @param choice what the message begins with: the option that chose the codec
   * @throws BadInputException if one of its images can't be encoded
   */
  public void check(String choice, ImageSet images) throws BadInputException {
    if (equals(ALL)) {
      return;
    }
    long shapes = images.uniform() ? 1 : images.distinct();
    for (long id = 0; id < shapes; id++) {
      if (!has(images.shape(id))) {
        throw new BadInputException(
            choice
                + ": expected "
                + inWords()
                + ", found image "
                + id
                + " of "
                + images.shape(id)
                + "; choose another codec or dataset");
      }
    }
  }

  private String inWords() {
    String sides = maxSide == Integer.MAX_VALUE ? "" : ", up to " + maxSide + "x" + maxSide;
    return "an image of "
        + new TreeSet<>(channels).stream().map(String::valueOf).collect(Collectors.joining(" or "))
        + " channels and "
        + (maxDepth == 16 ? "8 or 16" : maxDepth)
        + " bits a sample"
        + sides;
  }
}
