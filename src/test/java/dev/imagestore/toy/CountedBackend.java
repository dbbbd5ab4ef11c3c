package dev.imagestore.toy;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A backend of which it is known what each image takes: one write or one read of {@link
 * #RECORD_BYTES}, and {@link #HEAP_BYTES} of the heap. The system property {@link #MORE}, which
 * makes no other configuration of it, adds something to each image.
 */
public final class CountedBackend implements Backend {
  /** {@code heap}: {@link #MORE_HEAP_BYTES}; {@code read}, {@code write}: a call of one byte. */
  public static final String MORE = "counted.more";

  /** Of an image of 32 × 32 × 3. */
  public static final int RECORD_BYTES = 5 * Integer.BYTES + 32 * 32 * 3;

  /** An array of 1,000 bytes, with its header. */
  public static final int HEAP_BYTES = 1016;

  /** An array of 84 bytes, with its header, to a multiple of 8. */
  public static final int MORE_HEAP_BYTES = 104;

  private static final String EXTRA = System.getProperty(MORE, "nothing");

  /** Not private: a compiler that knew all its readers could do without it. */
  static volatile byte[] sink;

  @Override
  public String name() {
    return "counted";
  }

  @Override
  public ImageStore store(OptionValues values) {
    return new Counted();
  }

  private static void allocate() {
    sink = new byte[1000];
    if (EXTRA.equals("heap")) {
      sink = new byte[84];
    }
  }

  private static FileChannel open(Location at, StandardOpenOption... how) throws IOException {
    Path file = at.directory().resolve("counted.bin");
    return FileChannel.open(file, Set.of(how));
  }

  private static final class Counted implements ImageStore {
    @Override
    public void store(ImageSet images, Location at, Durability durability) throws IOException {
      ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES);
      ByteBuffer one = ByteBuffer.allocateDirect(1);
      try (FileChannel out =
          CountedBackend.open(at, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (int id = 0; id < images.count(); id++) {
          allocate();
          ImageShape shape = images.shape(id);
          record.clear().putInt(images.label(id)).putInt(shape.height()).putInt(shape.width());
          record.putInt(shape.channels()).putInt(shape.depth());
          images.copyPixels(id, record);
          if (EXTRA.equals("write")) {
            out.write(one.clear(), (long) id * RECORD_BYTES);
          }
          out.write(record.flip(), (long) id * RECORD_BYTES);
        }
      }
      if (durability == Durability.sync) {
        at.flush();
      }
    }

    @Override
    public ImageReader open(Location at) throws IOException {
      return new Reader(CountedBackend.open(at, StandardOpenOption.READ));
    }
  }

  private static final class Reader implements ImageReader {
    private final FileChannel in;
    private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES);
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);

    Reader(FileChannel in) {
      this.in = in;
    }

    @Override
    public long count() {
      try {
        return in.size() / RECORD_BYTES;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void read(long firstId, int count, ImageBatch into) throws IOException {
      into.clear();
      for (long id = firstId; id < firstId + count; id++) {
        allocate();
        if (EXTRA.equals("read")) {
          in.read(one.clear(), id * RECORD_BYTES);
        }
        in.read(record.clear(), id * RECORD_BYTES);
        record.flip();
        int label = record.getInt();
        ImageShape shape =
            new ImageShape(record.getInt(), record.getInt(), record.getInt(), record.getInt());
        int offset = into.add(shape, label);
        into.pixels().put(offset, record, record.position(), record.remaining());
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
