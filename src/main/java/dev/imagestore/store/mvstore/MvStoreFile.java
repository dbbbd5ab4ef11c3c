package dev.imagestore.store.mvstore;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.FileIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a store's file before H2 does: of a file that was cut short H2 makes the store that it
 * was some commits ago, or waits for what is not there.
 */
final class MvStoreFile {
  static final String NAME = "images.mv";

  private static final String REMEDY = "store the images again";

  /** What the file is made of; its first two blocks hold the file's header. */
  private static final int BLOCK_BYTES = 4096;

  private MvStoreFile() {}

  /**
   * Checks that the file was closed, and that it ends where its last chunk does.
   *
   * @throws BadInputException if not
   */
  static void check(Path file, FileChannel channel) throws IOException {
    String header = text(file, channel, 0);
    if (!header.startsWith("H:") || number(header, "blockSize") != BLOCK_BYTES) {
      throw BadInputException.of(file, "the header of H2's MVStore", "something else", REMEDY);
    }
    if (number(header, "clean") != 1) {
      throw BadInputException.of(
          file,
          "a file that was closed",
          "one that was not",
          "the program that wrote it did not finish; " + REMEDY);
    }
    long blocks = channel.size() / BLOCK_BYTES;
    long block = number(header, "block");
    if (block < 2 || block >= blocks) {
      throw BadInputException.of(
          file, "its last chunk in block " + block, channel.size() + " B", REMEDY);
    }
    String chunk = text(file, channel, block * BLOCK_BYTES);
    long end = block + number(chunk, "len");
    if (number(chunk, "chunk") != number(header, "chunk") || channel.size() != end * BLOCK_BYTES) {
      throw BadInputException.of(
          file, "the end of its last chunk at block " + end, channel.size() + " B", REMEDY);
    }
  }

  private static String text(Path file, FileChannel channel, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK_BYTES / 4);
    FileIo.readFully(channel, file, at, bytes);
    String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    return end < 0 ? "" : text.substring(0, end);
  }

  /** A number of a header, {@code name:hex,…}; -1 if there is none. */
  private static long number(String header, String name) {
    Matcher found = Pattern.compile("(?:^|,)" + name + ":([0-9a-f]{1,14})(?:,|$)").matcher(header);
    return found.find() ? Long.parseLong(found.group(1), 16) : -1;
  }
}
