package dev.imagestore.store.tar;

import dev.imagestore.input.BadInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a header says that another program may have written: POSIX.1-1988 (ustar), or GNU tar's.
 *
 * @param name as it is in the header
 * @param size bytes of content
 * @param type the letter that says what it is
 */
record TarEntry(String name, long size, char type) {
  private static final int NAME_BYTES = 100;
  private static final int AT_SIZE = 124;
  private static final int SIZE_BYTES = 12;
  private static final int AT_CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int AT_TYPE = 156;
  private static final int AT_MAGIC = 257;
  private static final int AT_PREFIX = 345;
  private static final int PREFIX_BYTES = 155;

  /** Of a number in base 256, which sizes over 8 GiB are: the first byte of a positive one. */
  private static final int BINARY = 0x80;

  /** True if a block has nothing in it, as the end of an archive has. */
  static boolean isEnd(byte[] block) {
    for (byte each : block) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a header.
   *
   * @param at where it is, for messages
   * @throws BadInputException if it is none
   */
  static TarEntry of(byte[] block, Path archive, long at) throws BadInputException {
    int sum = CHECKSUM_BYTES * ' ';
    for (int i = 0; i < block.length; i++) {
      sum += i >= AT_CHECKSUM && i < AT_CHECKSUM + CHECKSUM_BYTES ? 0 : block[i] & 0xFF;
    }
    if (octal(block, AT_CHECKSUM, CHECKSUM_BYTES) != sum) {
      throw BadInputException.of(
          archive, "the header of a file at offset " + at, "one with another checksum");
    }
    long size = size(block);
    if (size < 0) {
      throw BadInputException.of(archive, "the size of a file at offset " + at, "no such number");
    }
    String name = text(block, 0, NAME_BYTES);
    boolean posix = text(block, AT_MAGIC, 6).equals("ustar");
    String prefix = posix ? text(block, AT_PREFIX, PREFIX_BYTES) : "";
    char type = block[AT_TYPE] == 0 ? '0' : (char) (block[AT_TYPE] & 0xFF);
    return new TarEntry(prefix.isEmpty() ? name : prefix + "/" + name, size, type);
  }

  private static long size(byte[] block) {
    if ((block[AT_SIZE] & 0xFF) == BINARY) {
      long size = 0;
      for (int i = AT_SIZE + 1; i < AT_SIZE + SIZE_BYTES; i++) {
        if (size > Long.MAX_VALUE >> Byte.SIZE) {
          return -1;
        }
        size = (size << Byte.SIZE) | (block[i] & 0xFF);
      }
      return size;
    }
    return octal(block, AT_SIZE, SIZE_BYTES);
  }

  /** A number of octal digits between spaces and zeros; -1 if there is something else. */
  private static long octal(byte[] block, int at, int bytes) {
    String digits = text(block, at, bytes).strip();
    return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
  }

  private static String text(byte[] block, int at, int most) {
    int end = at;
    while (end < at + most && block[end] != 0) {
      end++;
    }
    return new String(Arrays.copyOfRange(block, at, end), StandardCharsets.UTF_8);
  }

  /** True for a plain file. */
  boolean isFile() {
    return type == '0' || type == '7';
  }
}
