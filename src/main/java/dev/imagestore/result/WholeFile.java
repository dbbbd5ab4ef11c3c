package dev.imagestore.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files so that a reader sees the old content or the new one, whole. */
public final class WholeFile {
  private WholeFile() {}

  /** Writes text, replacing what was there: beside the file first, then by rename. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes, replacing what was there: beside the file first, then by rename. */
  public static void write(Path file, byte[] bytes) throws IOException {
    // Not createTempFile, whose files only their owner may read: results are for publishing.
    Path half = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.write(half, bytes);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
