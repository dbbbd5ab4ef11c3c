package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the images of a dataset, one after the other. */
@FunctionalInterface
public interface ImageSink {

  /**
   * Takes one image.
   *
   * @param shape its shape
   * @param signed whether its samples are signed, two's complement
   * @param label its label, 0 or more
   * @param pixels {@code shape.bytes()} bytes between position and limit; the memory is used again
   *     for the next image
   */
  void image(ImageShape shape, boolean signed, int label, ByteBuffer pixels) throws IOException;

  /**
   * Hears of a file that should hold an image and doesn't. A sink that does not care to list such
   * files refuses them.
   *
   * @param why one line, with the file and the reason
   */
  default void unreadable(BadInputException why) throws IOException {
    throw why;
  }
}
