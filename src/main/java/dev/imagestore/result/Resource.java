package dev.imagestore.result;

import java.util.Arrays;
import java.util.Optional;

/**
 * What storing or reading an image takes beside time. Each is a secondary metric of the results,
 * counted over an iteration and divided by its images: no clock, so hardly any noise.
 *
 * <p>The calls and bytes of {@link #READ_CALLS} to {@link #BYTES_WRITTEN} are what Linux counts in
 * {@code /proc/self/io}: {@code read} and {@code write} and their kin ({@code pread}, {@code
 * writev}, {@code sendfile}). What else a store may ask of the system, such as {@code open}, {@code
 * fsync}, {@code mmap}, and what it sends and receives through sockets, is not counted there.
 */
public enum Resource {
  /** Bytes on the Java heap, by all Java threads. */
  ALLOCATED("allocated", "B", Rule.tolerance(0.01, 64)),
  /** Calls of {@code read} and its kin. */
  READ_CALLS("readCalls", "calls", Rule.EXACT),
  /** Calls of {@code write} and its kin. */
  WRITE_CALLS("writeCalls", "calls", Rule.EXACT),
  /** Bytes that those reads delivered. */
  BYTES_READ("bytesRead", "B", Rule.EXACT),
  /** Bytes that those writes took. */
  BYTES_WRITTEN("bytesWritten", "B", Rule.EXACT),
  /** Page faults of the process, with and without I/O. */
  PAGE_FAULTS("pageFaults", "faults", Rule.NONE),
  /** Bytes that came from a device. */
  DEVICE_READ("deviceRead", "B", Rule.NONE),
  /** Bytes of pages that were made dirty, to be written to a device at some time. */
  BYTES_DIRTIED("bytesDirtied", "B", Rule.NONE),
  /** Processor time of the process, of all its threads, the JVM's own included. */
  CPU_TIME("cpuTime", "ns", Rule.NONE);

  private final String metric;
  private final String unit;
  private final Rule rule;

  Resource(String metric, String unit, Rule rule) {
    this.metric = metric;
    this.unit = unit;
    this.rule = rule;
  }

  /**
   * When two figures of the same configuration differ.
   *
   * @param judged false if they are shown only: they depend on more than the work
   * @param relative they differ by more than this part of the smaller
   * @param absolute and by more than this, in the metric's unit
   */
  public record Rule(boolean judged, double relative, double absolute) {
    /** The same work gives the same figure: any difference is one. */
    public static final Rule EXACT = new Rule(true, 0, 0);

    /** Page cache, kernel, collector and compiler have a part in it: no verdict. */
    public static final Rule NONE = new Rule(false, 0, 0);

    static Rule tolerance(double relative, double absolute) {
      return new Rule(true, relative, absolute);
    }
  }

  /** The resource that a metric of this name counts; none for any other metric. */
  public static Optional<Resource> of(String metric) {
    return Arrays.stream(values()).filter(r -> r.metric.equals(metric)).findFirst();
  }

  /** The name of the secondary metric, {@code readCalls}. */
  public String metric() {
    return metric;
  }

  /** As JMH's results name it: {@code B}, {@code calls}, {@code faults}, {@code ns}. */
  public String unit() {
    return unit;
  }

  /** When two figures differ. */
  public Rule rule() {
    return rule;
  }
}
