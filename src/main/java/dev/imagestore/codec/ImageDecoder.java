package dev.imagestore.codec;

import dev.imagestore.image.ImageShape;
import java.io.Closeable;
import java.nio.ByteBuffer;

/**
 * Files in memory to pixels, in two steps: {@link #open} checks the file and says what the image's
 * shape is, {@link #decode} delivers the pixels. Belongs to one thread.
 */
public interface ImageDecoder extends Closeable {

  /**
   * Checks a file as far as that goes without decompressing it, and takes no memory for an image
   * that the file only claims to hold.
   *
   * @param file begins with the file, and must not change before {@link #decode}
   * @param length the bytes of the file
   * @return the shape of the pixels that {@link #decode} will deliver
   * @throws CodecException if the file is not whole, or of a kind that the codec does not read
   */
  ImageShape open(byte[] file, int length) throws CodecException;

  /**
   * Delivers the pixels of the file that was opened last.
   *
   * @param target takes them, from index {@code offset} on; its position does not matter and stays
   * @throws CodecException if the compressed data is damaged
   */
  void decode(ByteBuffer target, int offset) throws CodecException;

  /** Releases memory outside the heap. */
  @Override
  void close();
}
