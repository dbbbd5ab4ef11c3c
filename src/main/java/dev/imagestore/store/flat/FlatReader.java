package dev.imagestore.store.flat;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ShapeCache;
import dev.imagestore.store.StoreIds;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Reads pixels that lie one image behind the other in a file, as {@code raw} and {@code hdf5} keep
 * them: one read delivers any number of neighbours into the caller's memory.
 */
public final class FlatReader implements ImageReader {

  /** Where the pixels are: in {@code file}, {@code bytes} of them from offset {@code base} on. */
  public record Pixels(PixelSource source, Path file, long base, long bytes) {}

  /** Where the images begin and what shapes they have, when these differ. */
  public record Mixed(Column offsets, Column shapes) {}

  private final Closeable files;
  private final Pixels pixels;
  private final long count;
  private final ImageShape uniform;
  private final Mixed mixed;
  private final Column labels;
  private final ShapeCache shapeCache;
  private boolean closed;

  private FlatReader(
      Closeable files, Pixels pixels, long count, ImageShape uniform, Mixed mixed, Column labels) {
    this.files = files;
    this.pixels = pixels;
    this.count = count;
    this.uniform = uniform;
    this.mixed = mixed;
    this.labels = labels;
    this.shapeCache = new ShapeCache(pixels.file());
  }

  /**
   * A reader of images that all have one shape.
   *
   * @param files what {@link #close} closes
   */
  public static FlatReader uniform(
      Closeable files, Pixels pixels, long count, ImageShape shape, Column labels) {
    return new FlatReader(files, pixels, count, shape, null, labels);
  }

  /**
   * A reader of images of several shapes.
   *
   * @param files what {@link #close} closes
   * @param mixed {@code offsets} has a number per image, bytes from the first pixel on; {@code
   *     shapes} has four: height, width, channels, bits per sample
   */
  public static FlatReader mixed(
      Closeable files, Pixels pixels, long count, Mixed mixed, Column labels) {
    return new FlatReader(files, pixels, count, null, mixed, labels);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public void read(long firstId, int wanted, ImageBatch into) throws IOException {
    StoreIds.check(closed, firstId, wanted, count);
    into.clear();
    if (wanted == 0) {
      return;
    }
    long from =
        uniform != null ? addUniform(firstId, wanted, into) : addMixed(firstId, wanted, into);
    ByteBuffer target = into.pixels();
    pixels.source().read(pixels.base() + from, target.clear().limit(into.bytes()));
    target.clear();
  }

  private long addUniform(long firstId, int wanted, ImageBatch into) throws IOException {
    for (int i = 0; i < wanted; i++) {
      into.add(uniform, label(firstId + i));
    }
    return firstId * uniform.bytes();
  }

  private long addMixed(long firstId, int wanted, ImageBatch into) throws IOException {
    long from = offset(firstId);
    for (int i = 0; i < wanted; i++) {
      long id = firstId + i;
      ImageShape shape =
          shapeCache.shape(
              id,
              mixed.shapes().get(4 * id + 1),
              mixed.shapes().get(4 * id),
              mixed.shapes().get(4 * id + 2),
              mixed.shapes().get(4 * id + 3));
      long end = id + 1 < count ? offset(id + 1) : pixels.bytes();
      long expected = from + into.bytes() + shape.bytes();
      if (end != expected) {
        throw BadInputException.of(
            pixels.file(),
            "the end of image " + id + ", " + shape + ", at offset " + expected,
            "" + end,
            "store the images again");
      }
      into.add(shape, label(id));
    }
    return from;
  }

  private long offset(long id) throws IOException {
    long offset = mixed.offsets().get(id);
    if (offset < 0 || offset > pixels.bytes()) {
      throw BadInputException.of(
          pixels.file(),
          "image " + id + " within " + pixels.bytes() + " B of pixels",
          "offset " + offset,
          "store the images again");
    }
    return offset;
  }

  private int label(long id) throws IOException {
    long label = labels.get(id);
    if (label > Integer.MAX_VALUE) {
      throw BadInputException.of(
          pixels.file(), "the label of image " + id + " under 2^31", "" + label);
    }
    return (int) label;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    files.close();
  }
}
