package dev.imagestore.image;

import com.sun.management.OperatingSystemMXBean;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A dataset made ready: its distinct images in one flat file, which a fork maps into memory instead
 * of decoding or computing them again.
 *
 * <p>All numbers are little-endian. The file begins with a page of {@value #PAGE} bytes:
 *
 * <pre>
 *   0  8 bytes  magic "IMGSET1\n"
 *   8  int64    count of images
 *  16  int64    bytes of all pixels
 *  24  int32    count of different shapes
 *  28  int32    1 if all samples are signed, else 0
 *  32  32 bytes fingerprint
 * </pre>
 *
 * <p>then come the pixels of all images without gaps, then the shapes (4 × int32: width, height,
 * channels, depth), then a label (int32) an image and, if there is more than one shape, the number
 * of the shape (int32) an image.
 */
public final class ImageFile {
  private static final int PAGE = 4096;
  private static final byte[] MAGIC = {'I', 'M', 'G', 'S', 'E', 'T', '1', '\n'};
  private static final int SHAPE_BYTES = 16;
  private static final int BUFFER = 1 << 20;

  /** Bytes that are mapped at once, unless one image is larger. */
  private static final int WINDOW = 1 << 30;

  private ImageFile() {}

  /**
   * What was written.
   *
   * @param fingerprint as {@link ImageSet#fingerprint}
   * @param distinct how many distinct images
   * @param shapes in words: {@code 32x32x3}, or {@code mixed, up to 640x480x3}
   * @param bytes pixels of the distinct images
   * @param unreadable a line for each file that was passed over because it holds no image
   */
  public record Info(
      String fingerprint, long distinct, String shapes, long bytes, List<String> unreadable) {
    /** Copies the list. */
    public Info {
      unreadable = List.copyOf(unreadable);
    }
  }

  /**
   * How many bytes of distinct images this machine can take: three quarters of its memory, or of
   * what its container allows. They are read through the page cache, which must hold them or the
   * benchmark would measure the device.
   */
  public static long memoryLimit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
        ? os.getTotalMemorySize() / 4 * 3
        : Long.MAX_VALUE;
  }

  /** The same with {@link #memoryLimit}. */
  public static Info write(Path file, Dataset dataset, long limit) throws IOException {
    return write(file, dataset, limit, memoryLimit());
  }

  /**
   * Writes the first {@code limit} images of {@code dataset}, or all if there are fewer, to {@code
   * file}, and flushes them to the device, so that the writing does not go on during measurements.
   * The file appears whole or not at all.
   *
   * @param limit 1 or more
   * @param memory how many bytes of pixels are not too many, such as {@link #memoryLimit}
   * @throws BadInputException if the images take more than {@code memory}
   */
  public static Info write(Path file, Dataset dataset, long limit, long memory) throws IOException {
    Datasets.checkCutoff(limit);
    checkMemory(dataset.name(), dataset.bytes(limit), memory);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Info info;
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        Writer writer = new Writer(channel);
        dataset.read(limit, writer);
        info = writer.finish();
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return info;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void checkMemory(String name, long needed, long available)
      throws BadInputException {
    if (needed > available) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s: the distinct images take %,d B of memory, expected %,d B or less;"
                  + " use a smaller cutoff or smaller images",
              name,
              needed,
              available));
    }
  }

  /**
   * Opens a file that {@link #write} made. The pixels stay where they are and are mapped; heap is
   * taken for labels, and for offsets where shapes are mixed.
   *
   * @throws BadInputException if the file is not whole
   */
  public static ImageSet open(Path file) throws IOException {
    return open(file, WINDOW);
  }

  /** The same with windows of another size than {@link #WINDOW}, for tests. */
  static ImageSet open(Path file, int window) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < PAGE) {
        throw BadInputException.of(file, PAGE + " B of header", size + " B");
      }
      ByteBuffer header = read(channel, 0, 64);
      byte[] magic = new byte[MAGIC.length];
      header.get(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw BadInputException.of(file, "an image file of this program", "other first bytes");
      }
      long count = header.getLong();
      long pixelBytes = header.getLong();
      int shapeCount = header.getInt();
      int signed = header.getInt();
      byte[] fingerprint = new byte[32];
      header.get(fingerprint);

      long perImage = shapeCount > 1 ? 8 : 4;
      boolean possible =
          count >= 1
              && count <= size / perImage
              && count <= Integer.MAX_VALUE - 8
              && shapeCount >= 1
              && shapeCount <= count
              && pixelBytes >= count
              && pixelBytes <= size
              && (signed == 0 || signed == 1);
      if (!possible
          || size != PAGE + pixelBytes + (long) shapeCount * SHAPE_BYTES + count * perImage) {
        throw BadInputException.of(
            file,
            "the length that its header gives for "
                + count
                + " images of "
                + shapeCount
                + " shapes with "
                + pixelBytes
                + " B of pixels",
            size + " B");
      }
      ImageShape[] shapes = readShapes(file, channel, PAGE + pixelBytes, shapeCount);
      long labelsAt = PAGE + pixelBytes + (long) shapeCount * SHAPE_BYTES;
      int[] labels = readInts(channel, labelsAt, (int) count);
      int[] shapeOf =
          shapeCount > 1 ? readInts(channel, labelsAt + 4 * count, (int) count) : new int[0];
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] < 0 || (shapeCount > 1 && (shapeOf[i] < 0 || shapeOf[i] >= shapeCount))) {
          throw BadInputException.of(
              file,
              "image " + i + " to have a label of 0 or more and a shape below " + shapeCount,
              "label " + labels[i] + (shapeCount > 1 ? " and shape " + shapeOf[i] : ""));
        }
      }
      return MappedImages.map(
          file,
          channel,
          PAGE,
          pixelBytes,
          shapes,
          shapeOf,
          labels,
          signed == 1,
          HexFormat.of().formatHex(fingerprint),
          window);
    }
  }

  private static ImageShape[] readShapes(Path file, FileChannel channel, long at, int count)
      throws IOException {
    int[] numbers = readInts(channel, at, Math.multiplyExact(count, 4));
    ImageShape[] shapes = new ImageShape[count];
    for (int i = 0; i < count; i++) {
      try {
        shapes[i] =
            new ImageShape(
                numbers[4 * i], numbers[4 * i + 1], numbers[4 * i + 2], numbers[4 * i + 3]);
      } catch (IllegalArgumentException e) {
        throw new BadInputException(file + ": shape " + i + ": " + e.getMessage(), e);
      }
    }
    return shapes;
  }

  private static int[] readInts(FileChannel channel, long at, int count) throws IOException {
    int[] ints = new int[count];
    for (int done = 0; done < count; ) {
      int n = Math.min(count - done, BUFFER / 4);
      read(channel, at + 4L * done, 4 * n).asIntBuffer().get(ints, done, n);
      done += n;
    }
    return ints;
  }

  private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  /** Streams images to the file and remembers what the index needs. */
  private static final class Writer implements ImageSink {
    private final FileChannel channel;
    private final ByteBuffer buffer =
        ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final Shapes shapes = new Shapes();
    private final Fingerprint fingerprint = new Fingerprint();
    private final List<String> unreadable = new ArrayList<>();
    private int[] labels = new int[1024];
    private int[] shapeOf = new int[1024];
    private int count;
    private long pixelBytes;

    Writer(FileChannel channel) throws IOException {
      this.channel = channel;
      channel.position(PAGE);
    }

    @Override
    public void image(ImageShape shape, boolean signed, int label, ByteBuffer pixels)
        throws IOException {
      if (pixels.remaining() != shape.bytes() || label < 0) {
        throw new IllegalArgumentException(
            "image "
                + count
                + " of shape "
                + shape
                + " with label "
                + label
                + ": expected "
                + shape.bytes()
                + " B of pixels, found "
                + pixels.remaining());
      }
      fingerprint.add(shape, label, pixels.duplicate());
      if (count == labels.length) {
        labels = Arrays.copyOf(labels, 2 * count);
        shapeOf = Arrays.copyOf(shapeOf, 2 * count);
      }
      labels[count] = label;
      shapeOf[count] = shapes.add(shape, signed);
      count++;
      pixelBytes += pixels.remaining();
      if (pixels.remaining() > buffer.remaining()) {
        flush();
      }
      if (pixels.remaining() > buffer.remaining()) {
        writeAll(pixels);
      } else {
        buffer.put(pixels);
      }
    }

    @Override
    public void unreadable(BadInputException why) {
      unreadable.add(why.getMessage());
    }

    Info finish() throws IOException {
      if (count == 0) {
        throw new IllegalStateException("a dataset without images is refused where it is read");
      }
      ImageShape[] all = shapes.toArray();
      for (ImageShape s : all) {
        putInt(s.width());
        putInt(s.height());
        putInt(s.channels());
        putInt(s.depth());
      }
      for (int i = 0; i < count; i++) {
        putInt(labels[i]);
      }
      for (int i = 0; i < count && all.length > 1; i++) {
        putInt(shapeOf[i]);
      }
      flush();
      String hex = fingerprint.finish();
      buffer
          .put(MAGIC)
          .putLong(count)
          .putLong(pixelBytes)
          .putInt(all.length)
          .putInt(shapes.signed() ? 1 : 0)
          .put(HexFormat.of().parseHex(hex))
          .put(new byte[PAGE - buffer.position()]);
      channel.position(0);
      flush();
      return new Info(hex, count, shapes.inWords(), pixelBytes, unreadable);
    }

    private void putInt(int value) throws IOException {
      if (buffer.remaining() < 4) {
        flush();
      }
      buffer.putInt(value);
    }

    private void flush() throws IOException {
      writeAll(buffer.flip());
      buffer.clear();
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }
}
