package dev.imagestore.store.lmdb;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ShapeCache;
import dev.imagestore.store.StoreIds;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.PayloadReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.LmdbException;

/** Checks the values that a lookup finds, and delivers the images in them. */
final class LmdbReader<T> implements ImageReader {
  private static final String REMEDY = "store the images again";

  private final Path file;
  private final LmdbMemory<T> memory;
  private final long count;
  private final LmdbLookup<T> lookup;
  private final ShapeCache shapes;

  private final boolean pixels;
  private final PayloadReader payloads;
  private boolean closed;

  /**
   * A reader of {@code file}.
   *
   * @param count how many images there are
   * @param encoding what payloads are
   * @param lookup the open store, which is closed with this
   */
  LmdbReader(Path file, LmdbMemory<T> memory, long count, Encoding encoding, LmdbLookup<T> lookup) {
    this.file = file;
    this.memory = memory;
    this.count = count;
    this.lookup = lookup;
    this.shapes = new ShapeCache(file);
    this.pixels = encoding.isPixels();
    this.payloads = new PayloadReader(file, encoding);
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
    if (!pixels) {
      int length = memory.size(value) - LmdbValue.HEADER_BYTES;
      byte[] payload = payloads.memory(length);
      memory.get(value, LmdbValue.HEADER_BYTES, ByteBuffer.wrap(payload, 0, length));
      payloads.deliver(id, shape, label, payload, length, into);
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
        || (pixels && size != LmdbValue.HEADER_BYTES + shape.bytes())) {
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
    payloads.close();
  }
}
