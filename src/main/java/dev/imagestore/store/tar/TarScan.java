package dev.imagestore.store.tar;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import dev.imagestore.store.encoded.Encoding;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the index of archives that another program wrote, in the layout of WebDataset: files with
 * one name up to the first dot belong to one image, one has the codec's suffix, one is {@code
 * .cls}. Images are numbered as they come, archives by their names. Every header is looked at, so
 * it takes as long as reading them all. The index is a temporary file that goes with its reader, so
 * that memory does not grow with the number of images.
 */
final class TarScan implements Closeable {
  private static final String REMEDY = "archive plain files, <name>%s and <name>.cls of each image";

  /** The most that names and labels have. */
  private static final int MAX_TEXT_BYTES = 1 << 16;

  private static final String LABEL = ".cls";

  private final List<Path> archives;
  private final Encoding encoding;
  private final String suffix;
  private final ImageDecoder decoder;
  private final byte[] block = new byte[UstarHeader.BLOCK];
  private final Npy npy = new Npy();
  private byte[] content = {};

  /** Of the image that is not whole yet: its name, or null; where it is; its label, or -1. */
  private String key;

  private long offset;
  private long length;
  private ImageShape shape;
  private long label;

  private TarScan(List<Path> archives, Encoding encoding) {
    this.archives = archives;
    this.encoding = encoding;
    this.suffix = TarStore.suffix(encoding);
    this.decoder = encoding.isPixels() ? null : encoding.codec().decoder();
  }

  /**
   * The archives under a directory that are another program's, by name; empty if there are none, or
   * if some are called as this store calls its own, which come with an index.
   */
  static List<Path> archives(Path dir) throws IOException {
    if (!Files.isDirectory(dir) || Files.exists(TarIndex.under(dir))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(dir)) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().endsWith(".tar")).sorted().toList();
      boolean own =
          found.stream().anyMatch(f -> f.getFileName().toString().matches("images-\\d+\\.tar"));
      return own ? List.of() : found;
    }
  }

  /** Opens the index that was made of them. */
  static TarIndex index(Path dir, List<Path> archives, Encoding encoding) throws IOException {
    Path file = Files.createTempFile("imagestore-", ".index");
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try (TarScan scan = new TarScan(archives, encoding)) {
      scan.write(dir, new TarIndex.Writer(dir, channel));
      return TarIndex.of(dir, channel, encoding, archives);
    } catch (IOException | RuntimeException e) {
      try (channel) {
        throw e;
      }
    }
  }

  private void write(Path dir, TarIndex.Writer index) throws IOException {
    List<Long> lengths = new ArrayList<>();
    long images = 0;
    for (int shard = 0; shard < archives.size(); shard++) {
      Path archive = archives.get(shard);
      try (FileChannel channel = FileIo.open(dir, archive, "tar")) {
        images += scan(archive, channel, shard, index);
        lengths.add(channel.size());
      }
    }
    if (images == 0) {
      throw refused(archives.get(0), "an image", "none of codec " + encoding.name());
    }
    index.commit(encoding.name(), lengths, false);
  }

  /** Adds the images of an archive and returns how many there are. */
  private long scan(Path archive, FileChannel channel, int shard, TarIndex.Writer index)
      throws IOException {
    long images = 0;
    String longName = null;
    key = null;
    for (long at = 0; ; ) {
      FileIo.readFully(channel, archive, at, ByteBuffer.wrap(block));
      if (TarEntry.isEnd(block)) {
        break;
      }
      TarEntry entry = TarEntry.of(block, archive, at);
      long begin = at + UstarHeader.BLOCK;
      if (entry.size() > channel.size() - begin) {
        throw refused(
            archive, "a file of " + entry.size() + " B at offset " + at, channel.size() + " B");
      }
      String name = longName == null ? entry.name() : longName;
      longName = null;
      if (entry.type() == 'L' || entry.type() == 'x') {
        longName = longName(archive, channel, entry, begin);
      } else if (entry.isFile()) {
        images += add(archive, channel, name, at, entry.size(), shard, index);
      } else if (entry.type() != '5' && entry.type() != 'g') {
        throw refused(
            archive, "plain files", "'" + entry.type() + "', a link or so, " + shown(name));
      }
      at = begin + (entry.size() + UstarHeader.BLOCK - 1) / UstarHeader.BLOCK * UstarHeader.BLOCK;
    }
    if (key != null) {
      throw refused(archive, "image and label of " + shown(key), "one of them");
    }
    return images;
  }

  /** Takes a file for what it is to its image; returns 1 if that is whole now, else 0. */
  private int add(
      Path archive,
      FileChannel channel,
      String name,
      long at,
      long size,
      int shard,
      TarIndex.Writer index)
      throws IOException {
    if (name.startsWith("/") || ("/" + name + "/").contains("/../")) {
      throw refused(archive, "a name within the archive", shown(name));
    }
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    String ending = dot < 0 ? "" : name.substring(dot);
    if (!ending.equals(suffix) && !ending.equals(LABEL)) {
      return 0;
    }
    String found = name.substring(0, dot);
    if (key == null) {
      key = found;
      shape = null;
      label = -1;
    } else if (!key.equals(found)) {
      throw refused(archive, "image and label of " + shown(key), shown(name));
    }
    long begin = at + UstarHeader.BLOCK;
    if (ending.equals(LABEL)) {
      String text = text(archive, channel, begin, size).strip();
      label = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : Long.MAX_VALUE;
      if (label > Integer.MAX_VALUE) {
        throw refused(archive, "a label under 2^31 in " + shown(name), shown(text));
      }
    } else {
      offset = at;
      length = size;
      shape = shape(archive, channel, name, begin, size);
    }
    if (shape == null || label < 0) {
      return 0;
    }
    index.add(offset, Math.toIntExact(length), shard, (int) label, shape);
    key = null;
    return 1;
  }

  private ImageShape shape(Path archive, FileChannel channel, String name, long begin, long size)
      throws IOException {
    if (size > ImageShape.MAX_BYTES) {
      throw refused(archive, name + " of at most " + ImageShape.MAX_BYTES + " B", size + " B");
    }
    int bytes = (int) (decoder == null ? Math.min(size, Npy.HEADER_BYTES) : size);
    if (content.length < bytes) {
      content = new byte[bytes];
    }
    FileIo.readFully(channel, archive, begin, content, 0, bytes);
    if (decoder == null) {
      ImageShape found = npy.shape(content, bytes);
      if (found == null || size != Npy.HEADER_BYTES + (long) found.bytes()) {
        throw refused(
            archive, "an array (height, width, channels) of uint8 or uint16", shown(name));
      }
      return found;
    }
    try {
      return decoder.open(content, bytes);
    } catch (CodecException e) {
      throw new BadInputException(archive + ": " + shown(name) + ": " + e.getMessage(), e);
    }
  }

  /** The name that GNU's or POSIX's header of a header has for the next file; null if none. */
  private static String longName(Path archive, FileChannel channel, TarEntry entry, long begin)
      throws IOException {
    String text = text(archive, channel, begin, entry.size());
    if (entry.type() == 'L') {
      return text.replace("\0", "");
    }
    for (String record : text.split("\n")) {
      String pair = record.substring(record.indexOf(' ') + 1);
      if (pair.startsWith("size=")) {
        throw refused(archive, "sizes in headers of files", "one in a header of POSIX.1-2001", "");
      }
      if (pair.startsWith("path=")) {
        return pair.substring("path=".length());
      }
    }
    return null;
  }

  private static String text(Path archive, FileChannel channel, long begin, long size)
      throws IOException {
    if (size > MAX_TEXT_BYTES) {
      throw refused(archive, "a text of at most " + MAX_TEXT_BYTES + " B", size + " B", "");
    }
    byte[] text = new byte[(int) size];
    FileIo.readFully(channel, archive, begin, text, 0, text.length);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** A name, which may be anything, in one line. */
  private static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return line.length() > 100 ? line.substring(0, 100) + "…" : line;
  }

  private BadInputException refused(Path archive, String expected, String found) {
    return refused(archive, expected, found, "; " + REMEDY.formatted(suffix));
  }

  private static BadInputException refused(
      Path archive, String expected, String found, String remedy) {
    return new BadInputException(archive + ": expected " + expected + ", found " + found + remedy);
  }

  @Override
  public void close() {
    if (decoder != null) {
      decoder.close();
    }
  }
}
