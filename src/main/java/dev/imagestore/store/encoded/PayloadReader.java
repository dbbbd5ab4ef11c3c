package dev.imagestore.store.encoded;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Makes images of payloads and delivers them. Belongs to one thread. */
public final class PayloadReader implements Closeable {
  private static final String REMEDY = "store the images again";

  private final Path file;

  /** Null where payloads are pixels. */
  private final ImageDecoder decoder;

  /** What the decoder reads, where a payload comes from outside the heap. */
  private byte[] encoded = new byte[8192];

  /** A reader of the payloads in {@code file}. */
  public PayloadReader(Path file, Encoding encoding) {
    this.file = file;
    this.decoder = encoding.decoder().orElse(null);
  }

  /** Memory for a payload of this length, valid until it is asked for again. */
  public byte[] memory(int length) {
    if (length > encoded.length) {
      encoded = new byte[(int) Math.min(ImageShape.MAX_BYTES, Math.max(length, 2L * length))];
    }
    return encoded;
  }

  /**
   * Appends an image to a batch.
   *
   * @param shape what the image must have
   * @param payload begins with the payload
   * @throws BadInputException if it is another image's, or damaged
   */
  public void deliver(
      long id, ImageShape shape, int label, byte[] payload, int length, ImageBatch into)
      throws IOException {
    if (decoder == null) {
      checkPixels(id, shape, length);
      int offset = into.add(shape, label);
      into.pixels().put(offset, payload, 0, length);
      return;
    }
    try {
      ImageShape found = decoder.open(payload, length);
      if (!found.equals(shape)) {
        throw BadInputException.of(file, "image " + id + " of " + shape, "one of " + found, REMEDY);
      }
      decoder.decode(into.pixels(), into.add(shape, label));
    } catch (CodecException e) {
      throw new BadInputException(
          file + ": image " + id + ": " + e.getMessage() + "; " + REMEDY, e);
    }
  }

  /** The same with a payload from index {@code at} of a buffer on. */
  public void deliver(
      long id, ImageShape shape, int label, ByteBuffer payload, int at, int length, ImageBatch into)
      throws IOException {
    if (decoder == null) {
      checkPixels(id, shape, length);
      int offset = into.add(shape, label);
      into.pixels().put(offset, payload, at, length);
      return;
    }
    byte[] bytes = memory(length);
    payload.get(at, bytes, 0, length);
    deliver(id, shape, label, bytes, length, into);
  }

  private void checkPixels(long id, ImageShape shape, int length) throws BadInputException {
    if (length != shape.bytes()) {
      throw BadInputException.of(
          file, "image " + id + " of " + shape.bytes() + " B", length + " B", REMEDY);
    }
  }

  @Override
  public void close() {
    if (decoder != null) {
      decoder.close();
    }
  }
}
