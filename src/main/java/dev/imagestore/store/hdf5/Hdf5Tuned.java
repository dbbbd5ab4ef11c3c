package dev.imagestore.store.hdf5;

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
import dev.imagestore.store.flat.Column;
import dev.imagestore.store.flat.ColumnWriter;
import dev.imagestore.store.flat.FlatReader;
import dev.imagestore.store.flat.PixelSource;
import dev.imagestore.store.flat.PixelWriter;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.datatype.FixedPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The fastest way that this project knows: jHDF writes and reads the headers, and bytes go through
 * channels as they are.
 *
 * <ul>
 *   <li>{@code /images}, (N, H, W, C), 8 or 16 bit, signed if the images are, and {@code /labels},
 *       (N), unsigned 8, 16 or 32 bit: numpy arrays to h5py.
 *   <li>Where shapes or depths differ, {@code /images} is flat, (bytes), and {@code /offsets}, (N),
 *       unsigned 64 bit, says where each image begins, {@code /shapes}, (N, 4), unsigned 32 bit,
 *       its height, width, channels and bits per sample.
 * </ul>
 *
 * Datasets are contiguous, and all headers are within the first 4,096 bytes.
 */
final class Hdf5Tuned implements ImageStore {
  private static final String OFFSETS = "offsets";
  private static final String SHAPES = "shapes";

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    Path dir = at.directory();
    Path file = dir.resolve(Hdf5File.NAME);
    List<StreamedDataset> datasets = datasets(images);
    write(file, datasets);
    if (durability == Durability.sync) {
      DiskSync.force(file);
      DiskSync.entries(dir);
    }
  }

  /** Makes a file of datasets. */
  static void write(Path file, List<StreamedDataset> datasets) throws IOException {
    try {
      // jHDF writes everything in close(), and if that fails leaves its channel open.
      try (WritableHdfFile hdf = HdfFile.write(file)) {
        for (StreamedDataset dataset : datasets) {
          hdf.putDataset(dataset.getName(), dataset);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (HdfException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    } finally {
      for (StreamedDataset dataset : datasets) {
        dataset.closeChannel();
      }
    }
  }

  private static List<StreamedDataset> datasets(ImageSet images) {
    long count = images.count();
    ImageShape shape = images.shape(0);
    StreamedDataset.Layout layout = new StreamedDataset.Layout();
    StreamedDataset labels =
        new StreamedDataset(
            layout,
            Hdf5File.LABELS,
            ColumnWriter.labelWidth(images.maxLabel()),
            new long[] {count},
            channel -> PixelWriter.labels(images, channel));
    if (images.uniform()) {
      long[] dimensions = {count, shape.height(), shape.width(), shape.channels()};
      return List.of(
          labels,
          new StreamedDataset(
                  layout,
                  Hdf5File.IMAGES,
                  shape.sampleBytes(),
                  dimensions,
                  channel -> PixelWriter.pixels(images, channel))
              .signed(images.signed()));
    }
    return List.of(
        labels,
        new StreamedDataset(
            layout,
            Hdf5File.IMAGES,
            1,
            new long[] {images.totalBytes()},
            channel -> PixelWriter.pixels(images, channel)),
        new StreamedDataset(
            layout,
            OFFSETS,
            8,
            new long[] {count},
            channel -> PixelWriter.offsets(images, channel)),
        new StreamedDataset(
            layout,
            SHAPES,
            4,
            new long[] {count, 4},
            channel -> PixelWriter.shapes(images, channel)));
  }

  @Override
  public Optional<String> obstacleToAppend() {
    return Optional.of(Hdf5Backend.WRITTEN_ONCE);
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    Path dir = at.directory();
    Path file = dir.resolve(Hdf5File.NAME);
    FileChannel channel = FileIo.open(dir, file, "hdf5");
    try {
      return reader(file, channel, Hdf5File.checked(file, channel));
    } catch (IOException e) {
      try (channel) {
        throw e;
      }
    } catch (RuntimeException | StackOverflowError e) {
      try (channel) {
        throw Hdf5File.unreadable(file, e);
      }
    }
  }

  private static ImageReader reader(Path file, FileChannel channel, ByteBuffer metadata)
      throws IOException {
    // From memory, jHDF makes no system call, and takes no more memory than is there, whatever
    // sizes a damaged file tells. It holds nothing open, so there is nothing to close.
    @SuppressWarnings("resource")
    HdfFile hdf = HdfFile.fromByteBuffer(metadata);
    Dataset labels = dataset(file, channel, hdf, Hdf5File.LABELS);
    Dataset images = dataset(file, channel, hdf, Hdf5File.IMAGES);
    long count = labels.dimensions[0];
    boolean mixed = images.dimensions.length == 1;
    if (count < 1
        || labels.dimensions.length != 1
        || labels.width > 4
        || (mixed ? images.width != 1 : images.dimensions.length != 4 || images.width > 2)
        || (!mixed && images.dimensions[0] != count)) {
      throw BadInputException.of(
          file,
          "images (N, H, W, C) or flat, and labels (N)",
          "images " + images + " and labels " + labels);
    }
    FlatReader.Pixels pixels =
        new FlatReader.Pixels(
            PixelSource.buffered(channel, file), file, images.address, images.bytes);
    Column labelColumn = labels.column(file, channel);
    if (!mixed) {
      ImageShape shape =
          new ShapeCache(file)
              .shape(
                  0,
                  images.dimensions[2],
                  images.dimensions[1],
                  images.dimensions[3],
                  8L * images.width);
      return FlatReader.uniform(channel, pixels, count, shape, labelColumn);
    }
    Dataset offsets = dataset(file, channel, hdf, OFFSETS);
    Dataset shapes = dataset(file, channel, hdf, SHAPES);
    if (offsets.width != 8
        || !Arrays.equals(offsets.dimensions, new long[] {count})
        || shapes.width != 4
        || !Arrays.equals(shapes.dimensions, new long[] {count, 4})) {
      throw BadInputException.of(
          file,
          "offsets (" + count + ") of 8 B and shapes (" + count + ", 4) of 4 B",
          "offsets " + offsets + " and shapes " + shapes);
    }
    FlatReader.Mixed where =
        new FlatReader.Mixed(offsets.column(file, channel), shapes.column(file, channel));
    return FlatReader.mixed(channel, pixels, count, where, labelColumn);
  }

  static Dataset dataset(Path file, FileChannel channel, HdfFile hdf, String name)
      throws IOException {
    Node node = hdf.getChild(name);
    if (!(node instanceof ContiguousDataset dataset)
        || !(dataset.getDataType() instanceof FixedPoint type)) {
      throw BadInputException.of(
          file,
          "a contiguous dataset of integers /" + name,
          node == null ? "none" : "something else");
    }
    int width = type.getSize();
    // The bits of signed pixels are delivered as they are. Labels are signed the documented way.
    boolean mayBeSigned = name.equals(Hdf5File.IMAGES);
    if ((type.isSigned() && !mayBeSigned)
        || (type.getByteOrder() != ByteOrder.LITTLE_ENDIAN && width > 1)
        || type.getBitOffset() != 0
        || type.getBitPrecision() != 8 * width
        || (width != 1 && width != 2 && width != 4 && width != 8)) {
      throw BadInputException.of(
          file,
          "unsigned little-endian integers in /" + name,
          (type.isSigned() ? "signed ones" : "others") + " of " + width + " B",
          Hdf5Backend.SAME_WAY);
    }
    long address = dataset.getDataAddress();
    long[] dimensions = dataset.getDimensionsAsLong();
    long bytes = width;
    for (long dimension : dimensions) {
      if (dimension < 1) {
        throw BadInputException.of(
            file, "something in /" + name, "shape " + Arrays.toString(dimensions));
      }
      bytes = Math.multiplyExact(bytes, dimension);
    }
    if (address < Hdf5File.SUPERBLOCK_BYTES || address > channel.size() - bytes) {
      throw BadInputException.of(
          file,
          bytes + " B of /" + name + " at offset " + address,
          "a file of " + channel.size() + " B",
          "store the images again");
    }
    return new Dataset(width, dimensions, address, bytes);
  }

  /** A dataset that lies within the file. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Dataset(int width, long[] dimensions, long address, long bytes) {
    Column column(Path file, FileChannel channel) {
      return new Column(channel, file, address, width, bytes / width);
    }

    @Override
    public String toString() {
      return Arrays.toString(dimensions) + " of " + width + " B";
    }
  }
}
