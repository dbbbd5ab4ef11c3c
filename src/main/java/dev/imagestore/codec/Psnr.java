package dev.imagestore.codec;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Peak signal-to-noise ratio: how near what a lossy codec gives back is to what it was given. 10
 * log<sub>10</sub>(peak² / mean squared error), over all samples of all images, alpha too, each as
 * a part of the largest value that its depth has.
 */
public final class Psnr {
  private Psnr() {}

  /**
   * The ratio in decibels; infinite if nothing was lost.
   *
   * @param decoded the same images, as they come back
   */
  public static double of(ImageSet images, ImageSet decoded) {
    double squares = 0;
    long samples = 0;
    for (long id = 0; id < images.distinct(); id++) {
      ImageShape shape = images.shape(id);
      squares += squares(shape, pixels(images, id), pixels(decoded, id));
      samples += shape.bytes() / shape.sampleBytes();
    }
    return 10 * Math.log10(samples / squares);
  }

  private static ByteBuffer pixels(ImageSet images, long id) {
    return images.run(id, 1).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static double squares(ImageShape shape, ByteBuffer a, ByteBuffer b) {
    long sum = 0;
    if (shape.depth() == 8) {
      for (int i = 0; i < shape.bytes(); i++) {
        int difference = (a.get(i) & 0xFF) - (b.get(i) & 0xFF);
        sum += (long) difference * difference;
      }
      return sum / (255.0 * 255.0);
    }
    for (int i = 0; i < shape.bytes(); i += 2) {
      int difference = (a.getShort(i) & 0xFFFF) - (b.getShort(i) & 0xFFFF);
      sum += (long) difference * difference;
    }
    return sum / (65_535.0 * 65_535.0);
  }
}
