package dev.imagestore.store;

import dev.imagestore.codec.PngDecoder;
import dev.imagestore.codec.PngEncoder;
import dev.imagestore.codec.PngException;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One PNG file an image, {@code <id>.png}, and {@link LabelsCsv} beside them. The rows of the table
 * are written behind their images, so that a table of full length stands for a whole store.
 */
final class PngStore implements ImageStore {

  @Override
  public void store(ImageSet images, Path dir, Durability durability) throws IOException {
    long count = images.count();
    byte[] pixels = new byte[images.maxImageBytes()];
    PixelChecksum checksum = new PixelChecksum();
    PngEncoder encoder = new PngEncoder();
    try (LabelsCsv.Writer labels = new LabelsCsv.Writer(dir, count, images.maxLabel())) {
      for (long id = 0; id < count; id++) {
        ImageShape shape = images.shape(id);
        images.copyPixels(id, pixels, 0);
        int bytes = encoder.encode(shape, pixels);
        try (FileOutputStream out = new FileOutputStream(dir + "/" + id + ".png")) {
          out.write(encoder.file(), 0, bytes);
        }
        labels.add(images.label(id), checksum.of(shape, pixels));
      }
    }
    if (durability == Durability.sync) {
      DiskSync.tree(dir);
    }
  }

  @Override
  public ImageReader open(Path dir) throws IOException {
    return new Reader(dir, new LabelsCsv.Reader(dir));
  }

  private static final class Reader implements ImageReader {
    private final Path dir;
    private final LabelsCsv.Reader labels;
    private final PngDecoder decoder = new PngDecoder();
    private final PixelChecksum checksum = new PixelChecksum();
    private byte[] file = new byte[8192];
    private boolean closed;

    Reader(Path dir, LabelsCsv.Reader labels) {
      this.dir = dir;
      this.labels = labels;
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
        long row = labels.row(id);
        int label = (int) (row >>> 32);
        try {
          int length = readFile(id); // May move the memory, so it comes first.
          ImageShape shape = decoder.open(file, length);
          int offset = into.add(shape, label);
          decoder.decode(into.pixels(), offset);
          if (checksum.of(shape, into.pixels(), offset) != (int) row) {
            throw BadInputException.of(
                path(id), "the image that labels.csv has a checksum of", "another of " + shape);
          }
        } catch (PngException e) {
          throw new BadInputException(path(id) + ": " + e.getMessage(), e);
        }
      }
    }

    /** Reads a whole file into {@link #file} and returns its length. */
    private int readFile(long id) throws IOException {
      try (FileInputStream in = new FileInputStream(dir + "/" + id + ".png")) {
        int size = 0;
        while (true) {
          int room = file.length - size;
          int bytes = in.read(file, size, room);
          if (bytes > 0) {
            size += bytes;
          }
          if (bytes < room) {
            return size;
          }
          file = Arrays.copyOf(file, Math.multiplyExact(file.length, 2));
        }
      } catch (FileNotFoundException e) {
        throw Files.exists(path(id))
            ? e
            : BadInputException.of(
                path(id), "image " + id + " of " + labels.count(), "no such file");
      }
    }

    private Path path(long id) {
      return dir.resolve(id + ".png");
    }

    @Override
    public void close() throws IOException {
      closed = true;
      decoder.close();
      labels.close();
    }
  }
}
