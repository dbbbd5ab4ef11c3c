package dev.imagestore.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over images: for each, in order, width, height, channels, depth and label as 32-bit
 * little-endian numbers and then the pixels; at the end the count as a 64-bit one.
 */
public final class Fingerprint {
  private final MessageDigest digest = sha256();
  private final ByteBuffer numbers = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
  private long count;

  /** SHA-256, which every JDK has. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds an image; the position of {@code pixels} moves to its limit. */
  public void add(ImageShape shape, int label, ByteBuffer pixels) {
    numbers
        .clear()
        .putInt(shape.width())
        .putInt(shape.height())
        .putInt(shape.channels())
        .putInt(shape.depth())
        .putInt(label)
        .flip();
    digest.update(numbers);
    digest.update(pixels);
    count++;
  }

  /** The fingerprint in hex. Ends this object. */
  public String finish() {
    digest.update(numbers.clear().putLong(count).flip());
    return HexFormat.of().formatHex(digest.digest());
  }
}
