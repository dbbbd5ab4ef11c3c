package dev.imagestore.store.files;

import dev.imagestore.image.ImageShape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * CRC-32 of an image and its label: of the shape as text, the label as four bytes, the highest
 * first, and the pixels as {@link ImageShape} describes them; in Python {@code
 * zlib.crc32(b"32x32x3" + struct.pack(">I", label) + pixels.tobytes())}. It tells an image from any
 * other that could take its place, whatever encoded it.
 *
 * <p>Of an image that a lossy codec encoded, the bytes of its file stand in place of the pixels:
 * what comes out of them differs in the last bit from one decoder to the next, and the pixels that
 * went in are in no file. What the file is decoded to is the decoder's to get right; that the file
 * is the image's, whole and unchanged, is known all the same.
 */
final class ImageChecksum {
  private final CRC32 crc = new CRC32();
  private ImageShape shape;
  private byte[] shapeText;

  /** Of the first {@code length} bytes of pixels or of a file. */
  int of(ImageShape shape, int label, byte[] bytes, int length) {
    begin(shape, label);
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** Of pixels from {@code offset} on. */
  int of(ImageShape shape, int label, ByteBuffer pixels, int offset) {
    begin(shape, label);
    int limit = pixels.limit();
    int position = pixels.position();
    crc.update(pixels.limit(offset + shape.bytes()).position(offset));
    pixels.limit(limit).position(position);
    return (int) crc.getValue();
  }

  private void begin(ImageShape shape, int label) {
    if (!shape.equals(this.shape)) {
      this.shape = shape;
      shapeText = shape.toString().getBytes(StandardCharsets.US_ASCII);
    }
    crc.reset();
    crc.update(shapeText);
    for (int shift = 24; shift >= 0; shift -= 8) {
      crc.update(label >> shift);
    }
  }
}
