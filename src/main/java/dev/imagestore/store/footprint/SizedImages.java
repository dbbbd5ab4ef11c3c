package dev.imagestore.store.footprint;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import java.util.Arrays;

/**
 * Images as far as they decide what a store takes: shapes, labels and encoded lengths, no pixels.
 * As in an {@link ImageSet}, a set of more images than there are distinct ones goes round again, so
 * that a sample stands for any number of images.
 */
public final class SizedImages {
  private final ImageShape[] shapes;
  private final int[] labels;
  private final long[] encodedBytes;
  private final long count;

  private SizedImages(ImageShape[] shapes, int[] labels, long[] encodedBytes, long count) {
    if (count < 1) {
      throw new IllegalArgumentException(count + " images");
    }
    this.shapes = shapes;
    this.labels = labels;
    this.encodedBytes = encodedBytes;
    this.count = count;
  }

  /**
   * The images of a set.
   *
   * @param encodedBytes of each distinct image, see {@link FootprintModel#encodedBytes}
   */
  public static SizedImages of(ImageSet images, long[] encodedBytes) {
    int distinct = Math.toIntExact(images.distinct());
    if (encodedBytes.length != distinct) {
      throw new IllegalArgumentException(
          encodedBytes.length + " lengths of " + distinct + " images");
    }
    ImageShape[] shapes = new ImageShape[distinct];
    int[] labels = new int[distinct];
    for (int id = 0; id < distinct; id++) {
      shapes[id] = images.shape(id);
      labels[id] = images.label(id);
    }
    return new SizedImages(shapes, labels, encodedBytes.clone(), images.count());
  }

  /** Images that are all alike. */
  public static SizedImages alike(ImageShape shape, int label, long encodedBytes, long count) {
    return new SizedImages(
        new ImageShape[] {shape}, new int[] {label}, new long[] {encodedBytes}, count);
  }

  /** Another number of images of these kinds. */
  public SizedImages first(long newCount) {
    return new SizedImages(shapes, labels, encodedBytes, newCount);
  }

  /** How many images there are, 1 or more. */
  public long count() {
    return count;
  }

  /** How many of them are distinct. */
  public int distinct() {
    return (int) Math.min(count, shapes.length);
  }

  /** The shape of image {@code id}. */
  public ImageShape shape(long id) {
    return shapes[(int) (id % shapes.length)];
  }

  /** The label of image {@code id}. */
  public int label(long id) {
    return labels[(int) (id % labels.length)];
  }

  /** Bytes of image {@code id}, encoded. */
  public long encodedBytes(long id) {
    return encodedBytes[(int) (id % encodedBytes.length)];
  }

  /** The largest label. */
  public int maxLabel() {
    return Arrays.stream(labels, 0, distinct()).max().orElseThrow();
  }

  /** True if all images have one shape. */
  public boolean uniform() {
    return Arrays.stream(shapes, 0, distinct()).allMatch(shapes[0]::equals);
  }

  /** Bytes of the pixels of all images. */
  public long pixelBytes() {
    long[] bytes = Arrays.stream(shapes).mapToLong(ImageShape::bytes).toArray();
    return sum(bytes);
  }

  /** Bytes of all images, encoded. */
  public long encodedBytes() {
    return sum(encodedBytes);
  }

  private long sum(long[] each) {
    long rounds = count / each.length;
    long rest = Arrays.stream(each, 0, (int) (count % each.length)).sum();
    return Math.addExact(Math.multiplyExact(rounds, Arrays.stream(each).sum()), rest);
  }
}
