package dev.imagestore.store.s3;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * An object that is read at any position as a file is, by ranges. Its beginning is got when it is
 * opened, which also says how long it is; what is read in small pieces behind that is got in larger
 * ones. Belongs to one thread.
 */
final class S3Channel extends FileChannel {
  /** The first bytes of an archive: the headers of its first image. */
  static final int HEADER_BYTES = 1 << 10;

  /** The first bytes of an index: the whole, of all but the largest stores. */
  static final int INDEX_BYTES = 4 << 20;

  /**
   * The least that is got later on: of an index many rows, of an archive the headers of an image.
   */
  private static final int LEAST_INDEX_BYTES = 1 << 16;

  private static final String REMEDY = "store the images again";

  private final S3Prefix at;
  private final String name;
  private final int least;
  private final S3Bucket.Download first = new S3Bucket.Download();
  private final S3Bucket.Download later = new S3Bucket.Download();
  private final long size;

  /** Where {@link #later} begins; -1 if there is none. */
  private long laterAt = -1;

  /**
   * Opens an object.
   *
   * @param beginning how many bytes are got at once
   * @throws BadInputException if there is no such object
   */
  S3Channel(S3Prefix at, String name, int beginning) throws IOException {
    this.at = at;
    this.name = name;
    this.least = Math.min(beginning, LEAST_INDEX_BYTES);
    if (!at.bucket().get(at.key(name), 0, beginning, first)) {
      throw BadInputException.of(
          S3Prefix.inMessages(name), "an object of a whole store", "none", REMEDY);
    }
    size = first.total();
    if (size < first.length() || (size > first.length() && first.length() < beginning)) {
      throw BadInputException.of(
          S3Prefix.inMessages(name),
          "the first " + beginning + " B",
          first.length() + " B of " + size + " B",
          REMEDY);
    }
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    if (position >= size) {
      return -1;
    }
    if (position < first.length()) {
      return copy(first, (int) position, target);
    }
    if (laterAt < 0 || position < laterAt || position >= laterAt + later.length()) {
      int wanted = (int) Math.min(size - position, Math.max(least, target.remaining()));
      laterAt = -1;
      if (!at.bucket().get(at.key(name), position, wanted, later) || later.length() != wanted) {
        throw BadInputException.of(
            S3Prefix.inMessages(name),
            wanted + " B at offset " + position,
            later.length() + " B",
            REMEDY);
      }
      laterAt = position;
    }
    return copy(later, (int) (position - laterAt), target);
  }

  private static int copy(S3Bucket.Download from, int offset, ByteBuffer target) {
    int length = Math.min(target.remaining(), from.length() - offset);
    target.put(from.bytes(), offset, length);
    return length;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  protected void implCloseChannel() {
    // There is nothing open.
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("objects are read at positions");
  }

  @Override
  public int read(ByteBuffer target) {
    throw unsupported();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw unsupported();
  }

  @Override
  public int write(ByteBuffer source) {
    throw unsupported();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw unsupported();
  }

  @Override
  public int write(ByteBuffer source, long position) {
    throw unsupported();
  }

  @Override
  public long position() {
    throw unsupported();
  }

  @Override
  public FileChannel position(long position) {
    throw unsupported();
  }

  @Override
  public FileChannel truncate(long length) {
    throw unsupported();
  }

  @Override
  public void force(boolean metaData) {
    throw unsupported();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw unsupported();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw unsupported();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long length) {
    throw unsupported();
  }

  @Override
  public FileLock lock(long position, long length, boolean shared) {
    throw unsupported();
  }

  @Override
  public FileLock tryLock(long position, long length, boolean shared) {
    throw unsupported();
  }
}
