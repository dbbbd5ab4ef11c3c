package dev.imagestore.store.raw;

import dev.imagestore.store.FileIo;
import dev.imagestore.store.MappedFile;
import dev.imagestore.store.flat.PixelSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** How pixels are read. The names of the constants are the values of an option. */
enum RawAccess {
  /** By positional reads, through the page cache: the baseline. */
  buffered,

  /** From a mapping, which spares a system call and a copy in the kernel: another baseline. */
  mapped,

  /** By reads past the page cache, which must come from the device: the control of cold reads. */
  direct;

  /** A source that holds something of its own, or nothing. */
  interface Source extends PixelSource, Closeable {
    @Override
    default void close() throws IOException {
      // The channel is the reader's to close.
    }
  }

  /** Opens the pixels. */
  FileChannel open(Path dir, Path file) throws IOException {
    return this == direct ? DirectPixels.open(dir, file) : RawStore.openFile(dir, file);
  }

  /** What reads them, once it is known that there are {@code bytes} of them. */
  Source source(FileChannel channel, Path file, long bytes) throws IOException {
    if (this == mapped) {
      return new Mapped(new MappedFile(channel, bytes));
    }
    return this == direct
        ? new DirectPixels(channel, file)
        : (position, target) -> FileIo.readFully(channel, file, position, target);
  }

  private record Mapped(MappedFile file) implements Source {
    @Override
    public void read(long position, ByteBuffer target) {
      file.read(position, target);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
