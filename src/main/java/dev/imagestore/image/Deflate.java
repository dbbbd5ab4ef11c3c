package dev.imagestore.image;

/** What compression by Deflate, as in zip and gzip files, can and can't do. */
final class Deflate {
  /** The most bytes that one can stand for, which is when all are the same. */
  private static final long MOST = 1032;

  private Deflate() {}

  /** Whether so many compressed bytes can be so many. */
  static boolean canBe(long compressed, long bytes) {
    return bytes / MOST <= compressed;
  }
}
