package dev.imagestore.store.lmdb;

import dev.imagestore.codec.Codec;
import dev.imagestore.codec.Codecs;
import dev.imagestore.codec.ImageCodec;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What payloads are.
 *
 * @param name of the codec
 * @param codec makes files of images; empty where payloads are pixels as they are, without the
 *     header that makes a file of them
 */
record LmdbEncoding(String name, Optional<ImageCodec> codec) {
  /** The codec that a store does without. */
  static final String PIXELS = "raw";

  /** A codec, as the options choose it. */
  static LmdbEncoding of(Codec codec, OptionValues values) {
    return new LmdbEncoding(
        codec.name(),
        codec.name().equals(PIXELS) ? Optional.empty() : Optional.of(codec.with(values)));
  }

  /**
   * Refuses to read what another codec encoded.
   *
   * @throws BadInputException that names both
   */
  void check(Path file, LmdbCommit commit) throws BadInputException {
    if (!commit.codec().equals(name)) {
      throw BadInputException.of(
          file,
          "images that " + Codecs.OPTION + "=" + name + " encoded",
          Codecs.OPTION + "=" + commit.codec(),
          "open it with " + Codecs.OPTION + "=" + commit.codec());
    }
  }

  /** The payloads of a set that is to be stored. */
  LmdbPayloads payloads(ImageSet images) {
    return codec
        .map(each -> LmdbPayloads.encoded(images, each.encoder()))
        .orElseGet(() -> LmdbPayloads.pixels(images));
  }

  /** A new decoder of payloads, if they are files. */
  Optional<ImageDecoder> decoder() {
    return codec.map(ImageCodec::decoder);
  }
}
