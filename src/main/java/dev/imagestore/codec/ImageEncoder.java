package dev.imagestore.codec;

import dev.imagestore.image.ImageShape;
import java.io.Closeable;

/**
 * Pixels to files in memory. Belongs to one thread; what it needs for an image is used again for
 * the next.
 */
public interface ImageEncoder extends Closeable {

  /**
   * Encodes one image; the file is in {@link #file} until the next call.
   *
   * @param pixels begins with the pixels, as {@link ImageShape} describes them
   * @return the bytes of the file
   * @throws CodecException if the image is too large for the codec
   */
  int encode(ImageShape shape, byte[] pixels) throws CodecException;

  /** The memory that begins with the file that was encoded last. */
  byte[] file();

  /** Releases memory outside the heap. */
  @Override
  void close();
}
