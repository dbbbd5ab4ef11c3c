package dev.imagestore.codec;

/** A {@link Codec} with its options chosen: makes one file of one image, and the image of it. */
public interface ImageCodec {

  /** How the names of its files end, with the dot. */
  String suffix();

  /** Which images it can encode; usually all. */
  default Domain domain() {
    return Domain.ALL;
  }

  /**
   * True if decoding may give other pixels than were encoded. Stores are then verified against
   * {@code decode(encode(x))}, made by the same JVM.
   */
  default boolean lossy() {
    return false;
  }

  /** A new encoder, for one thread. */
  ImageEncoder encoder();

  /** A new decoder, for one thread. */
  ImageDecoder decoder();
}
