package dev.imagestore.codec;

/** A way of keeping one image in one file. */
public interface ImageCodec {

  /** How the names of its files end, with the dot. */
  String suffix();

  /** A new encoder, for one thread. */
  ImageEncoder encoder();

  /** A new decoder, for one thread. */
  ImageDecoder decoder();
}
