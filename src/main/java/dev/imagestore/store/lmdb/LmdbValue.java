package dev.imagestore.store.lmdb;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What an image looks like in LMDB. The key is its id in ASCII digits, see {@link LmdbCommit}. The
 * value is a header of 24 bytes, little-endian, and behind it the payload: the pixels, or the file
 * that a codec made of them.
 *
 * <pre>
 *  0  8  id
 *  8  4  width
 * 12  4  height
 * 16  4  label
 * 20  1  channels
 * 21  1  bits per sample
 * 22  2  0
 * </pre>
 *
 * With it an image of 32×32×3 still fits one page of 4,096 bytes, which takes values of 4,080.
 */
final class LmdbValue {
  static final int AT_ID = 0;
  static final int AT_WIDTH = 8;
  static final int AT_HEIGHT = 12;
  static final int AT_LABEL = 16;
  static final int AT_CHANNELS = 20;
  static final int AT_DEPTH = 21;
  static final int HEADER_BYTES = 24;

  private LmdbValue() {}

  /** Memory for {@link #fill}. */
  static ByteBuffer newHeader() {
    return ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes {@code header} that of image {@code id}, to be read from its first byte to its last. */
  static ByteBuffer fill(ByteBuffer header, ImageSet images, long id) {
    ImageShape shape = images.shape(id);
    header.putLong(AT_ID, id);
    header.putInt(AT_WIDTH, shape.width());
    header.putInt(AT_HEIGHT, shape.height());
    header.putInt(AT_LABEL, images.label(id));
    header.put(AT_CHANNELS, (byte) shape.channels());
    header.put(AT_DEPTH, (byte) shape.depth());
    return header.clear();
  }
}
