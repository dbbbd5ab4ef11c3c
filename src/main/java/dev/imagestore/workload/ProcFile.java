package dev.imagestore.workload;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A short file of Linux's {@code /proc}, kept open: reading it again is one {@code pread} and
 * allocates nothing.
 */
final class ProcFile implements Closeable {
  private static final int LONGEST = 1024;

  /** {@code 123 (java) S 1 …}: the state is the third field. */
  private static final int FIELD_AFTER_NAME = 3;

  private final FileChannel file;
  private final ByteBuffer text = ByteBuffer.allocateDirect(LONGEST);

  ProcFile(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.READ);
  }

  /**
   * Takes what the file says now.
   *
   * @return how many bytes that is
   */
  int read() throws IOException {
    int bytes = file.read(text.clear(), 0);
    text.flip();
    return bytes;
  }

  /**
   * The number behind a name, as in {@code syscr: 10}.
   *
   * @param name as {@link #name} makes it
   * @return -1 if there is none
   */
  long named(byte[] name) {
    return named(text, name);
  }

  /**
   * A field of a line like {@code /proc/self/stat}'s.
   *
   * @param field counted from 1, as proc(5) counts; behind the second
   * @return -1 if there is none
   */
  long field(int field) {
    return field(text, field);
  }

  /** How a line begins that has this name. */
  static byte[] name(String name) {
    return (name + ": ").getBytes(StandardCharsets.US_ASCII);
  }

  static long named(ByteBuffer text, byte[] name) {
    for (int line = 0; line < text.limit(); line = after(text, line, '\n')) {
      if (startsWith(text, line, name)) {
        return number(text, line + name.length);
      }
    }
    return -1;
  }

  static long field(ByteBuffer text, int field) {
    // The program's name stands in brackets and may hold anything, brackets too.
    int at = text.limit() - 1;
    while (at >= 0 && text.get(at) != ')') {
      at--;
    }
    at = after(text, at + 1, ' ');
    for (int i = FIELD_AFTER_NAME; i < field; i++) {
      at = after(text, at, ' ');
    }
    return number(text, at);
  }

  private static int after(ByteBuffer text, int from, char separator) {
    int at = from;
    while (at < text.limit() && text.get(at) != separator) {
      at++;
    }
    return at + 1;
  }

  private static boolean startsWith(ByteBuffer text, int at, byte[] word) {
    if (at + word.length > text.limit()) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (text.get(at + i) != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static long number(ByteBuffer text, int from) {
    long value = -1;
    for (int at = from; at < text.limit() && Character.isDigit(text.get(at)); at++) {
      value = 10 * Math.max(value, 0) + (text.get(at) - '0');
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
