package dev.imagestore.codec;

import dev.imagestore.image.Fingerprint;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a store with a lossy codec has to give back of a set: {@code decode(encode(x))} of every
 * image x, made by this JVM whenever it is asked for, with an encoder and a decoder of its own. So
 * nothing holds all images a second time, and nothing has to be closed; a set that is stored again
 * and again is not for this.
 */
public final class Reference implements ImageSet {
  private final ImageSet images;
  private final ImageCodec codec;

  /** What {@code codec} makes of {@code images}. */
  public Reference(ImageSet images, ImageCodec codec) {
    this.images = images;
    this.codec = codec;
  }

  @Override
  public long count() {
    return images.count();
  }

  @Override
  public long distinct() {
    return images.distinct();
  }

  @Override
  public ImageShape shape(long id) {
    return images.shape(id);
  }

  @Override
  public int label(long id) {
    return images.label(id);
  }

  @Override
  public int maxLabel() {
    return images.maxLabel();
  }

  @Override
  public int maxImageBytes() {
    return images.maxImageBytes();
  }

  @Override
  public boolean uniform() {
    return images.uniform();
  }

  @Override
  public boolean signed() {
    return images.signed();
  }

  @Override
  public long totalBytes() {
    return images.totalBytes();
  }

  @Override
  public void copyPixels(long id, ByteBuffer target) {
    ImageShape shape = shape(id);
    byte[] pixels = new byte[shape.bytes()];
    images.copyPixels(id, pixels, 0);
    try (ImageEncoder encoder = codec.encoder();
        ImageDecoder decoder = codec.decoder()) {
      int length = encoder.encode(shape, pixels);
      ImageShape decoded = decoder.open(encoder.file(), length);
      if (!decoded.equals(shape)) {
        throw CodecException.of("an image of " + shape, "one of " + decoded);
      }
      decoder.decode(target, target.position());
    } catch (IOException e) {
      throw new UncheckedIOException("image " + id + ": " + e.getMessage(), e);
    }
    target.position(target.position() + shape.bytes());
  }

  @Override
  public void copyPixels(long id, byte[] target, int offset) {
    copyPixels(id, ByteBuffer.wrap(target, offset, target.length - offset));
  }

  /** One image, on the heap: memory beyond it is measured, and would be this set's. */
  @Override
  public ByteBuffer run(long firstId, int maxBytes) {
    ByteBuffer pixels = ByteBuffer.allocate(shape(firstId).bytes()).order(ByteOrder.LITTLE_ENDIAN);
    copyPixels(firstId, pixels);
    return pixels.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int runLength(long firstId, int maxBytes) {
    return 1;
  }

  @Override
  public Reference first(long count) {
    return new Reference(images.first(count), codec);
  }

  @Override
  public String fingerprint() {
    Fingerprint sum = new Fingerprint();
    for (long id = 0; id < distinct(); id++) {
      sum.add(shape(id), label(id), run(id, 1));
    }
    return sum.finish();
  }
}
