package dev.imagestore.store;

import dev.imagestore.codec.PngCodec;
import dev.imagestore.codec.PngDecoder;
import dev.imagestore.codec.PngEncoder;
import dev.imagestore.codec.PngException;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * One PNG file an image, {@code <id>.png}, and {@link LabelsCsv} beside them. The rows of the table
 * are written behind their images, so that a table of full length stands for a whole store.
 *
 * <p>A file costs an open, one write or read, and a close. Microseconds of processor time for each
 * file of 2,250 B in Java 17 on a journaled ext4, creating and writing / reading: FileOutputStream
 * and FileInputStream 26.4 / 7.0, RandomAccessFile 27.4 / 6.8, FileChannel 25.5 / 6.1, a channel of
 * a SecureDirectoryStream, which spares the kernel the path, 24.4 / 6.0. The last is not on every
 * system and was not worth a second way of opening files.
 */
final class PngStore implements ImageStore {
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);

  /**
   * Bytes of one system call. A channel keeps direct memory of this size for its thread, so it must
   * not be that of any file.
   */
  private static final int CHUNK = 1 << 20;

  private final PngCodec codec;

  /** A store whose images {@code codec} encodes and decodes. */
  PngStore(PngCodec codec) {
    this.codec = codec;
  }

  @Override
  public void store(ImageSet images, Path dir, Durability durability) throws IOException {
    long count = images.count();
    byte[] pixels = new byte[images.maxImageBytes()];
    ImageChecksum checksum = new ImageChecksum();
    try (PngEncoder encoder = codec.encoder();
        LabelsCsv.Writer labels = new LabelsCsv.Writer(dir, count, images.maxLabel())) {
      for (long id = 0; id < count; id++) {
        ImageShape shape = images.shape(id);
        images.copyPixels(id, pixels, 0);
        int bytes = encoder.encode(shape, pixels);
        writeFile(file(dir, id), encoder.file(), bytes);
        int label = images.label(id);
        labels.add(label, checksum.of(shape, label, pixels));
      }
    }
    if (durability == Durability.sync) {
      DiskSync.tree(dir);
    }
  }

  @Override
  public ImageReader open(Path dir) throws IOException {
    return new Reader(dir, new LabelsCsv.Reader(dir), codec.decoder());
  }

  private static Path file(Path dir, long id) {
    return dir.resolve(id + ".png");
  }

  private static void writeFile(Path path, byte[] bytes, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(path, CREATE)) {
      int at = 0;
      while (at < length) {
        at += channel.write(ByteBuffer.wrap(bytes, at, Math.min(CHUNK, length - at)));
      }
    }
  }

  private static final class Reader implements ImageReader {
    private final Path dir;
    private final LabelsCsv.Reader labels;
    private final PngDecoder decoder;
    private final ImageChecksum checksum = new ImageChecksum();
    private byte[] bytes = new byte[8192];
    private boolean closed;

    Reader(Path dir, LabelsCsv.Reader labels, PngDecoder decoder) {
      this.dir = dir;
      this.labels = labels;
      this.decoder = decoder;
    }

    @Override
    public long count() {
      return labels.count();
    }

    @Override
    public void read(long firstId, int count, ImageBatch into) throws IOException {
      StoreIds.check(closed, firstId, count, labels.count());
      into.clear();
      labels.seek(firstId, firstId + count);
      for (long id = firstId; id < firstId + count; id++) {
        read(id, labels.row(id), into);
      }
    }

    private void read(long id, LabelsCsv.Row row, ImageBatch into) throws IOException {
      Path file = file(dir, id);
      try {
        int length = readFile(file); // Before its memory is named: a larger file moves it.
        ImageShape shape = decoder.open(bytes, length);
        int offset = into.add(shape, row.label());
        decoder.decode(into.pixels(), offset);
        if (checksum.of(shape, row.label(), into.pixels(), offset) != row.checksum()) {
          throw BadInputException.of(
              file,
              "image " + id + " as " + LabelsCsv.under(dir).getFileName() + " describes it",
              "another image of " + shape + ", or another label",
              "store the images again");
        }
      } catch (PngException e) {
        throw new BadInputException(file + ": " + e.getMessage() + "; store the images again", e);
      }
    }

    /** Reads a whole file into {@link #bytes} and returns its length. */
    private int readFile(Path file) throws IOException {
      try (FileChannel channel = FileChannel.open(file, READ)) {
        int size = 0;
        while (true) {
          int room = Math.min(CHUNK, bytes.length - size);
          int read = channel.read(ByteBuffer.wrap(bytes, size, room));
          size += Math.max(0, read);
          if (read < room) {
            // Only the end of a file makes a read shorter. This spares asking for its size.
            return size;
          }
          if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, larger(file, size));
          }
        }
      } catch (IOException e) {
        if (e instanceof BadInputException || Files.isRegularFile(file)) {
          throw e;
        }
        throw new BadInputException(
            file
                + ": expected one of the "
                + labels.count()
                + " images of the store, found "
                + (Files.exists(file) ? "something else" : "no such file")
                + "; store the images again",
            e);
      }
    }

    private static int larger(Path file, int size) throws BadInputException {
      if (size == ImageShape.MAX_BYTES) {
        throw BadInputException.of(file, "at most " + size + " B", "more");
      }
      return (int) Math.min(2L * size, ImageShape.MAX_BYTES);
    }

    @Override
    public void close() throws IOException {
      closed = true;
      decoder.close();
      labels.close();
    }
  }
}
