package dev.imagestore.store.s3;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.OrderedTaskPool;
import dev.imagestore.store.Service;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.tar.Npy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An object per image, {@code 00000042.png}, or {@code .npy} where there is no codec; the label is
 * metadata of the object. {@link S3Commit} says how many there are.
 */
final class S3Objects implements ImageStore {
  private static final int DIGITS = 8;

  /** Tasks of one call of a pool. */
  private static final int ROUND = 1 << 16;

  private final Encoding encoding;
  private final int requests;

  /**
   * A store of encoded images.
   *
   * @param requests how many are made at a time
   */
  S3Objects(Encoding encoding, int requests) {
    this.encoding = encoding;
    this.requests = requests;
  }

  @Override
  public Location locate(Path home, Service.Directory services) throws IOException {
    return new S3Prefix(home, S3Bucket.of(services.properties(S3Service.NAME)));
  }

  /** The name of an image's object. */
  static String name(Encoding encoding, long id) {
    String digits = Long.toString(id);
    return "0".repeat(Math.max(0, DIGITS - digits.length()))
        + digits
        + (encoding.isPixels() ? ".npy" : encoding.codec().suffix());
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    S3Prefix place = (S3Prefix) at;
    int workers = (int) Math.min(requests, images.count());
    if (workers == 1) {
      try (Uploader uploader = new Uploader(images, place)) {
        for (long id = 0; id < images.count(); id++) {
          uploader.put(id);
        }
      }
    } else {
      List<Uploader> uploaders = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        uploaders.add(new Uploader(images, place));
      }
      try (OrderedTaskPool<Uploader> pool = new OrderedTaskPool<>(uploaders)) {
        for (long first = 0; first < images.count(); first += ROUND) {
          long round = first;
          pool.run(
              (int) Math.min(ROUND, images.count() - first),
              (uploader, i, turns) -> uploader.put(round + i));
        }
      }
    }
    S3Commit.put(place, encoding, images.count());
    if (durability == Durability.sync) {
      place.flush();
    }
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    return new S3ObjectReader((S3Prefix) at, encoding, requests);
  }

  /** Makes files of images and puts them; of one thread. */
  private final class Uploader implements Closeable {
    private final ImageSet images;
    private final S3Prefix at;
    private final Npy npy = new Npy();
    private final ImageEncoder encoder;

    /** The pixels; without a codec behind room for the header of an array. */
    private final byte[] memory;

    Uploader(ImageSet images, S3Prefix at) {
      this.images = images;
      this.at = at;
      encoder = encoding.isPixels() ? null : encoding.codec().encoder();
      memory = new byte[images.maxImageBytes() + (encoding.isPixels() ? Npy.HEADER_BYTES : 0)];
    }

    void put(long id) throws IOException {
      ImageShape shape = images.shape(id);
      byte[] file = memory;
      int length;
      if (encoder == null) {
        System.arraycopy(npy.header(shape), 0, memory, 0, Npy.HEADER_BYTES);
        images.copyPixels(id, memory, Npy.HEADER_BYTES);
        length = Npy.HEADER_BYTES + shape.bytes();
      } else {
        images.copyPixels(id, memory, 0);
        length = encode(id, shape);
        file = encoder.file();
      }
      at.bucket().put(at.key(name(encoding, id)), file, length, Optional.of(images.label(id)));
    }

    private int encode(long id, ImageShape shape) throws BadInputException {
      try {
        return encoder.encode(shape, memory);
      } catch (CodecException e) {
        throw new BadInputException(
            "image " + id + ": " + e.getMessage() + "; choose another codec or dataset", e);
      }
    }

    @Override
    public void close() {
      if (encoder != null) {
        encoder.close();
      }
    }
  }
}
