package dev.imagestore.result;

/**
 * The names by which the suite's results are known: JMH parameters and secondary metrics. What
 * measures and what reads agree on them here.
 */
public final class Names {
  /** Parameter: how the images are kept. */
  public static final String BACKEND = "backend";

  /** Parameter: how many images. */
  public static final String CUTOFF = "cutoff";

  /** Parameter: which images. */
  public static final String DATASET = "dataset";

  /** Parameter: what is on the device when storing returns; of {@code StoreBenchmark} only. */
  public static final String DURABILITY = "durability";

  /** Metric: images stored or read, in the unit of the mode. */
  public static final String IMAGES = "images";

  /** Metric: sum of the lengths of a store's files, in bytes. */
  public static final String DISK_APPARENT = "diskApparent";

  /** Metric: what a store's files take of the disk, in bytes. */
  public static final String DISK_ALLOCATED = "diskAllocated";

  /** Metric: a store's files. */
  public static final String DISK_FILES = "diskFiles";

  /** What a lossy codec gives back, against what it was given: peak signal-to-noise ratio in dB. */
  public static final String PSNR = "psnr";

  /**
   * Metric: resident memory of the measured process beyond the Java heap, in bytes, one figure per
   * iteration; on Linux only.
   */
  public static final String RESIDENT = "residentBeyondHeap";

  /**
   * Metric: how often a server had to be asked again; of stores that are on a server, and the sum
   * over all iterations.
   */
  public static final String RETRIES = "retries";

  /** Metric: the time that half of all single reads do not exceed, of {@code readTimed}. */
  public static final String READ_P50 = "readP50";

  /** Metric: the same for 99 of 100 reads. */
  public static final String READ_P99 = "readP99";

  /** Metric: the same for 999 of 1,000 reads. */
  public static final String READ_P999 = "readP999";

  /** The backend that the others are measured against: one flat file. */
  public static final String CONTROL = "raw";

  private Names() {}
}
