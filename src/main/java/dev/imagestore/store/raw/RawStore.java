package dev.imagestore.store.raw;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.Growth;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.ShapeCache;
import dev.imagestore.store.flat.Column;
import dev.imagestore.store.flat.ColumnWriter;
import dev.imagestore.store.flat.FlatReader;
import dev.imagestore.store.flat.PixelWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One flat file of pixels: the control, what this machine can do at best.
 *
 * <ul>
 *   <li>{@code pixels.bin}: the pixels of all images, one image behind the other.
 *   <li>{@code labels.bin}: the labels, one unsigned byte each while they fit, else two or four.
 *   <li>{@code index.bin}, written last: a header of 64 bytes, the last 4 of which are the CRC-32C
 *       of those before. Behind it, only where shapes differ, the offset of each image in {@code
 *       pixels.bin} (8 bytes), then of each image height, width, channels and bits per sample (4
 *       bytes each).
 * </ul>
 *
 * <p>{@code index.bin} is what makes a store whole: what it says of the other two must be true to
 * the byte. A store grows by pixels and labels behind those that are there, and then another {@code
 * index.bin} in place of the old one; until that is there, the lengths differ and the store is
 * refused.
 *
 * <p>All numbers are little-endian. The header: {@code "ISBR"}, version (4), count (8), bytes of
 * {@code pixels.bin} (8), then of all images width (4), height (4), channels (2) and bits per
 * sample (2), or 0 where they differ; bytes of a label (2); 1 where shapes differ, else 0 (2);
 * zeros.
 */
final class RawStore implements ImageStore {
  private static final String PIXELS = "pixels.bin";
  private static final String LABELS = "labels.bin";
  private static final String INDEX = "index.bin";
  private static final int MAGIC = 'I' | 'S' << 8 | 'B' << 16 | 'R' << 24;
  private static final int VERSION = 1;
  static final int HEADER_BYTES = 64;
  static final int OFFSET_BYTES = 8;
  static final int SHAPE_BYTES = 16;

  private final RawAccess access;

  /** A store whose pixels are read in one of the ways; all store alike. */
  RawStore(RawAccess access) {
    this.access = access;
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    Path dir = at.directory();
    boolean sync = durability == Durability.sync;
    try (FileChannel pixels = create(dir.resolve(PIXELS))) {
      PixelWriter.pixels(images, pixels);
      if (sync) {
        pixels.force(true);
      }
    }
    try (FileChannel labels = create(dir.resolve(LABELS))) {
      PixelWriter.labels(images, labels);
      if (sync) {
        labels.force(true);
      }
    }
    try (FileChannel index = create(dir.resolve(INDEX))) {
      writeIndex(images, index, sync);
    }
    if (sync) {
      DiskSync.entries(dir);
    }
  }

  private static void writeIndex(ImageSet images, FileChannel index, boolean sync)
      throws IOException {
    if (!images.uniform()) {
      index.position(HEADER_BYTES);
      PixelWriter.offsets(images, index);
      PixelWriter.shapes(images, index);
      index.position(0);
    }
    // The header last, in one write: until it is there, the store is not whole.
    FileIo.writeFully(index, header(images));
    if (sync) {
      index.force(true);
    }
  }

  @Override
  public Optional<String> obstacleToAppend() {
    return Optional.empty();
  }

  /** The index is made anew beside the old one: it is 64 bytes, unless shapes differ. */
  @Override
  public void append(ImageSet images, Location at, Durability durability) throws IOException {
    Path dir = at.directory();
    Path labelFile = dir.resolve(LABELS);
    long stored;
    try (ImageReader reader = open(at)) {
      stored = reader.count();
    }
    Growth.check(dir.resolve(INDEX), stored, images);
    long labelBytes = stored * ColumnWriter.labelWidth(images.maxLabel());
    boolean sync = durability == Durability.sync;
    try (FileChannel labels = appendTo(labelFile)) {
      if (labels.size() != labelBytes) {
        throw BadInputException.of(
            labelFile,
            labelBytes + " B of labels up to " + images.maxLabel(),
            labels.size() + " B",
            "store all the images again");
      }
      try (FileChannel pixels = appendTo(dir.resolve(PIXELS))) {
        PixelWriter.pixels(images, stored, pixels);
        if (sync) {
          pixels.force(true);
        }
      }
      PixelWriter.labels(images, stored, labels);
      if (sync) {
        labels.force(true);
      }
    }
    Path fresh = dir.resolve(INDEX + ".new");
    try (FileChannel index =
        FileChannel.open(
            fresh,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeIndex(images, index, sync);
    }
    Files.move(fresh, dir.resolve(INDEX), StandardCopyOption.ATOMIC_MOVE);
    if (sync) {
      DiskSync.entries(dir);
    }
  }

  private static FileChannel appendTo(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.APPEND);
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  private static ByteBuffer header(ImageSet images) {
    boolean uniform = images.uniform();
    ImageShape shape = images.shape(0);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(MAGIC).putInt(VERSION).putLong(images.count()).putLong(images.totalBytes());
    header.putInt(uniform ? shape.width() : 0).putInt(uniform ? shape.height() : 0);
    header.putShort((short) (uniform ? shape.channels() : 0));
    header.putShort((short) (uniform ? shape.depth() : 0));
    header.putShort((short) ColumnWriter.labelWidth(images.maxLabel()));
    header.putShort((short) (uniform ? 0 : 1));
    return header.putInt(HEADER_BYTES - 4, checksum(header.array())).clear();
  }

  private static int checksum(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, HEADER_BYTES - 4);
    return (int) crc.getValue();
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    Path dir = at.directory();
    OpenFiles files = new OpenFiles();
    try {
      files.index = openFile(dir, dir.resolve(INDEX));
      files.pixels = access.open(dir, dir.resolve(PIXELS));
      files.labels = openFile(dir, dir.resolve(LABELS));
      return reader(dir, files);
    } catch (IOException | RuntimeException e) {
      try (files) {
        throw e;
      }
    }
  }

  /** Opens a file of a store for reading. */
  static FileChannel openFile(Path dir, Path file) throws IOException {
    return FileIo.open(dir, file, "raw");
  }

  private ImageReader reader(Path dir, OpenFiles files) throws IOException {
    Path index = dir.resolve(INDEX);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    FileIo.readFully(files.index, index, 0, header);
    if (header.getInt(0) != MAGIC || header.getInt(4) != VERSION) {
      throw BadInputException.of(
          index, "the header of a raw store, version " + VERSION, "something else");
    }
    int checksum = checksum(header.array());
    if (header.getInt(HEADER_BYTES - 4) != checksum) {
      throw BadInputException.of(
          index,
          "checksum " + Integer.toHexString(checksum) + " at offset " + (HEADER_BYTES - 4),
          Integer.toHexString(header.getInt(HEADER_BYTES - 4)));
    }
    long count = header.getLong(8);
    long bytes = header.getLong(16);
    int labelWidth = header.getShort(36);
    boolean mixed = header.getShort(38) != 0;
    // Bounds that keep the products below from running over: nothing of that size can be on disk.
    if (count < 1
        || count > Long.MAX_VALUE / 64
        || bytes < count
        || (labelWidth != 1 && labelWidth != 2 && labelWidth != 4)) {
      throw BadInputException.of(
          index,
          "the header of a raw store",
          count + " images of " + bytes + " B with labels of " + labelWidth + " B");
    }
    Path pixels = dir.resolve(PIXELS);
    checkLength(pixels, files.pixels, bytes);
    checkLength(dir.resolve(LABELS), files.labels, count * labelWidth);
    checkLength(
        index, files.index, HEADER_BYTES + (mixed ? count * (OFFSET_BYTES + SHAPE_BYTES) : 0));
    files.source = access.source(files.pixels, pixels, bytes);
    FlatReader.Pixels flat = new FlatReader.Pixels(files.source, pixels, 0, bytes);
    Column labels = new Column(files.labels, dir.resolve(LABELS), 0, labelWidth, count);
    if (mixed) {
      Column offsets = new Column(files.index, index, HEADER_BYTES, OFFSET_BYTES, count);
      Column shapes =
          new Column(files.index, index, HEADER_BYTES + count * OFFSET_BYTES, 4, 4 * count);
      return FlatReader.mixed(files, flat, count, new FlatReader.Mixed(offsets, shapes), labels);
    }
    ImageShape shape =
        new ShapeCache(index)
            .shape(
                0, header.getInt(24), header.getInt(28), header.getShort(32), header.getShort(34));
    if (bytes / count != shape.bytes() || bytes % count != 0) {
      throw BadInputException.of(
          index, count + " images of " + shape + ", " + shape.bytes() + " B each", bytes + " B");
    }
    return FlatReader.uniform(files, flat, count, shape, labels);
  }

  private static void checkLength(Path file, FileChannel channel, long expected)
      throws IOException {
    if (channel.size() != expected) {
      throw BadInputException.of(
          file, expected + " B", channel.size() + " B", "store the images again");
    }
  }

  /** What a reader has open. */
  private static final class OpenFiles implements Closeable {
    private FileChannel index;
    private FileChannel pixels;
    private FileChannel labels;
    private RawAccess.Source source;

    @Override
    public void close() throws IOException {
      FileIo.closeAll(source, index, pixels, labels);
    }
  }
}
