package dev.imagestore.store.hdf5;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.ShapeCache;
import dev.imagestore.store.StoreIds;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.FixedPoint;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The way that jHDF's own documentation shows: {@code putDataset} of a Java array of all images,
 * {@code byte[N][H][W][C]}, or {@code short} for 16 bits per sample, and of an {@code int[]} of
 * labels; {@code getData} of a slice gives such arrays back. Java has no unsigned types, and jHDF
 * makes signed datasets of its arrays: the bits are those of the pixels, and h5py sees them as
 * {@code int8} or {@code int16}.
 *
 * <p>The arrays of a store are in the heap all at once, and take much more of it than the pixels:
 * an image of 32×32×3 has 1,057 arrays, 29 KB. Sets that would not fit are refused, and so are
 * images of several shapes, which have no such array.
 */
final class Hdf5Documented implements ImageStore {
  /** Header of an array: mark, class, length. */
  private static final int ARRAY_HEADER_BYTES = 16;

  /** From this heap on references are not compressed. */
  private static final long LARGE_HEAP = 32L << 30;

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    refuseWhatDoesNotFit(images);
    Path dir = at.directory();
    Path file = dir.resolve(Hdf5File.NAME);
    Object pixels = pixels(images);
    int[] labels = labels(images);
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset(Hdf5File.IMAGES, pixels);
      hdf.putDataset(Hdf5File.LABELS, labels);
    } catch (HdfException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (durability == Durability.sync) {
      DiskSync.force(file);
      DiskSync.entries(dir);
    }
  }

  /**
   * Refuses images that make no array.
   *
   * @throws BadInputException that names the option
   */
  static void checkShapes(ImageSet images) throws BadInputException {
    if (!images.uniform()) {
      throw new BadInputException(
          Hdf5Backend.DOCUMENTED
              + ": expected images of one shape, which make an array, found several shapes;"
              + " leave the option out");
    }
  }

  private static void refuseWhatDoesNotFit(ImageSet images) throws BadInputException {
    checkShapes(images);
    long maxHeap = Runtime.getRuntime().maxMemory();
    // What HotSpot gives to objects that stay, unless told otherwise.
    long limit = maxHeap / 3 * 2;
    long needed = heapBytes(images.count(), images.shape(0), maxHeap < LARGE_HEAP ? 4 : 8);
    if (needed > limit) {
      throw new BadInputException(
          Hdf5Backend.DOCUMENTED
              + ": expected arrays of at most "
              + limit
              + " B, two thirds of the heap, found "
              + images.count()
              + " images of "
              + images.shape(0)
              + ", which take "
              + needed
              + " B; give the JVM a larger heap (-Xmx), store fewer images, or leave the option"
              + " out");
    }
  }

  /** Bytes that the nested arrays of images take in a heap with references of so many bytes. */
  static long heapBytes(long count, ImageShape shape, int referenceBytes) {
    long pixel = referenceBytes + arrayBytes((long) shape.channels() * shape.sampleBytes());
    long row = referenceBytes + arrayBytes(0) + shape.width() * pixel;
    long image = referenceBytes + arrayBytes(0) + shape.height() * row;
    return Math.multiplyExact(count, image);
  }

  private static long arrayBytes(long contentBytes) {
    return (ARRAY_HEADER_BYTES + contentBytes + 7) & -8;
  }

  private static Object pixels(ImageSet images) {
    ImageShape shape = images.shape(0);
    int count = Math.toIntExact(images.count());
    Object[] all =
        (Object[])
            Array.newInstance(
                shape.sampleBytes() == 1 ? byte.class : short.class,
                count,
                shape.height(),
                shape.width(),
                shape.channels());
    ByteBuffer one = ByteBuffer.allocate(shape.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int id = 0; id < count; id++) {
      images.copyPixels(id, one.clear());
      one.flip();
      for (Object row : (Object[]) all[id]) {
        for (Object pixel : (Object[]) row) {
          get(one, pixel);
        }
      }
    }
    return all;
  }

  private static int[] labels(ImageSet images) {
    int[] labels = new int[Math.toIntExact(images.count())];
    for (int id = 0; id < labels.length; id++) {
      labels[id] = images.label(id);
    }
    return labels;
  }

  /** Fills the array of a pixel's samples. */
  private static void get(ByteBuffer from, Object pixel) {
    if (pixel instanceof byte[] samples) {
      from.get(samples);
    } else {
      short[] samples = (short[]) pixel;
      for (int i = 0; i < samples.length; i++) {
        samples[i] = from.getShort();
      }
    }
  }

  /** Copies the array of a pixel's samples. */
  private static void put(Object pixel, ByteBuffer into) {
    if (pixel instanceof byte[] samples) {
      into.put(samples);
    } else {
      for (short sample : (short[]) pixel) {
        into.putShort(sample);
      }
    }
  }

  @Override
  public Optional<String> obstacleToAppend() {
    return Optional.of(Hdf5Backend.WRITTEN_ONCE);
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    Path dir = at.directory();
    Path file = dir.resolve(Hdf5File.NAME);
    try (FileChannel channel = FileIo.open(dir, file, "hdf5")) {
      Hdf5File.checked(file, channel);
    }
    try {
      HdfFile hdf = new HdfFile(file);
      try {
        return new Reader(file, hdf);
      } catch (IOException | RuntimeException | StackOverflowError e) {
        hdf.close();
        throw e;
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw Hdf5File.unreadable(file, e);
    }
  }

  /** Reads slices of both datasets. */
  private static final class Reader implements ImageReader {
    private final Path file;
    private final HdfFile hdf;
    private final Dataset images;
    private final Dataset labels;
    private final long count;
    private final ImageShape shape;
    private boolean closed;

    Reader(Path file, HdfFile hdf) throws IOException {
      this.file = file;
      this.hdf = hdf;
      images = hdf.getDatasetByPath(Hdf5File.IMAGES);
      labels = hdf.getDatasetByPath(Hdf5File.LABELS);
      long[] dimensions = images.getDimensionsAsLong();
      int sampleBytes = signedBytes(images);
      if (dimensions.length != 4
          || dimensions[0] < 1
          || sampleBytes < 1
          || sampleBytes > 2
          || signedBytes(labels) != Integer.BYTES
          || !Arrays.equals(labels.getDimensionsAsLong(), new long[] {dimensions[0]})) {
        throw BadInputException.of(
            file,
            "images (N, H, W, C) of int8 or int16, and labels (N) of int32",
            "images " + inWords(images) + " and labels " + inWords(labels),
            Hdf5Backend.SAME_WAY);
      }
      count = dimensions[0];
      shape =
          new ShapeCache(file)
              .shape(0, dimensions[2], dimensions[1], dimensions[3], 8L * sampleBytes);
    }

    /** Bytes of a dataset's numbers, or 0 if they are not signed integers. */
    private static int signedBytes(Dataset dataset) {
      return dataset.getDataType() instanceof FixedPoint type && type.isSigned()
          ? type.getSize()
          : 0;
    }

    private static String inWords(Dataset dataset) {
      return Arrays.toString(dataset.getDimensionsAsLong())
          + (signedBytes(dataset) > 0 ? " of signed " : " of other ")
          + dataset.getDataType().getSize()
          + " B";
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
      int[] some = (int[]) slice(labels, firstId, wanted);
      for (int i = 0; i < wanted; i++) {
        if (some[i] < 0) {
          throw BadInputException.of(
              file, "the label of image " + (firstId + i) + ", 0 or more", "" + some[i]);
        }
        into.add(shape, some[i]);
      }
      Object[] pixels =
          (Object[])
              slice(images, firstId, wanted, shape.height(), shape.width(), shape.channels());
      deliver(pixels, into.pixels().clear());
      into.pixels().clear();
    }

    /** A slice of whole images, or of as many labels. */
    private Object slice(Dataset from, long firstId, int... dimensions) throws BadInputException {
      long[] offset = new long[dimensions.length];
      offset[0] = firstId;
      try {
        return from.getData(offset, dimensions);
      } catch (RuntimeException e) {
        throw Hdf5File.unreadable(file, e);
      }
    }

    private static void deliver(Object[] some, ByteBuffer target) {
      for (Object image : some) {
        for (Object row : (Object[]) image) {
          for (Object pixel : (Object[]) row) {
            put(pixel, target);
          }
        }
      }
    }

    @Override
    public void close() {
      closed = true;
      hdf.close();
    }
  }
}
