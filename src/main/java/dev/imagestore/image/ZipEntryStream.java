package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An entry of a zip file, held to what the archive says of it: it has that many bytes, no fewer and
 * no more, and if all are read, that checksum. {@link ZipFile} checks none of this.
 */
final class ZipEntryStream extends FilterInputStream {
  private final String name;
  private final ZipEntry entry;
  private final CRC32 sum = new CRC32();
  private long left;

  ZipEntryStream(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    super(null);
    this.entry = entry;
    name = file + "!" + entry.getName();
    left = entry.getSize();
    try {
      in = zip.getInputStream(entry);
    } catch (IOException e) {
      throw broken(e.getMessage(), e);
    }
  }

  /** The entry of that name, or null. */
  static ZipEntry find(Path file, ZipFile zip, String name) throws BadInputException {
    try {
      return zip.getEntry(name);
    } catch (IllegalArgumentException e) { // of other entries' names that are no UTF-8
      throw new BadInputException(
          file + ": expected the names of entries, found broken ones (" + e.getMessage() + ")", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int n = left == 0 ? -1 : inflate(target, offset, (int) Math.min(length, left));
    if (n < 0) {
      if (left > 0) {
        throw broken("it ends " + left + " B early", null);
      }
      return -1;
    }
    sum.update(target, offset, n);
    left -= n;
    if (left == 0) {
      checkEnd();
    }
    return n;
  }

  private void checkEnd() throws IOException {
    if (inflate(new byte[1], 0, 1) >= 0) {
      throw broken("it goes on beyond " + entry.getSize() + " B", null);
    }
    if (sum.getValue() != entry.getCrc()) {
      throw broken("its checksum is another", null);
    }
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      throw broken(e.getMessage(), e);
    }
  }

  private BadInputException broken(String how, Exception cause) {
    return new BadInputException(
        name + ": expected what the archive says of it, found it broken (" + how + ")", cause);
  }

  @Override
  public long skip(long count) throws IOException {
    // Through read(), so that length and checksum are those of all bytes.
    byte[] some = new byte[(int) Math.min(count, 1 << 16)];
    long skipped = 0;
    while (skipped < count) {
      int n = read(some, 0, (int) Math.min(some.length, count - skipped));
      if (n < 0) {
        break;
      }
      skipped += n;
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
