package dev.imagestore.store;

import dev.imagestore.codec.PngCodec;
import dev.imagestore.input.BadInputException;

/**
 * What a user may choose about single backends; the others ignore it. None of it changes what
 * images a store gives back.
 *
 * @param pngCodec what encodes and decodes PNG files
 * @param pngThreads how many threads encode or decode at a time, 1 or more
 * @param lmdbBuffer which buffers lmdbjava uses
 */
public record StoreOptions(PngCodec pngCodec, int pngThreads, LmdbBuffer lmdbBuffer) {
  /** What a run uses unless told otherwise: the fastest on one thread. */
  public static final StoreOptions DEFAULT = new StoreOptions(PngCodec.own, 1, LmdbBuffer.netty);

  private static final int MAX_THREADS = 1024;

  /**
   * How many threads a word stands for.
   *
   * @param word a number, or {@code all}: as many as the JVM has processors
   * @throws BadInputException if it is neither
   */
  public static int threads(String word) throws BadInputException {
    if (word.equals("all")) {
      return Runtime.getRuntime().availableProcessors();
    }
    int threads = word.matches("[0-9]{1,4}") ? Integer.parseInt(word) : 0;
    if (threads < 1 || threads > MAX_THREADS) {
      throw new BadInputException(
          "pngThreads: expected a number from 1 to "
              + MAX_THREADS
              + ", or all, found '"
              + word
              + "'");
    }
    return threads;
  }
}
