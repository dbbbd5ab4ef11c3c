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

/**
 * One HDF5 file, {@code images.h5}, written and opened by jHDF.
 *
 * <ul>
 *   <li>{@code /images}, (N, H, W, C), unsigned 8 or 16 bit, and {@code /labels}, (N), unsigned 8,
 *       16 or 32 bit: numpy arrays to h5py.
 *   <li>Where shapes or depths differ, {@code /images} is flat, (bytes), and {@code /offsets}, (N),
 *       unsigned 64 bit, says where each image begins, {@code /shapes}, (N, 4), unsigned 32 bit,
 *       its height, width, channels and bits a sample.
 * </ul>
 *
 * Datasets are contiguous, and all headers are within the first 4,096 bytes. jHDF writes the
 * superblock last and with it the length of the file: a file without one, or of another length than
 * it says, is no store.
 */
final class Hdf5Store implements ImageStore {
  private static final String FILE = "images.h5";
  private static final String IMAGES = "images";
  private static final String LABELS = "labels";
  private static final String OFFSETS = "offsets";
  private static final String SHAPES = "shapes";

  /** Signature, versions and sizes, base address, extension, end of file, root, checksum. */
  private static final int SUPERBLOCK_BYTES = 48;

  /** What opening reads of a file; the headers of four datasets take under 800 of them. */
  private static final int METADATA_BYTES = 4096;

  private static final long SIGNATURE = 0x0A1A0A0D46444889L;

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    Path dir = at.directory();
    Path file = dir.resolve(FILE);
    List<StreamedDataset> datasets = datasets(images);
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
    if (durability == Durability.sync) {
      DiskSync.force(file);
      DiskSync.entries(dir);
    }
  }

  private static List<StreamedDataset> datasets(ImageSet images) {
    long count = images.count();
    ImageShape shape = images.shape(0);
    StreamedDataset.Layout layout = new StreamedDataset.Layout();
    StreamedDataset labels =
        new StreamedDataset(
            layout,
            LABELS,
            ColumnWriter.labelWidth(images.maxLabel()),
            new long[] {count},
            channel -> PixelWriter.labels(images, channel));
    if (images.uniform()) {
      long[] dimensions = {count, shape.height(), shape.width(), shape.channels()};
      return List.of(
          labels,
          new StreamedDataset(
              layout,
              IMAGES,
              shape.sampleBytes(),
              dimensions,
              channel -> PixelWriter.pixels(images, channel)));
    }
    return List.of(
        labels,
        new StreamedDataset(
            layout,
            IMAGES,
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
  public ImageReader open(Location at) throws IOException {
    Path dir = at.directory();
    Path file = dir.resolve(FILE);
    FileChannel channel = FileIo.open(dir, file, "hdf5");
    try {
      int length = (int) Math.min(METADATA_BYTES, channel.size());
      ByteBuffer metadata = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      FileIo.readFully(channel, file, 0, metadata);
      checkSuperblock(file, channel, metadata);
      return reader(file, channel, metadata);
    } catch (IOException e) {
      try (channel) {
        throw e;
      }
    } catch (RuntimeException | StackOverflowError e) {
      // What jHDF makes of a damaged header, one that continues in itself too.
      try (channel) {
        throw new BadInputException(
            file
                + ": expected HDF5 datasets /"
                + IMAGES
                + " and /"
                + LABELS
                + ", found a file that jHDF can't read ("
                + e
                + "); store the images again",
            e);
      }
    }
  }

  /** jHDF looks for a superblock elsewhere too, and does not compare the length. */
  private static void checkSuperblock(Path file, FileChannel channel, ByteBuffer block)
      throws IOException {
    if (block.limit() < SUPERBLOCK_BYTES) {
      throw BadInputException.of(
          file, "the superblock of an HDF5 file", block.limit() + " B", "store the images again");
    }
    if (block.getLong(0) != SIGNATURE) {
      throw BadInputException.of(
          file, "an HDF5 signature at offset 0", "something else", "store the images again");
    }
    int version = block.get(8);
    if ((version != 2 && version != 3) || block.get(9) != 8 || block.getLong(12) != 0) {
      throw BadInputException.of(
          file,
          "an HDF5 superblock of version 2 or 3 with addresses of 8 B from 0 on",
          "version " + version + " with " + block.get(9) + " B from " + block.getLong(12) + " on");
    }
    long length = block.getLong(28);
    if (length != channel.size()) {
      throw BadInputException.of(
          file,
          "as many bytes as the superblock says, " + Long.toUnsignedString(length),
          channel.size() + " B",
          "store the images again");
    }
  }

  private static ImageReader reader(Path file, FileChannel channel, ByteBuffer metadata)
      throws IOException {
    // From memory, jHDF makes no system call, and takes no more memory than is there, whatever
    // sizes a damaged file tells. It holds nothing open, so there is nothing to close.
    @SuppressWarnings("resource")
    HdfFile hdf = HdfFile.fromByteBuffer(metadata);
    Dataset labels = dataset(file, channel, hdf, LABELS);
    Dataset images = dataset(file, channel, hdf, IMAGES);
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
    FlatReader.Pixels pixels = new FlatReader.Pixels(channel, file, images.address, images.bytes);
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

  private static Dataset dataset(Path file, FileChannel channel, HdfFile hdf, String name)
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
    if (type.isSigned()
        || (type.getByteOrder() != ByteOrder.LITTLE_ENDIAN && width > 1)
        || type.getBitOffset() != 0
        || type.getBitPrecision() != 8 * width
        || (width != 1 && width != 2 && width != 4 && width != 8)) {
      throw BadInputException.of(
          file, "unsigned little-endian integers in /" + name, "others of " + width + " B");
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
    if (address < SUPERBLOCK_BYTES || address > channel.size() - bytes) {
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
  private record Dataset(int width, long[] dimensions, long address, long bytes) {
    Column column(Path file, FileChannel channel) {
      return new Column(channel, file, address, width, bytes / width);
    }

    @Override
    public String toString() {
      return Arrays.toString(dimensions) + " of " + width + " B";
    }
  }
}
