package dev.imagestore.store.tar;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DiskSync;
import dev.imagestore.store.Durability;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.Growth;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.store.encoded.Payloads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Archives {@code images-000000.tar} and so on in the layout of WebDataset: of each image {@code
 * <id>.<ext>} and {@code <id>.cls}, the label in digits. The codec {@code raw} makes arrays of
 * numpy, {@code .npy}. {@link TarIndex} says where they are.
 */
public final class TarStore implements ImageStore {
  /** Of an id in a name, at least, so that names are in the order of ids. */
  private static final int MIN_DIGITS = 8;

  private final Encoding encoding;
  private final long shardBytes;

  /**
   * A store of encoded images.
   *
   * @param shardBytes of an archive, at most, unless one image is more
   */
  public TarStore(Encoding encoding, long shardBytes) {
    this.encoding = encoding;
    this.shardBytes = shardBytes;
  }

  /** The headers of images' files. */
  static UstarHeader imageHeader(Encoding encoding, long count) {
    return new UstarHeader(digits(count), suffix(encoding));
  }

  /** How images' files are called behind the id. */
  static String suffix(Encoding encoding) {
    return encoding.isPixels() ? ".npy" : encoding.codec().suffix();
  }

  private static int digits(long count) {
    return Math.max(MIN_DIGITS, Long.toString(count - 1).length());
  }

  @Override
  public void store(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    Path dir = at.directory();
    boolean sync = durability == Durability.sync;
    try (Payloads payloads = encoding.payloads(images);
        TarIndex.Writer index = new TarIndex.Writer(dir, images.count())) {
      List<Long> lengths = new ArrayList<>();
      write(images, 0, payloads, index, lengths, dir, sync);
      index.commit(encoding.name(), lengths, sync);
    }
    if (sync) {
      DiskSync.entries(dir);
    }
  }

  @Override
  public Optional<String> obstacleToAppend() {
    return Optional.empty();
  }

  /** More archives, and an index of all in place of the old one. */
  @Override
  public void append(ImageSet images, Location at, Durability durability) throws IOException {
    encoding.check(images);
    Path dir = at.directory();
    boolean sync = durability == Durability.sync;
    try (Payloads payloads = encoding.payloads(images);
        TarIndex there = TarIndex.open(dir, inside(dir), encoding)) {
      if (there.isForeign()) {
        throw BadInputException.of(
            dir, "archives of this suite", "another program's", "store all the images again");
      }
      Growth.check(dir, there.count(), images);
      if (digits(images.count()) != digits(there.count())) {
        throw BadInputException.of(
            dir,
            "names with digits for " + images.count() + " images",
            digits(there.count()) + " digits",
            "store all the images again");
      }
      List<Long> lengths = there.archiveLengths();
      try (TarIndex.Writer index = new TarIndex.Writer(dir, images.count(), there)) {
        write(images, there.count(), payloads, index, lengths, dir, sync);
        index.commit(encoding.name(), lengths, sync);
      }
    }
    if (sync) {
      DiskSync.entries(dir);
    }
  }

  /**
   * Writes archives behind those that are there.
   *
   * @param lengths how long each is; to which those of the new ones are added
   */
  private void write(
      ImageSet images,
      long firstId,
      Payloads payloads,
      TarIndex.Writer index,
      List<Long> lengths,
      Path dir,
      boolean sync)
      throws IOException {
    UstarHeader imageHeader = imageHeader(encoding, images.count());
    UstarHeader labelHeader = new UstarHeader(digits(images.count()), ".cls");
    Npy npy = encoding.isPixels() ? new Npy() : null;
    TarWriter archive = null;
    try {
      for (long id = firstId; id < images.count(); id++) {
        ByteBuffer payload = payloads.next(id);
        int length = payload.remaining() + (npy == null ? 0 : Npy.HEADER_BYTES);
        if (archive != null && archive.position() + length + TarWriter.OVERHEAD > shardBytes) {
          lengths.add(archive.finish(sync));
          archive = null;
        }
        if (archive == null) {
          archive = new TarWriter(TarIndex.archive(dir, lengths.size()), firstId > 0);
        }
        int label = images.label(id);
        index.add(archive.position(), length, lengths.size(), label, images.shape(id));
        archive.put(imageHeader.of(id, length));
        if (npy != null) {
          archive.put(npy.header(images.shape(id)));
        }
        archive.put(payload);
        archive.pad();
        byte[] text = Integer.toString(label).getBytes(StandardCharsets.US_ASCII);
        archive.put(labelHeader.of(id, text.length));
        archive.put(text);
        archive.pad();
      }
      lengths.add(archive.finish(sync));
    } finally {
      if (archive != null) {
        archive.close();
      }
    }
  }

  @Override
  public ImageReader open(Location at) throws IOException {
    Path dir = at.directory();
    return open(dir, inside(dir));
  }

  private static TarFiles inside(Path dir) {
    return file -> FileIo.open(dir, file, "tar");
  }

  /** Opens a store whose files are anywhere; {@code dir} is where messages say they are. */
  public ImageReader open(Path dir, TarFiles files) throws IOException {
    return new TarReader(dir, files, encoding);
  }
}
