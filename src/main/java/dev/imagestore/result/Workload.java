package dev.imagestore.result;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the suite's benchmarks measure: the one list of operations. A new one is a benchmark method
 * and a constant here; runs, estimates, tables, pictures and the page go by what the constant says.
 */
public enum Workload {
  /** A new store of one image is made. */
  STORE_SINGLE(
      "StoreBenchmark.storeSingle", "Storing one image", Kind.STORE, Images.ONE, Run.DEFAULT),
  /** A new store of all images is made. */
  STORE_MANY("StoreBenchmark.storeMany", "Storing all images", Kind.STORE, Images.ALL, Run.DEFAULT),
  /** As many images as a store holds are added to it. */
  APPEND_MANY(
      "StoreBenchmark.appendMany",
      "Adding as many images to a store",
      Kind.STORE,
      Images.TWICE_ALL,
      Run.ASKED_FOR),
  /** A store is opened, one image read, and the store closed. */
  READ_SINGLE(
      "ReadBenchmark.readSingle",
      "Opening a store to read one image",
      Kind.READ,
      Images.ONE_OF_ALL,
      Run.DEFAULT),
  /** All images are read in id order. */
  READ_MANY("ReadBenchmark.readMany", "Reading all images", Kind.READ, Images.ALL, Run.DEFAULT),
  /** All images are read in random order. */
  READ_SHUFFLED(
      "ReadBenchmark.readShuffled",
      "Reading all images, shuffled",
      Kind.READ,
      Images.ALL,
      Run.FULL),
  /** One image of a store that stays open is read. */
  READ_RANDOM(
      "ReadBenchmark.readRandom",
      "Reading one image at random",
      Kind.READ,
      Images.ONE_OF_ALL,
      Run.DEFAULT),
  /** The same with two looks at the clock around each read. */
  READ_TIMED(
      "ReadBenchmark.readTimed",
      "Reading one image at random, every read timed",
      Kind.READ,
      Images.ONE_OF_ALL,
      Run.ASKED_FOR),
  /** A JVM that has just started opens a store and reads one image. */
  FIRST_IMAGE(
      "ReadBenchmark.firstImage",
      "Reading the first image in a new JVM",
      Kind.READ,
      Images.ONE_OF_ALL,
      Run.ASKED_FOR);

  private enum Kind {
    STORE,
    READ
  }

  /** What an operation goes through, and what the store holds. */
  private enum Images {
    /** One image of a store of one. */
    ONE,
    /** One image of a store of all. */
    ONE_OF_ALL,
    /** All of them. */
    ALL,
    /** All of them, and the store holds as many more. */
    TWICE_ALL
  }

  /** The smallest run that has it. */
  private enum Run {
    /** The run without arguments. */
    DEFAULT,
    /** Those of all benchmarks. */
    FULL,
    /** One that names it, or a plan that does. */
    ASKED_FOR
  }

  private final String benchmark;
  private final String words;
  private final Kind kind;
  private final Images images;
  private final Run run;

  Workload(String benchmark, String words, Kind kind, Images images, Run run) {
    this.benchmark = benchmark;
    this.words = words;
    this.kind = kind;
    this.images = images;
    this.run = run;
  }

  /** The operation that a benchmark measures; none for benchmarks that are not the suite's. */
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
    return kind == Kind.STORE;
  }

  /** True if one operation is all {@code cutoff} images, false if it is one image. */
  public boolean isWholeSet() {
    return images == Images.ALL || images == Images.TWICE_ALL;
  }

  /**
   * True if the threads of a benchmark share the images of an operation, each its part; else each
   * does operations of its own.
   */
  public boolean isShared() {
    return kind == Kind.READ && isWholeSet();
  }

  /** True if the run without arguments has it. */
  public boolean isInDefaultRun() {
    return run == Run.DEFAULT;
  }

  /** True if the larger and the quick run have it. */
  public boolean isInFullRun() {
    return run != Run.ASKED_FOR;
  }

  /** True if it is made for stores of any number of images, so that larger runs vary it. */
  public boolean hasCutoffs() {
    return images != Images.ONE;
  }

  /**
   * True if each iteration is one operation, or one batch of them, unless the user chose a mode of
   * JMH's: what has to be made anew before the clock starts can't be measured otherwise.
   *
   * @param params of JMH
   */
  public boolean isSingleShot(Map<String, String> params) {
    return this == FIRST_IMAGE
        || (isStore()
            ? Condition.holds(Condition.Pages.fresh, params)
            : Condition.holds(Condition.Cache.cold, params));
  }

  /** The conditions that make a difference to it: the parameters of its benchmark. */
  public Set<Condition> conditions() {
    if (isStore()) {
      return this == APPEND_MANY ? Set.of() : Set.of(Condition.PAGES);
    }
    return isWholeSet()
        ? Set.of(Condition.CACHE, Condition.MEMORY, Condition.OPENING)
        : Set.of(Condition.CACHE, Condition.MEMORY);
  }

  /** Images that one operation stores or reads. */
  public long images(long cutoff) {
    return isWholeSet() ? cutoff : 1;
  }

  /** Images in the store that the operation makes or reads. */
  public long imagesInStore(long cutoff) {
    return switch (images) {
      case ONE -> 1;
      case TWICE_ALL -> 2 * cutoff;
      default -> cutoff;
    };
  }
}
