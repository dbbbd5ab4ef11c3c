package dev.imagestore.store.files;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.OrderedTaskPool;
import dev.imagestore.store.StoreIds;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads what {@link FilesStore} writes. */
final class FilesReader implements ImageReader {
  private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);

  /** Fewer images than these are read sooner by one thread than others wake up. */
  private static final int WORTH_THREADS = 8;

  private final Path dir;
  private final FilesStore store;
  private final LabelsCsv.Reader labels;
  private final Loader loader;
  private OrderedTaskPool<Loader> pool;
  private boolean closed;

  /** Opens what {@code store} wrote into {@code dir}. */
  FilesReader(Path dir, FilesStore store) throws IOException {
    this.dir = dir;
    this.store = store;
    labels = new LabelsCsv.Reader(dir);
    loader = new Loader();
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
    if (store.threads() > 1 && count >= WORTH_THREADS) {
      LabelsCsv.Row[] rows = new LabelsCsv.Row[count];
      for (int i = 0; i < count; i++) {
        rows[i] = labels.row(firstId + i);
      }
      pool().run(count, (each, i, turns) -> read(each, firstId + i, rows[i], i, turns, into));
      return;
    }
    for (long id = firstId; id < firstId + count; id++) {
      LabelsCsv.Row row = labels.row(id);
      ImageShape shape = loader.load(id, row.label());
      int offset = into.add(shape, row.label());
      loader.decode(id, shape, row, into.pixels(), offset);
    }
  }

  private void read(
      Loader loader,
      long id,
      LabelsCsv.Row row,
      int number,
      OrderedTaskPool.Turns turns,
      ImageBatch into)
      throws IOException {
    ImageShape shape = loader.load(id, row.label());
    // The place of an image is known once the shapes of all before it are. Loading is the smaller
    // part and begins in order, so that hardly a thread has to wait here.
    int offset = turns.take(number, () -> into.add(shape, row.label()));
    loader.decode(id, shape, row, into.pixels().duplicate(), offset);
  }

  private OrderedTaskPool<Loader> pool() {
    if (pool == null) {
      List<Loader> loaders = new ArrayList<>();
      loaders.add(loader);
      while (loaders.size() < store.threads()) {
        loaders.add(new Loader());
      }
      pool = new OrderedTaskPool<>(loaders);
    }
    return pool;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    FileIo.closeAll(pool == null ? loader : pool, labels);
  }

  /** Reads files and decodes them; of one thread. */
  private final class Loader implements Closeable {
    private final ImageDecoder decoder = store.codec().decoder();
    private final ImageChecksum checksum = new ImageChecksum();
    private byte[] bytes = new byte[8192];
    private int length;

    /** Reads the file of image {@code id} and returns the image's shape. */
    ImageShape load(long id, int label) throws IOException {
      Path file = store.file(dir, id, label);
      length = readFile(file); // Before its memory is named: a larger file moves it.
      try {
        return decoder.open(bytes, length);
      } catch (CodecException e) {
        throw refused(file, e);
      }
    }

    /** Delivers the pixels of the image that was loaded last. */
    void decode(long id, ImageShape shape, LabelsCsv.Row row, ByteBuffer pixels, int offset)
        throws IOException {
      try {
        decoder.decode(pixels, offset);
      } catch (CodecException e) {
        throw refused(store.file(dir, id, row.label()), e);
      }
      int found =
          store.codec().lossy()
              ? checksum.of(shape, row.label(), bytes, length)
              : checksum.of(shape, row.label(), pixels, offset);
      if (found != row.checksum()) {
        throw BadInputException.of(
            store.file(dir, id, row.label()),
            "image " + id + " as " + LabelsCsv.under(dir).getFileName() + " describes it",
            "another image of " + shape + ", or another label",
            "store the images again");
      }
    }

    private static BadInputException refused(Path file, CodecException e) {
      return new BadInputException(file + ": " + e.getMessage() + "; store the images again", e);
    }

    /** Reads a whole file into {@link #bytes} and returns its length. */
    private int readFile(Path file) throws IOException {
      try (FileChannel channel = FileChannel.open(file, READ)) {
        int size = 0;
        while (true) {
          int room = Math.min(FilesStore.CHUNK, bytes.length - size);
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
    public void close() {
      decoder.close();
    }
  }
}
