package dev.imagestore.store.tar;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.ShapeCache;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.flat.Column;
import dev.imagestore.store.flat.ColumnWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * {@code index.bin}, where each image is: an archive itself can only be read from its beginning. It
 * is what makes a store whole: its header is written last.
 *
 * <pre>
 *  0  4  "ISBT"
 *  4  4  version
 *  8  8  images
 * 16  8  archives
 * 24 16  codec, ASCII, zeros behind it
 * 40 20  0
 * 60  4  CRC-32C of the bytes before
 * </pre>
 *
 * Behind the header are 32 bytes of each image: offset of its header in the archive (8), length of
 * its file (4), number of the archive (4), channels (2), bits a sample (2), label (4), height (4),
 * width (4); then the length of each archive (8). Numbers are little-endian.
 */
final class TarIndex implements Closeable {
  private static final String NAME = "index.bin";
  private static final String REMEDY = "store the images again";
  private static final int MAGIC = 'I' | 'S' << 8 | 'B' << 16 | 'T' << 24;
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 64;
  private static final int AT_CODEC = 24;
  private static final int CODEC_BYTES = 16;
  private static final int AT_CHECKSUM = 60;

  /** Numbers of 64 bits of an image. */
  private static final int LONGS = 4;

  private final Path dir;
  private final Path file;

  /** Archives that another program wrote, in order; empty for this store's own. */
  private final List<Path> foreign;

  private final FileChannel channel;
  private final long count;
  private final int shards;
  private final Column images;
  private final Column lengths;
  private final ShapeCache shapes;

  private long offset;
  private int length;
  private int shard;
  private int label;
  private ImageShape shape;

  /** Bytes of an index. */
  static long bytes(long images, long archives) {
    return HEADER_BYTES + Long.BYTES * (LONGS * images + archives);
  }

  /** The index of the store under {@code dir}. */
  static Path under(Path dir) {
    return dir.resolve(NAME);
  }

  /** The archive of this number, as this store calls it. */
  static Path archive(Path dir, int number) {
    return dir.resolve(String.format("images-%06d.tar", number));
  }

  /** Writes an index. */
  static final class Writer implements Closeable {
    /** Where it is written; another name where it will take the place of one that is there. */
    private final Path written;

    /** Where it belongs. */
    private final Path file;

    private final FileChannel channel;
    private final ColumnWriter columns;
    private long count;

    /** Begins that of a new store of {@code images}. */
    Writer(Path dir, long images) throws IOException {
      this(
          under(dir),
          under(dir),
          FileChannel.open(under(dir), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
          images);
    }

    /** Begins one of {@code images}, with all that is in {@code there}, which it replaces. */
    Writer(Path dir, long images, TarIndex there) throws IOException {
      this(
          dir.resolve(NAME + ".new"),
          under(dir),
          FileChannel.open(
              dir.resolve(NAME + ".new"),
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING),
          images);
      for (long i = 0; i < LONGS * there.count; i++) {
        columns.add(there.images.get(i));
      }
      count = there.count;
    }

    /** Begins one of any number of images, in a file of {@code dir} or elsewhere. */
    Writer(Path dir, FileChannel channel) throws IOException {
      this(under(dir), under(dir), channel, Integer.MAX_VALUE);
    }

    private Writer(Path written, Path file, FileChannel channel, long images) throws IOException {
      this.written = written;
      this.file = file;
      this.channel = channel;
      channel.position(HEADER_BYTES);
      columns = new ColumnWriter(channel, Long.BYTES, LONGS * images);
    }

    /** Appends the next image. */
    void add(long offset, int length, int shard, int label, ImageShape shape) throws IOException {
      columns.add(offset);
      columns.add(length | (long) shard << 32);
      columns.add(shape.channels() | shape.depth() << 16 | (long) label << 32);
      columns.add(shape.height() | (long) shape.width() << 32);
      count++;
    }

    /** Makes the store whole. */
    void commit(String codec, List<Long> archiveLengths, boolean sync) throws IOException {
      for (long each : archiveLengths) {
        columns.add(each);
      }
      columns.flush();
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(MAGIC).putInt(VERSION).putLong(count).putLong(archiveLengths.size());
      header.put(codec.getBytes(StandardCharsets.US_ASCII));
      header.putInt(AT_CHECKSUM, checksum(header.array()));
      channel.position(0);
      FileIo.writeFully(channel, header.clear());
      if (sync) {
        channel.force(true);
      }
      if (!written.equals(file)) {
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static int checksum(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, AT_CHECKSUM);
    return (int) crc.getValue();
  }

  /**
   * Opens the index of a store.
   *
   * @throws BadInputException if it is not whole, or another codec's
   */
  static TarIndex open(Path dir, TarFiles files, Encoding encoding) throws IOException {
    List<Path> foreign = TarScan.archives(dir);
    if (!foreign.isEmpty()) {
      return TarScan.index(dir, foreign, encoding);
    }
    FileChannel channel = files.open(under(dir));
    try {
      return of(dir, channel, encoding, List.of());
    } catch (IOException | RuntimeException e) {
      try (channel) {
        throw e;
      }
    }
  }

  /**
   * The index in a file.
   *
   * @param foreign the archives, where another program wrote them; else empty
   */
  static TarIndex of(Path dir, FileChannel channel, Encoding encoding, List<Path> foreign)
      throws IOException {
    return new TarIndex(dir, channel, encoding, foreign);
  }

  private TarIndex(Path dir, FileChannel channel, Encoding encoding, List<Path> foreign)
      throws IOException {
    this.dir = dir;
    this.file = foreign.isEmpty() ? under(dir) : dir;
    this.foreign = foreign;
    this.channel = channel;
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    FileIo.readFully(channel, file, 0, header);
    if (header.getInt(0) != MAGIC || header.getInt(4) != VERSION) {
      throw BadInputException.of(
          file, "the index of a tar store, version " + VERSION, "something else", REMEDY);
    }
    if (header.getInt(AT_CHECKSUM) != checksum(header.array())) {
      throw BadInputException.of(
          file,
          "checksum " + Integer.toHexString(checksum(header.array())) + " at offset " + AT_CHECKSUM,
          Integer.toHexString(header.getInt(AT_CHECKSUM)),
          REMEDY);
    }
    count = header.getLong(8);
    long archives = header.getLong(16);
    long size = channel.size();
    if (count < 1
        || archives < 1
        || archives > count
        || count > size
        || size != bytes(count, archives)) {
      throw BadInputException.of(
          file,
          "an index of " + count + " images in " + archives + " archives",
          size + " B",
          REMEDY);
    }
    encoding.check(
        file, new String(header.array(), AT_CODEC, CODEC_BYTES, StandardCharsets.US_ASCII).trim());
    shards = Math.toIntExact(archives);
    images = new Column(channel, file, HEADER_BYTES, Long.BYTES, LONGS * count);
    lengths =
        new Column(channel, file, HEADER_BYTES + Long.BYTES * LONGS * count, Long.BYTES, archives);
    shapes = new ShapeCache(file);
  }

  /** How many images there are. */
  long count() {
    return count;
  }

  /** How long all of them are. */
  List<Long> archiveLengths() throws IOException {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      all.add(archiveLength(i));
    }
    return all;
  }

  /** The archive of this number. */
  Path archive(int number) {
    return foreign.isEmpty() ? archive(dir, number) : foreign.get(number);
  }

  /** True if another program wrote the archives. */
  boolean isForeign() {
    return !foreign.isEmpty();
  }

  /** How long an archive is. */
  long archiveLength(int number) throws IOException {
    return lengths.get(number);
  }

  /**
   * Looks image {@code id} up; the methods below then tell of it.
   *
   * @throws BadInputException if it can't be where the index says
   */
  void find(long id) throws IOException {
    long at = LONGS * id;
    offset = images.get(at);
    long second = images.get(at + 1);
    length = (int) second;
    shard = (int) (second >>> 32);
    long third = images.get(at + 2);
    label = (int) (third >>> 32);
    long fourth = images.get(at + 3);
    shape =
        shapes.shape(
            id, fourth >>> 32, fourth & 0xFFFF_FFFFL, third & 0xFFFF, third >>> 16 & 0xFFFF);
    if (shard < 0
        || shard >= shards
        || length < 1
        || label < 0
        || offset < 0
        || offset > archiveLength(shard) - UstarHeader.BLOCK - length) {
      throw BadInputException.of(
          file,
          "image " + id + " in one of " + shards + " archives",
          length + " B at offset " + offset + " of number " + shard + ", label " + label,
          REMEDY);
    }
  }

  /** Where the header of its file begins. */
  long offset() {
    return offset;
  }

  /** Bytes of its file. */
  int length() {
    return length;
  }

  /** The number of its archive. */
  int shard() {
    return shard;
  }

  /** Its label. */
  int label() {
    return label;
  }

  /** Its shape. */
  ImageShape shape() {
    return shape;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
