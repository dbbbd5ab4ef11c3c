package dev.imagestore.docs;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** {@code flat}: one file; a header, then of each image its label and its pixels. */
public final class FlatBackend implements Backend, ImageStore {
  private static final int HEADER_BYTES = 24;

  @Override
  public String name() {
    return "flat";
  }

  @Override
  public ImageStore store(OptionValues options) {
    return this; // It declares no options, and all state is on disk.
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    Path path = at.directory().resolve("images.bin");
    ImageShape shape = images.shape(0);
    if (!images.uniform()) {
      throw BadInputException.of(path, "images of one shape", "several shapes");
    }
    byte[] pixels = new byte[shape.bytes()];
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(HEADER_BYTES);
      for (long id = 0; id < images.count(); id++) {
        images.copyPixels(id, pixels, 0);
        file.writeInt(images.label(id));
        file.write(pixels);
      }
      file.seek(0); // The header last: until it is there, the store is not whole.
      for (int n : new int[] {shape.width(), shape.height(), shape.channels(), shape.depth()}) {
        file.writeInt(n);
      }
      file.writeLong(images.count());
    }
    if (durability == Durability.sync) {
      DiskSync.force(path);
      DiskSync.entries(at.directory());
    }
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    Path path = at.directory().resolve("images.bin");
    if (!Files.isRegularFile(path)) {
      throw BadInputException.of(path, "a store of this kind", "no such file");
    }
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    try {
      return new Reader(path, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw new BadInputException(path + ": not a whole store of this kind; store it again", e);
    }
  }

  private static final class Reader implements ImageReader {
    private final RandomAccessFile file;
    private final ImageShape shape;
    private final long count;
    private final byte[] pixels;

    Reader(Path path, RandomAccessFile file) throws IOException {
      this.file = file;
      shape = new ImageShape(file.readInt(), file.readInt(), file.readInt(), file.readInt());
      count = file.readLong();
      pixels = new byte[shape.bytes()];
      if (count < 1 || file.length() != position(count)) {
        throw BadInputException.of(path, count + " images", file.length() + " B");
      }
    }

    private long position(long id) {
      return HEADER_BYTES + id * (Integer.BYTES + shape.bytes());
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public void read(long firstId, int wanted, ImageBatch into) throws IOException {
      Objects.checkFromIndexSize(firstId, wanted, count);
      into.clear();
      file.seek(position(firstId));
      for (int i = 0; i < wanted; i++) {
        int offset = into.add(shape, file.readInt());
        file.readFully(pixels);
        into.pixels().put(offset, pixels);
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
