package dev.imagestore.store.encoded;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import java.io.Closeable;
import java.nio.ByteBuffer;

/** What a store keeps of a set's images, in id order. Belongs to one thread. */
public abstract class Payloads implements Closeable {
  final ImageSet images;

  private Payloads(ImageSet images) {
    this.images = images;
  }

  /**
   * The payload of image {@code id}, the one behind that of the call before.
   *
   * @return it is what remains in this buffer; to be read to its end before the next call
   * @throws BadInputException if the codec can't encode the image
   */
  public abstract ByteBuffer next(long id) throws BadInputException;

  @Override
  public abstract void close();

  /** The pixels as they are, without a copy. */
  static Payloads pixels(ImageSet images) {
    return new Pixels(images);
  }

  /** Files that {@code encoder} makes, which is closed with this. */
  static Payloads encoded(ImageSet images, ImageEncoder encoder) {
    return new Encoded(images, encoder);
  }

  private static final class Pixels extends Payloads {
    /** Bytes of images asked of the set at a time. */
    private static final int RUN_BYTES = 1 << 16;

    private ByteBuffer run;

    /** How many images of the run were not yet asked for. */
    private int left;

    Pixels(ImageSet images) {
      super(images);
    }

    @Override
    public ByteBuffer next(long id) {
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

  private static final class Encoded extends Payloads {
    private final ImageEncoder encoder;
    private final byte[] pixels;

    Encoded(ImageSet images, ImageEncoder encoder) {
      super(images);
      this.encoder = encoder;
      this.pixels = new byte[images.maxImageBytes()];
    }

    @Override
    public ByteBuffer next(long id) throws BadInputException {
      images.copyPixels(id, pixels, 0);
      try {
        int length = encoder.encode(images.shape(id), pixels);
        return ByteBuffer.wrap(encoder.file(), 0, length);
      } catch (CodecException e) {
        throw new BadInputException(
            "image " + id + ": " + e.getMessage() + "; choose another codec or dataset", e);
      }
    }

    @Override
    public void close() {
      encoder.close();
    }
  }
}
