package dev.imagestore.analysis;

import java.util.List;
import java.util.Optional;

/**
 * A store that was measured, and what the rules of its format say of it.
 *
 * @param measured what it takes
 * @param predictedBytes of the disk, by the rules
 * @param parts where they go; they add up to them
 * @param encodedBytes of an image, encoded, on average
 * @param below the length from which on an image takes what one of the mean length takes
 * @param above the length from which on it would take more
 */
public record FootprintExplanation(
    Footprint measured,
    long predictedBytes,
    List<Part> parts,
    double encodedBytes,
    Optional<Step> below,
    Optional<Step> above) {

  /** Copies the list. */
  public FootprintExplanation {
    parts = List.copyOf(parts);
  }

  /** Bytes of all images together that serve one purpose. */
  public record Part(String name, long bytes) {}

  /**
   * A length from which on images take more.
   *
   * @param encodedBytes of an image
   * @param before what an image takes of the disk that has a byte less
   * @param from what one takes that has as many
   */
  public record Step(long encodedBytes, double before, double from) {}

  /** How much more the rules say than was measured, as a part of it. */
  public double error() {
    return (double) predictedBytes / measured.allocatedBytes() - 1;
  }
}
