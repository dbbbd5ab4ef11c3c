package dev.imagestore.store.lmdb;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageSet;
import java.io.Closeable;
import java.nio.ByteBuffer;

/** What follows the headers of a set's images, in id order. Belongs to one thread. */
abstract class LmdbPayloads implements Closeable {
  final ImageSet images;

  private LmdbPayloads(ImageSet images) {
    this.images = images;
  }

  /**
   * The payload of image {@code id}, the one behind that of the call before.
   *
   * @return it is what remains in this buffer; to be read to its end before the next call
   * @throws CodecException if the codec can't encode such an image
   */
  abstract ByteBuffer next(long id) throws CodecException;

  @Override
  public abstract void close();

  /** The pixels as they are, without a copy. */
  static LmdbPayloads pixels(ImageSet images) {
    return new Pixels(images);
  }

  /** Files that {@code encoder} makes, which is closed with this. */
  static LmdbPayloads encoded(ImageSet images, ImageEncoder encoder) {
    return new Encoded(images, encoder);
  }

  private static final class Pixels extends LmdbPayloads {
    /** Bytes of images asked of the set at a time. */
    private static final int RUN_BYTES = 1 << 16;

    private ByteBuffer run;

    /** How many images of the run were not yet asked for. */
    private int left;

    Pixels(ImageSet images) {
      super(images);
    }

    @Override
    ByteBuffer next(long id) {
      if (left == 0) {
        run = images.run(id, RUN_BYTES);
        left = images.runLength(id, RUN_BYTES);
      }
      left--;
      return run.limit(run.position() + images.shape(id).bytes());
    }

    @Override
    public void close() {
      // The memory is the set's.
    }
  }

  private static final class Encoded extends LmdbPayloads {
    private final ImageEncoder encoder;
    private final byte[] pixels;

    Encoded(ImageSet images, ImageEncoder encoder) {
      super(images);
      this.encoder = encoder;
      this.pixels = new byte[images.maxImageBytes()];
    }

    @Override
    ByteBuffer next(long id) throws CodecException {
      images.copyPixels(id, pixels, 0);
      int length = encoder.encode(images.shape(id), pixels);
      return ByteBuffer.wrap(encoder.file(), 0, length);
    }

    @Override
    public void close() {
      encoder.close();
    }
  }
}
