package dev.imagestore.store.mvstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file that is read without a lock. H2 locks a file even where it only reads it, and a JVM has
 * one lock of a file: two readers could not have it open at a time.
 */
public final class SharedFile extends FilePathWrapper {
  private static final String SCHEME = "shared";

  static {
    FilePath.register(new SharedFile());
  }

  /** For H2, which makes one for each path. */
  public SharedFile() {}

  /** How H2 is told of a file. */
  static String name(Path file) {
    return SCHEME + ":" + file;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new Channel(super.open(mode));
  }

  private static final class Channel extends FileBase {
    private final FileChannel file;

    Channel(FileChannel file) {
      this.file = file;
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      return new FileLock(this, position, size, shared) {
        @Override
        public boolean isValid() {
          return true;
        }

        @Override
        public void release() {
          // There is none.
        }
      };
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // It moves no position.
    public int read(ByteBuffer to, long position) throws IOException {
      return file.read(to, position);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      return file.read(to);
    }

    @Override
    public int write(ByteBuffer from) {
      throw new UnsupportedOperationException("the file is only read");
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      file.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException("the file is only read");
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
