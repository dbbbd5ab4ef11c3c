package dev.imagestore.store.lmdb;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ShapeCache;
import dev.imagestore.store.StoreIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.lmdbjava.LmdbException;

/** Checks the values that a lookup finds, and delivers the images in them. */
final class LmdbReader<T> implements ImageReader {
  private static final String REMEDY = "store the images again";

  private final Path file;
  private final LmdbMemory<T> memory;
  private final long count;
  private final LmdbLookup<T> lookup;
  private final ShapeCache shapes;

  /** Decodes payloads; null where they are pixels. */
  private final ImageDecoder decoder;

  /** What the decoder reads. */
  private byte[] encoded = new byte[8192];

  private boolean closed;

  /**
   * A reader of {@code file}.
   *
   * @param count how many images there are
   * @param decoder of payloads, if they are not pixels
   * @param lookup the open store; closed with this, as the decoder is
   */
  LmdbReader(
      Path file,
      LmdbMemory<T> memory,
      long count,
      Optional<ImageDecoder> decoder,
      LmdbLookup<T> lookup) {
    this.file = file;
    this.memory = memory;
    this.count = count;
    this.lookup = lookup;
    this.shapes = new ShapeCache(file);
    this.decoder = decoder.orElse(null);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void read(long firstId, int wanted, ImageBatch into) throws IOException {
    StoreIds.check(closed, firstId, wanted, count);
    into.clear();
    try {
      for (int i = 0; i < wanted; i++) {
        deliver(firstId + i, into);
      }
    } catch (LmdbException e) {
      throw LmdbFile.damaged(file, e);
    }
  }

  private void deliver(long id, ImageBatch into) throws IOException {
    T value = lookup.find(id);
    if (value == null) {
      throw BadInputException.of(file, "image " + id + " of " + count, "none", REMEDY);
    }
    ImageShape shape = check(value, id);
    int label = memory.getInt(value, LmdbValue.AT_LABEL);
    if (decoder != null) {
      decode(value, id, shape, label, into);
      return;
    }
    int offset = into.add(shape, label);
    ByteBuffer target = into.pixels();
    memory.get(
        value,
        LmdbValue.HEADER_BYTES,
        target.clear().position(offset).limit(offset + shape.bytes()));
    target.clear();
  }

  private void decode(T value, long id, ImageShape shape, int label, ImageBatch into)
      throws IOException {
    int length = memory.size(value) - LmdbValue.HEADER_BYTES;
    if (length > encoded.length) {
      encoded = new byte[Math.max(length, 2 * encoded.length)];
    }
    memory.get(value, LmdbValue.HEADER_BYTES, ByteBuffer.wrap(encoded, 0, length));
    try {
      ImageShape found = decoder.open(encoded, length);
      if (!found.equals(shape)) {
        throw BadInputException.of(file, "image " + id + " of " + shape, "one of " + found, REMEDY);
      }
      decoder.decode(into.pixels(), into.add(shape, label));
    } catch (CodecException e) {
      throw new BadInputException(
          file + ": image " + id + ": " + e.getMessage() + "; " + REMEDY, e);
    }
  }

  /** The shape of the image in {@code value}, once that is known to be what it should be. */
  private ImageShape check(T value, long id) throws IOException {
    int size = memory.size(value);
    if (size <= LmdbValue.HEADER_BYTES) {
      throw BadInputException.of(
          file, "the header of image " + id + " and its payload", "a value of " + size + " B");
    }
    ImageShape shape =
        shapes.shape(
            id,
            memory.getInt(value, LmdbValue.AT_WIDTH),
            memory.getInt(value, LmdbValue.AT_HEIGHT),
            memory.getByte(value, LmdbValue.AT_CHANNELS),
            memory.getByte(value, LmdbValue.AT_DEPTH));
    if (memory.getLong(value, LmdbValue.AT_ID) != id
        || memory.getInt(value, LmdbValue.AT_LABEL) < 0
        || (decoder == null && size != LmdbValue.HEADER_BYTES + shape.bytes())) {
      throw BadInputException.of(
          file,
          "image " + id + " of " + shape.bytes() + " B",
          "image "
              + memory.getLong(value, LmdbValue.AT_ID)
              + ", label "
              + memory.getInt(value, LmdbValue.AT_LABEL)
              + ", in a value of "
              + size
              + " B",
          REMEDY);
    }
    return shape;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    lookup.close();
    if (decoder != null) {
      decoder.close();
    }
  }
}
