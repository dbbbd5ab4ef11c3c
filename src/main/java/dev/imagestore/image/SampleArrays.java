package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.util.Arrays;
import java.util.Locale;

/** What is done with the bytes of an image until they are in {@link ImageShape}'s layout. */
final class SampleArrays {
  /** Where an image has to be put in order, it is in memory twice. */
  private static final int COPIES = 2;

  private SampleArrays() {}

  /**
   * Refuses an image that does not fit the heap, before memory is taken for it.
   *
   * @param source the file, for the message
   */
  static void checkHeap(String source, ImageShape shape) throws BadInputException {
    long needed = (long) shape.bytes() * COPIES;
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s: expected images that fit the heap, found %s, which needs %,d B of %,d B;"
                  + " give the JVM a larger heap (-Xmx)",
              source,
              shape,
              needed,
              heap));
    }
  }

  /** Turns the bytes of each sample of 16 bits round. */
  static void swapBytes(byte[] samples) {
    for (int i = 0; i + 1 < samples.length; i += 2) {
      byte first = samples[i];
      samples[i] = samples[i + 1];
      samples[i + 1] = first;
    }
  }

  /** A part of {@code bytes}, themselves if it is all of them. */
  static byte[] part(byte[] bytes, int offset, int length) {
    return length == bytes.length ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** Turns planes into pixels with the channels last. */
  static byte[] interleave(byte[] planes, int offset, ImageShape shape) {
    byte[] pixels = new byte[shape.bytes()];
    int sampleBytes = shape.sampleBytes();
    int from = offset;
    for (int c = 0; c < shape.channels(); c++) {
      for (int to = c * sampleBytes; to < pixels.length; to += shape.channels() * sampleBytes) {
        for (int b = 0; b < sampleBytes; b++) {
          pixels[to + b] = planes[from++];
        }
      }
    }
    return pixels;
  }
}
