package dev.imagestore.codec.png;

import java.io.ByteArrayOutputStream;

/** Takes what a library writes, in memory that is used again and needs no copy to be read. */
final class FileBuffer extends ByteArrayOutputStream {

  FileBuffer() {
    super(8192);
  }

  /** The memory that begins with the {@link #size} bytes written since the last {@link #reset}. */
  byte[] array() {
    return buf;
  }
}
