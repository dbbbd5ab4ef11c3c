package dev.imagestore.store.footprint;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;

/**
 * What stores of one backend take on disk, given its options. A model knows its format's headers,
 * pages and indexes, so that a prediction costs no storing; only what a codec makes of images can't
 * be known without trying it on some.
 */
public interface FootprintModel {

  /**
   * Encodes the distinct images of a set, the one thing that a format does not say.
   *
   * @return bytes that the store keeps of each distinct image, without anything around them
   * @throws BadInputException if the codec can't encode them
   */
  long[] encodedBytes(ImageSet images) throws BadInputException;

  /**
   * Writes down the files of a store of these images, and what is in them. Takes some nanoseconds
   * per image, and no memory for any.
   *
   * @param images with bytes as {@link #encodedBytes} counts them
   */
  void lay(SizedImages images, Ledger ledger);

  /**
   * Predicts a store.
   *
   * @param images with bytes as {@link #encodedBytes} counts them
   * @param blockBytes of the file system
   */
  default Prediction predict(SizedImages images, int blockBytes) {
    Ledger ledger = new Ledger(blockBytes);
    lay(images, ledger);
    return ledger.prediction();
  }
}
