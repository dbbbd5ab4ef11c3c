package dev.imagestore.store;

import dev.imagestore.image.ImageShape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Images of given numbers of bytes. */
final class StepImages {

  private StepImages() {}

  /**
   * Images of one shape and label.
   *
   * @param rowBytes a multiple of 3 makes them RGB, else they are grey
   */
  static TestImages of(int count, int rows, int rowBytes) {
    ImageShape shape =
        rowBytes % 3 == 0
            ? new ImageShape(rowBytes / 3, rows, 3, 8)
            : new ImageShape(rowBytes, rows, 1, 8);
    ImageShape[] shapes = new ImageShape[count];
    Arrays.fill(shapes, shape);
    int[] labels = new int[count];
    Arrays.fill(labels, 9);
    return TestImages.of(51, labels, shapes);
  }

  /** Images of a dozen shapes, in any order, of fewer columns and rows than {@code most}. */
  static TestImages mixed(int count, int most) {
    SplittableRandom random = new SplittableRandom(52);
    ImageShape[] kinds =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    new ImageShape(
                        random.nextInt(1, most),
                        random.nextInt(1, most),
                        random.nextInt(1, 5),
                        random.nextBoolean() ? 8 : 16))
            .toArray(ImageShape[]::new);
    return TestImages.of(
        53,
        IntStream.range(0, count)
            .mapToObj(i -> kinds[random.nextInt(kinds.length)])
            .toArray(ImageShape[]::new));
  }
}
