package dev.imagestore.codec;

/** A {@link Codec} with its options chosen: makes one file of one image, and the image of it. */
public interface ImageCodec {

  /** How the names of its files end, with the dot. */
  String suffix();

  /** A new encoder, for one thread. */
  ImageEncoder encoder();

  /** A new decoder, for one thread. */
  ImageDecoder decoder();
}
