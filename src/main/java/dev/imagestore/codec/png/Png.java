package dev.imagestore.codec.png;

import java.nio.charset.StandardCharsets;

/** What the PNG specification (third edition, W3C 2025) fixes: signature, chunk names, filters. */
final class Png {
  /** The first eight bytes of every file, as one big-endian number. */
  static final long SIGNATURE = 0x89504E470D0A1A0AL;

  static final int IHDR = 0x49484452;
  static final int PLTE = 0x504C5445;
  static final int IDAT = 0x49444154;
  static final int IEND = 0x49454E44;
  static final int TRNS = 0x74524E53;

  /** Bytes of a chunk beside its data: length, type and CRC. */
  static final int CHUNK = 12;

  static final int NONE = 0;
  static final int SUB = 1;
  static final int UP = 2;
  static final int AVERAGE = 3;
  static final int PAETH = 4;

  private Png() {}

  /** A chunk's type for people: {@code IDAT}, or hex where it is not four letters. */
  static String name(int type) {
    byte[] letters = {(byte) (type >> 24), (byte) (type >> 16), (byte) (type >> 8), (byte) type};
    for (byte c : letters) {
      if (!isLetter(c)) {
        return String.format("0x%08X", type);
      }
    }
    return new String(letters, StandardCharsets.US_ASCII);
  }

  /** True if {@code type} is four letters, as every chunk's type is. */
  static boolean isType(int type) {
    return isLetter((byte) (type >> 24))
        && isLetter((byte) (type >> 16))
        && isLetter((byte) (type >> 8))
        && isLetter((byte) type);
  }

  /** True if a decoder that does not know chunks of this type can't go on. */
  static boolean isCritical(int type) {
    return (type & 0x20000000) == 0;
  }

  private static boolean isLetter(byte c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /**
   * The Paeth predictor: of {@code a} (left), {@code b} (above) and {@code c} (above left) the one
   * that is nearest to {@code a + b - c}. Fabian Giesen's form of it: with the larger of a and b as
   * h and the smaller as l, it is l where h ≤ 3c - a - b, h where 3c - a - b ≤ l, and else c. No
   * branch is left, which with photographs could not be foreseen.
   */
  static int paeth(int a, int b, int c) {
    int low = Math.min(a, b);
    int high = Math.max(a, b);
    int threshold = 3 * c - a - b;
    int lowOrC = low ^ ((low ^ c) & ((threshold - high) >> 31));
    return high ^ ((high ^ lowOrC) & ((low - threshold) >> 31));
  }
}
