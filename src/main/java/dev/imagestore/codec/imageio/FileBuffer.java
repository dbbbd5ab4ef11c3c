package dev.imagestore.codec.imageio;

import java.io.ByteArrayOutputStream;

/** Takes what a library writes, in memory that is used again and needs no copy to be read. */
public final class FileBuffer extends ByteArrayOutputStream {

  /** Memory for a small file, which grows. */
  public FileBuffer() {
    super(8192);
  }

  /** The memory that begins with the {@link #size} bytes written since the last {@link #reset}. */
  public byte[] array() {
    return buf;
  }
}
