package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The content of a gzip file, which says of what file it is that something is wrong. */
final class GzipFileStream extends FilterInputStream {
  private static final int BUFFER = 1 << 16;

  private final Path file;

  GzipFileStream(Path file) throws IOException {
    super(null);
    this.file = file;
    InputStream compressed = Files.newInputStream(file);
    try {
      in = new GZIPInputStream(compressed, BUFFER);
    } catch (IOException e) {
      compressed.close();
      throw broken(e);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    try {
      return super.skip(count);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private BadInputException broken(IOException e) {
    return new BadInputException(
        file
            + ": expected a whole gzip file, found it broken ("
            + (e.getMessage() == null ? "it ends early" : e.getMessage())
            + ")",
        e);
  }
}
