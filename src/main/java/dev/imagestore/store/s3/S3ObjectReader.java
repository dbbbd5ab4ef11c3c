package dev.imagestore.store.s3;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.OrderedTaskPool;
import dev.imagestore.store.StoreIds;
import dev.imagestore.store.encoded.Encoding;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link S3Objects} put: a request per image, several at a time. */
final class S3ObjectReader implements ImageReader {
  private static final String REMEDY = "store the images again";

  private final S3Prefix at;
  private final Encoding encoding;
  private final int requests;
  private final long count;
  private final Loader loader = new Loader();
  private OrderedTaskPool<Loader> pool;
  private boolean closed;

  S3ObjectReader(S3Prefix at, Encoding encoding, int requests) throws IOException {
    this.at = at;
    this.encoding = encoding;
    this.requests = requests;
    loader.decoder = decoder();
    try {
      count = S3Commit.get(at, encoding);
    } catch (IOException | RuntimeException e) {
      loader.close();
      throw e;
    }
  }

  private ImageDecoder decoder() {
    return encoding.isPixels() ? new NpyFile() : encoding.codec().decoder();
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void read(long firstId, int wanted, ImageBatch into) throws IOException {
    StoreIds.check(closed, firstId, wanted, count);
    into.clear();
    if (wanted > 1 && requests > 1) {
      pool()
          .run(
              wanted,
              (each, i, turns) -> {
                ImageShape shape = each.load(firstId + i);
                // Where an image goes is known once all before it are there.
                int offset = turns.take(i, () -> into.add(shape, each.label()));
                each.decode(firstId + i, into.pixels().duplicate(), offset);
              });
      return;
    }
    for (long id = firstId; id < firstId + wanted; id++) {
      ImageShape shape = loader.load(id);
      loader.decode(id, into.pixels(), into.add(shape, loader.label()));
    }
  }

  private OrderedTaskPool<Loader> pool() {
    if (pool == null) {
      List<Loader> loaders = new ArrayList<>(List.of(loader));
      while (loaders.size() < requests) {
        Loader another = new Loader();
        another.decoder = decoder();
        loaders.add(another);
      }
      pool = new OrderedTaskPool<>(loaders);
    }
    return pool;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (pool == null) {
      loader.close();
    } else {
      pool.close();
    }
  }

  /** Gets objects and decodes them; of one thread. */
  private final class Loader implements Closeable {
    private final S3Bucket.Download download = new S3Bucket.Download();
    private ImageDecoder decoder;

    /** Gets the object of image {@code id} and returns the image's shape. */
    ImageShape load(long id) throws IOException {
      String name = S3Objects.name(encoding, id);
      Path object = S3Prefix.inMessages(name);
      if (!at.bucket().get(at.key(name), download)) {
        throw BadInputException.of(object, "one of " + count + " images", "no object", REMEDY);
      }
      if (download.label() < 0) {
        throw BadInputException.of(object, "a label from 0 on in its metadata", "none", REMEDY);
      }
      try {
        return decoder.open(download.bytes(), download.length());
      } catch (CodecException e) {
        throw new BadInputException(object + ": " + e.getMessage() + "; " + REMEDY, e);
      }
    }

    int label() {
      return download.label();
    }

    /** Delivers the pixels of the image that was loaded last. */
    void decode(long id, ByteBuffer pixels, int offset) throws IOException {
      try {
        decoder.decode(pixels, offset);
      } catch (CodecException e) {
        throw new BadInputException(
            S3Prefix.inMessages(S3Objects.name(encoding, id))
                + ": "
                + e.getMessage()
                + "; "
                + REMEDY,
            e);
      }
    }

    @Override
    public void close() {
      decoder.close();
    }
  }
}
