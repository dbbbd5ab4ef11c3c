package dev.imagestore.store.footprint;

import java.util.Optional;

/**
 * Why a store takes what it takes.
 *
 * @param prediction by its model
 * @param encodedBytes of an image, encoded, on average
 * @param below from which length on an image of the mean length takes what it takes
 * @param above from which length on it would take more
 */
public record Explanation(
    Prediction prediction,
    double encodedBytes,
    Optional<Steps.Step> below,
    Optional<Steps.Step> above) {

  /**
   * Explains a store of these images.
   *
   * @param blockBytes of the file system
   */
  public static Explanation of(FootprintModel model, SizedImages images, int blockBytes) {
    double mean = (double) images.encodedBytes() / images.count();
    Steps steps = new Steps(model, images.shape(0), blockBytes);
    return new Explanation(
        model.predict(images, blockBytes),
        mean,
        steps.below(Math.round(mean)),
        steps.above(Math.round(mean)));
  }
}
