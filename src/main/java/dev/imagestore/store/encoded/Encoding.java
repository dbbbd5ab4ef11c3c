package dev.imagestore.store.encoded;

import dev.imagestore.codec.Codec;
import dev.imagestore.codec.Codecs;
import dev.imagestore.codec.ImageCodec;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a store keeps of each image: its payload. Of the codec {@value #PIXELS} it is the pixels as
 * they are, without the header that makes a file of them: stores that use this keep shapes beside
 * the payloads.
 *
 * @param name of the codec
 * @param codec as the options choose it
 */
public record Encoding(String name, ImageCodec codec) {
  /** The codec whose payloads are pixels. */
  public static final String PIXELS = "raw";

  /** A codec, as the options choose it. */
  public static Encoding of(Codec codec, OptionValues values) {
    return new Encoding(codec.name(), codec.with(values));
  }

  /** True if payloads are pixels. */
  public boolean isPixels() {
    return name.equals(PIXELS);
  }

  /** What chose it, for messages: {@code codec=png}. */
  public String choice() {
    return Codecs.OPTION + "=" + name;
  }

  /**
   * Refuses a set that the codec can't encode, before anything is written.
   *
   * @throws BadInputException that names the codec
   */
  public void check(ImageSet images) throws BadInputException {
    codec.domain().check(choice(), images);
  }

  /**
   * Refuses to read what another codec encoded.
   *
   * @param stored the name of the codec that did
   * @throws BadInputException that names both
   */
  public void check(Path file, String stored) throws BadInputException {
    if (!stored.equals(name)) {
      String other = Codecs.OPTION + "=" + stored;
      throw BadInputException.of(
          file, "images that " + choice() + " encoded", other, "open it with " + other);
    }
  }

  /** The payloads of a set that is to be stored. */
  public Payloads payloads(ImageSet images) {
    return isPixels() ? Payloads.pixels(images) : Payloads.encoded(images, codec.encoder());
  }

  /**
   * Bytes of the payload of each distinct image of a set.
   *
   * @throws BadInputException if the codec can't encode them
   */
  public long[] payloadBytes(ImageSet images) throws BadInputException {
    return lengths(images, payloads(images));
  }

  /**
   * Bytes of the file that the codec makes of each distinct image of a set; of pixels a file with a
   * header, too.
   *
   * @throws BadInputException if the codec can't encode them
   */
  public long[] fileBytes(ImageSet images) throws BadInputException {
    return lengths(images, Payloads.encoded(images, codec.encoder()));
  }

  private long[] lengths(ImageSet images, Payloads payloads) throws BadInputException {
    try (payloads) {
      check(images);
      long[] lengths = new long[Math.toIntExact(images.distinct())];
      for (int id = 0; id < lengths.length; id++) {
        ByteBuffer payload = payloads.next(id);
        lengths[id] = payload.remaining();
        payload.position(payload.limit());
      }
      return lengths;
    }
  }

  /** A new decoder of payloads, if they are not pixels. */
  Optional<ImageDecoder> decoder() {
    return isPixels() ? Optional.empty() : Optional.of(codec.decoder());
  }
}
