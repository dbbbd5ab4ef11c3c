package dev.imagestore.store.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The headers of the files of one kind in an archive, as POSIX.1-1988 (ustar) has them: a block
 * that is filled again for each. A library makes an object of many fields of every header, and
 * takes three times as long for an image.
 */
final class UstarHeader {
  /** What everything in an archive is a multiple of. */
  static final int BLOCK = 512;

  private static final int NAME_BYTES = 100;
  private static final int AT_MODE = 100;
  private static final int AT_UID = 108;
  private static final int AT_GID = 116;
  private static final int AT_SIZE = 124;
  private static final int SIZE_DIGITS = 11;
  private static final int AT_MTIME = 136;
  private static final int AT_CHECKSUM = 148;
  private static final int CHECKSUM_DIGITS = 6;
  private static final int AT_TYPE = 156;
  private static final int AT_MAGIC = 257;
  private static final int MAGIC_BYTES = 8;

  private final byte[] block = new byte[BLOCK];
  private final int idDigits;

  /** Of all bytes but those of id, size and checksum; the checksum counts as spaces. */
  private final int constantSum;

  /**
   * Headers of files that are called {@code <id><suffix>}.
   *
   * @param idDigits of the id in the name
   */
  UstarHeader(int idDigits, String suffix) {
    this.idDigits = idDigits;
    text(idDigits, suffix);
    text(AT_MODE, "0000644");
    text(AT_UID, "0000000");
    text(AT_GID, "0000000");
    text(AT_MTIME, "00000000000");
    text(AT_TYPE, "0");
    text(AT_MAGIC, "ustar\u000000");
    int sum = ' ' * (CHECKSUM_DIGITS + 2);
    for (byte each : block) {
      sum += each;
    }
    constantSum = sum;
    block[AT_CHECKSUM + CHECKSUM_DIGITS + 1] = ' ';
  }

  private void text(int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  /** The header of image {@code id}'s file of {@code size} bytes, valid until the next call. */
  byte[] of(long id, long size) {
    int sum = constantSum + number(id, 10, 0, idDigits) + number(size, 8, AT_SIZE, SIZE_DIGITS);
    number(sum, 8, AT_CHECKSUM, CHECKSUM_DIGITS);
    return block;
  }

  /** Writes digits and returns the sum of their bytes. */
  private int number(long value, int base, int at, int digits) {
    int sum = 0;
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      int digit = '0' + (int) (rest % base);
      block[i] = (byte) digit;
      sum += digit;
      rest /= base;
    }
    return sum;
  }

  /**
   * True if a header is that of this plain file, whoever made it: name, size and type agree. Owner,
   * mode and time do not matter.
   */
  boolean matches(byte[] header, long id, long size) {
    of(id, size);
    return same(header, 0, NAME_BYTES)
        && same(header, AT_SIZE, SIZE_DIGITS)
        && same(header, AT_TYPE, 1)
        && same(header, AT_MAGIC, MAGIC_BYTES);
  }

  private boolean same(byte[] header, int at, int bytes) {
    return Arrays.equals(header, at, at + bytes, block, at, at + bytes);
  }
}
