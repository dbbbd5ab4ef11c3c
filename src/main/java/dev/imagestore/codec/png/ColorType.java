package dev.imagestore.codec.png;

/** PNG's kinds of pixels. */
enum ColorType {
  GREY(0, 1, 1 | 2 | 4 | 8 | 16),
  RGB(2, 3, 8 | 16),
  PALETTE(3, 1, 1 | 2 | 4 | 8),
  GREY_ALPHA(4, 2, 8 | 16),
  RGB_ALPHA(6, 4, 8 | 16);

  private final int code;
  private final int channels;
  private final int depths;

  ColorType(int code, int channels, int depths) {
    this.code = code;
    this.channels = channels;
    this.depths = depths;
  }

  /** The number that stands for it in IHDR. */
  int code() {
    return code;
  }

  /** Samples a pixel, as they are in the file. */
  int channels() {
    return channels;
  }

  /** True if the specification has pixels of this type with {@code bits} bits per sample. */
  boolean allows(int bits) {
    return Integer.bitCount(bits) == 1 && (depths & bits) != 0;
  }

  /** The type of pixels that are stored as they are, or null. */
  static ColorType ofChannels(int channels) {
    return switch (channels) {
      case 1 -> GREY;
      case 2 -> GREY_ALPHA;
      case 3 -> RGB;
      default -> RGB_ALPHA;
    };
  }

  /** The type with this number, or null. */
  static ColorType ofCode(int code) {
    for (ColorType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
