package dev.imagestore.store.lmdb;

/**
 * What an image looks like in LMDB. The key is its id in ASCII digits, 8 of them while they are
 * enough for the whole store. The value is a header of 40 bytes, little-endian, and behind it the
 * pixels:
 *
 * <pre>
 *  0  4  "ISBL"
 *  4  2  version
 *  6  1  channels
 *  7  1  bits a sample
 *  8  4  width
 * 12  4  height
 * 16  8  id
 * 24  8  count: how many images the store holds
 * 32  4  label
 * 36  4  0
 * </pre>
 *
 * With it an image of 32×32×3 still fits one page of 4,096 bytes, which takes values of 4,080.
 */
final class LmdbValue {
  static final int MAGIC = 'I' | 'S' << 8 | 'B' << 16 | 'L' << 24;
  static final int VERSION = 1;

  static final int AT_MAGIC = 0;
  static final int AT_VERSION = 4;
  static final int AT_CHANNELS = 6;
  static final int AT_DEPTH = 7;
  static final int AT_WIDTH = 8;
  static final int AT_HEIGHT = 12;
  static final int AT_ID = 16;
  static final int AT_COUNT = 24;
  static final int AT_LABEL = 32;
  static final int HEADER_BYTES = 40;

  private static final int MIN_KEY_DIGITS = 8;

  private LmdbValue() {}

  /**
   * Digits of every key of a store of {@code count} images. All keys of a store have as many, else
   * their order as text would not be the order of ids.
   */
  static int keyDigits(long count) {
    return Math.max(MIN_KEY_DIGITS, Long.toString(count - 1).length());
  }
}
