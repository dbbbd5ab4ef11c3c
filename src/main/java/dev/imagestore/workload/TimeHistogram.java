package dev.imagestore.workload;

/**
 * Counts durations, every one of them, and gives their percentiles. Up to 256 ns each nanosecond
 * has a bucket of its own; beyond, every power of two has 128, so that a percentile is at most 0.8
 * % too high. Nothing is sampled and nothing dropped, however many there are.
 */
final class TimeHistogram {
  private static final int SUB_BITS = 7;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;

  private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUB_BUCKETS];
  private long total;

  /** Adds one; a clock that went back counts as 0 ns. */
  void add(long nanos) {
    counts[bucket(Math.max(0, nanos))]++;
    total++;
  }

  /** Adds all of another's. */
  void add(TimeHistogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  /** Forgets all. */
  void reset() {
    java.util.Arrays.fill(counts, 0);
    total = 0;
  }

  /** How many were added. */
  long total() {
    return total;
  }

  /**
   * The smallest duration that at least {@code percent} of all did not exceed, as the upper end of
   * its bucket, in nanoseconds.
   *
   * @param percent above 0, at most 100
   * @throws IllegalStateException if there are none
   */
  long percentile(double percent) {
    if (total == 0) {
      throw new IllegalStateException("no durations");
    }
    long rank = Math.max(1, (long) Math.ceil(percent / 100 * total));
    long seen = 0;
    int bucket = -1;
    while (seen < rank) {
      seen += counts[++bucket];
    }
    return highest(bucket);
  }

  /** The top eight bits say which bucket. */
  private static int bucket(long nanos) {
    int shift = Math.max(0, Long.SIZE - SUB_BITS - 1 - Long.numberOfLeadingZeros(nanos));
    return (shift << SUB_BITS) + (int) (nanos >>> shift);
  }

  private static long highest(int bucket) {
    int shift = Math.max(0, (bucket >> SUB_BITS) - 1);
    long top = bucket - ((long) shift << SUB_BITS);
    return ((top + 1) << shift) - 1;
  }
}
