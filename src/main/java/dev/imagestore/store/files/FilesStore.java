package dev.imagestore.store.files;

import dev.imagestore.codec.Codec;
import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageCodec;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.Option;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import dev.imagestore.store.Growth;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.OrderedTaskPool;
import dev.imagestore.store.Threads;
import dev.imagestore.store.encoded.Encoding;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One file per image, {@code <id>.png} for PNG, all in one directory or in one for each label, and
 * {@link LabelsCsv} beside them. The table is committed when all images are stored, so that a
 * committed table stands for a whole store.
 *
 * <p>A file costs an open, one write or read, and a close. Microseconds of processor time for each
 * file of 2,250 B in Java 17 on a journaled ext4, creating and writing / reading: FileOutputStream
 * and FileInputStream 26.4 / 7.0, RandomAccessFile 27.4 / 6.8, FileChannel 25.5 / 6.1, a channel of
 * a SecureDirectoryStream, which spares the kernel the path, 24.4 / 6.0. The last is not on every
 * system and was not worth a second way of opening files.
 *
 * <p>With several threads, each encodes images and writes their files, or reads and decodes those
 * of one batch; they end with the call that stores, and with the reader.
 */
final class FilesStore implements ImageStore {
  private static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  /** An append that did not finish may have left files that belong to nobody. */
  private static final Set<OpenOption> CREATE_OR_REPLACE =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);

  /**
   * Bytes of one system call. A channel keeps direct memory of this size for its thread, so it must
   * not be that of any file.
   */
  static final int CHUNK = 1 << 20;

  /**
   * Images that several threads store before their rows are written: so many that the threads
   * hardly wait for the last, so few that a table grows with its images.
   */
  private static final int ROUND = 1024;

  /** How many threads encode or decode at a time. */
  static final Option THREADS = Threads.option("pngThreads", "how many threads encode or decode");

  private final Encoding encoding;
  private final boolean byLabel;
  private final int threads;

  /** A store of files of {@code codec}, as the options choose; otherwise as the constructor's. */
  static ImageStore with(Codec codec, boolean byLabel, OptionValues values) {
    return new FilesStore(Encoding.of(codec, values), byLabel, Threads.number(values.of(THREADS)));
  }

  /**
   * A store of encoded images.
   *
   * @param byLabel if files are in a directory that is called as their label is
   * @param threads how many encode and decode, 1 or more
   */
  FilesStore(Encoding encoding, boolean byLabel, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected 1 or more, found " + threads);
    }
    this.encoding = encoding;
    this.byLabel = byLabel;
    this.threads = threads;
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    Path dir = at.directory();
    try (LabelsCsv.Writer labels = new LabelsCsv.Writer(dir)) {
      store(images, 0, dir, labels);
    }
    if (durability == Durability.sync) {
      DiskSync.tree(dir);
    }
  }

  @Override
  public Optional<String> obstacleToAppend() {
    return Optional.empty();
  }

  @Override
  public void append(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    Path dir = at.directory();
    long stored;
    try (LabelsCsv.Reader labels = new LabelsCsv.Reader(dir)) {
      stored = labels.count();
    }
    Growth.check(LabelsCsv.under(dir), stored, images);
    try (LabelsCsv.Writer labels = new LabelsCsv.Writer(dir, stored)) {
      store(images, stored, dir, labels);
    }
    if (durability == Durability.sync) {
      DiskSync.tree(dir);
    }
  }

  /** Stores the images from {@code firstId} on, and says so in the table. */
  private void store(ImageSet images, long firstId, Path dir, LabelsCsv.Writer labels)
      throws IOException {
    if (threads == 1 || images.count() - firstId == 1) {
      storeAlone(images, firstId, dir, labels);
    } else {
      storeTogether(images, firstId, dir, labels);
    }
    labels.commit();
  }

  private Saver saver(ImageSet images, long firstId, Path dir, LabelDirectories directories) {
    return new Saver(images, dir, directories, firstId == 0 ? CREATE : CREATE_OR_REPLACE);
  }

  private void storeAlone(ImageSet images, long firstId, Path dir, LabelsCsv.Writer labels)
      throws IOException {
    try (Saver saver = saver(images, firstId, dir, new LabelDirectories(dir))) {
      for (long id = firstId; id < images.count(); id++) {
        int checksum = saver.save(id);
        labels.add(images.label(id), checksum);
      }
    }
  }

  private void storeTogether(ImageSet images, long firstId, Path dir, LabelsCsv.Writer labels)
      throws IOException {
    long count = images.count();
    LabelDirectories directories = new LabelDirectories(dir);
    List<Saver> savers = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, count - firstId); i++) {
      savers.add(saver(images, firstId, dir, directories));
    }
    int[] checksums = new int[ROUND];
    try (OrderedTaskPool<Saver> pool = new OrderedTaskPool<>(savers)) {
      for (long first = firstId; first < count; first += ROUND) {
        long round = first;
        int some = (int) Math.min(ROUND, count - first);
        pool.run(some, (saver, i, turns) -> checksums[i] = saver.save(round + i));
        for (int i = 0; i < some; i++) {
          labels.add(images.label(first + i), checksums[i]);
        }
      }
    }
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    return new FilesReader(at.directory(), this);
  }

  /** What encodes and decodes. */
  ImageCodec codec() {
    return encoding.codec();
  }

  /** How many threads decode the images of one read. */
  int threads() {
    return threads;
  }

  /** The file of image {@code id}. */
  Path file(Path dir, long id, int label) {
    Path home = byLabel ? dir.resolve(Integer.toString(label)) : dir;
    return home.resolve(id + codec().suffix());
  }

  /** The directories of labels, each made when its first image comes; of all threads. */
  private static final class LabelDirectories {
    private final Path dir;
    private final Set<Integer> made = ConcurrentHashMap.newKeySet();

    LabelDirectories(Path dir) {
      this.dir = dir;
    }

    void make(int label) throws IOException {
      if (!made.contains(label)) {
        // Two threads may meet here. Neither goes on before the directory is there.
        Files.createDirectories(dir.resolve(Integer.toString(label)));
        made.add(label);
      }
    }
  }

  /** Encodes images and writes their files; of one thread. */
  private final class Saver implements Closeable {
    private final ImageSet images;
    private final Path dir;
    private final LabelDirectories directories;
    private final Set<OpenOption> create;
    private final ImageEncoder encoder;
    private final byte[] pixels;
    private final ImageChecksum checksum = new ImageChecksum();

    Saver(ImageSet images, Path dir, LabelDirectories directories, Set<OpenOption> create) {
      this.images = images;
      this.dir = dir;
      this.directories = directories;
      this.create = create;
      encoder = codec().encoder();
      pixels = new byte[images.maxImageBytes()];
    }

    /** Stores one image and returns its checksum. */
    int save(long id) throws IOException {
      ImageShape shape = images.shape(id);
      images.copyPixels(id, pixels, 0);
      int bytes = encode(id, shape);
      int label = images.label(id);
      if (byLabel) {
        directories.make(label);
      }
      writeFile(file(dir, id, label), encoder.file(), bytes);
      return codec().lossy()
          ? checksum.of(shape, label, encoder.file(), bytes)
          : checksum.of(shape, label, pixels, shape.bytes());
    }

    private int encode(long id, ImageShape shape) throws BadInputException {
      try {
        return encoder.encode(shape, pixels);
      } catch (CodecException e) {
        throw new BadInputException(
            "image " + id + ": " + e.getMessage() + "; choose another codec or dataset", e);
      }
    }

    private void writeFile(Path path, byte[] bytes, int length) throws IOException {
      try (FileChannel channel = FileChannel.open(path, create)) {
        int at = 0;
        while (at < length) {
          at += channel.write(ByteBuffer.wrap(bytes, at, Math.min(CHUNK, length - at)));
        }
      }
    }

    @Override
    public void close() {
      encoder.close();
    }
  }
}
