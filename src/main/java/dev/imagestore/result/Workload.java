package dev.imagestore.result;

import java.util.Arrays;
import java.util.Optional;

/** What our benchmarks measure, by their names. */
public enum Workload {
  /** A new store of one image is made. */
  STORE_SINGLE("StoreBenchmark.storeSingle", "Storing one image", true, false),
  /** A new store of all images is made. */
  STORE_MANY("StoreBenchmark.storeMany", "Storing all images", true, true),
  /** A store is opened, one image read, and the store closed. */
  READ_SINGLE("ReadBenchmark.readSingle", "Opening a store to read one image", false, false),
  /** All images are read in id order. */
  READ_MANY("ReadBenchmark.readMany", "Reading all images", false, true),
  /** All images are read in random order. */
  READ_SHUFFLED("ReadBenchmark.readShuffled", "Reading all images, shuffled", false, true),
  /** One image of a store that stays open is read. */
  READ_RANDOM("ReadBenchmark.readRandom", "Reading one image at random", false, false);

  private final String benchmark;
  private final String words;
  private final boolean store;
  private final boolean wholeSet;

  Workload(String benchmark, String words, boolean store, boolean wholeSet) {
    this.benchmark = benchmark;
    this.words = words;
    this.store = store;
    this.wholeSet = wholeSet;
  }

  /** The operation that a benchmark measures; none for benchmarks that are not ours. */
  public static Optional<Workload> of(String shortName) {
    return Arrays.stream(values()).filter(o -> o.benchmark.equals(shortName)).findFirst();
  }

  /** Class and method, {@code ReadBenchmark.readMany}. */
  public String benchmark() {
    return benchmark;
  }

  /** What is done, to begin a sentence with. */
  public String words() {
    return words;
  }

  /** True for storing, false for reading. */
  public boolean isStore() {
    return store;
  }

  /** True if one operation is all {@code cutoff} images, false if it is one image. */
  public boolean isWholeSet() {
    return wholeSet;
  }

  /** Images that one operation stores or reads. */
  public long images(long cutoff) {
    return wholeSet ? cutoff : 1;
  }

  /** Images in the store that the operation makes or reads. */
  public long imagesInStore(long cutoff) {
    return this == STORE_SINGLE ? 1 : cutoff;
  }
}
