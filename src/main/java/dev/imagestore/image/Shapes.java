package dev.imagestore.image;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The different shapes of a growing number of images, each with a number in order of appearance,
 * and whether their samples are signed.
 */
final class Shapes {
  private final Map<ImageShape, Integer> numbers = new LinkedHashMap<>();
  private ImageShape largest;
  private boolean unsigned;

  /** Counts an image of this shape in; returns the number of the shape. */
  int add(ImageShape shape, boolean signed) {
    unsigned |= !signed;
    Integer known = numbers.get(shape);
    if (known != null) {
      return known;
    }
    if (largest == null || shape.bytes() > largest.bytes()) {
      largest = shape;
    }
    numbers.put(shape, numbers.size());
    return numbers.size() - 1;
  }

  /** The shapes in the order of their numbers. */
  ImageShape[] toArray() {
    return numbers.keySet().toArray(new ImageShape[0]);
  }

  /** True if there are images, and the samples of all of them are signed. */
  boolean signed() {
    return !numbers.isEmpty() && !unsigned;
  }

  /** In words: {@code 32x32x3}, {@code mixed, up to 640x480x3} or {@code 512x512x1x16 signed}. */
  String inWords() {
    String words =
        switch (numbers.size()) {
          case 0 -> "none";
          case 1 -> largest.toString();
          default -> "mixed, up to " + largest;
        };
    return signed() ? words + " signed" : words;
  }
}
