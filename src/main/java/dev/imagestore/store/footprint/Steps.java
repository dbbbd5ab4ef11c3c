package dev.imagestore.store.footprint;

import dev.imagestore.image.ImageShape;
import java.util.Optional;

/**
 * Where one byte more, or less, in each image makes a difference of many: the value that no longer
 * fits its page, the file that needs another block. Found by trying lengths, so that no format has
 * to say where its steps are.
 */
public final class Steps {
  /** Images of a trial; so many that a page of the whole store hardly shows. */
  private static final int IMAGES = 2_000;

  /** A label of one byte, as most are. */
  private static final int LABEL = 9;

  /** A step is higher than this, in bytes per image. */
  private static final int LEAST = 64;

  /** How far one is looked for, in bytes. */
  private static final int REACH = 4_200;

  private final FootprintModel model;
  private final ImageShape shape;
  private final int blockBytes;

  /**
   * A step.
   *
   * @param encodedBytes bytes of an image, encoded, from which on it takes more
   * @param before what an image takes of the disk that has a byte less
   * @param from what one takes that has as many
   */
  public record Step(long encodedBytes, double before, double from) {}

  /** The steps of a model, for images of a shape. */
  public Steps(FootprintModel model, ImageShape shape, int blockBytes) {
    this.model = model;
    this.shape = shape;
    this.blockBytes = blockBytes;
  }

  /** The first step above images of so many bytes, encoded; empty if none is near. */
  public Optional<Step> above(long encodedBytes) {
    double before = each(encodedBytes);
    for (long bytes = encodedBytes + 1; bytes <= encodedBytes + REACH; bytes++) {
      double from = each(bytes);
      if (from - before > LEAST) {
        return Optional.of(new Step(bytes, before, from));
      }
      before = from;
    }
    return Optional.empty();
  }

  /** The last step up to images of so many bytes; empty if none is near. */
  public Optional<Step> below(long encodedBytes) {
    double from = each(encodedBytes);
    for (long bytes = encodedBytes; bytes > Math.max(1, encodedBytes - REACH); bytes--) {
      double before = each(bytes - 1);
      if (from - before > LEAST) {
        return Optional.of(new Step(bytes, before, from));
      }
      from = before;
    }
    return Optional.empty();
  }

  /** What an image takes of the disk that has so many bytes, encoded. */
  private double each(long encodedBytes) {
    SizedImages images = SizedImages.alike(shape, LABEL, encodedBytes, IMAGES);
    return (double) model.predict(images, blockBytes).allocatedBytes() / IMAGES;
  }
}
