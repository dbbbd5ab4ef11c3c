package dev.imagestore.result;

import java.util.Arrays;
import java.util.List;
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
  CPU_TIME("cpuTime", "ns", Rule.NONE),
  /** The same of a server on this machine that the store is on, with all its processes. */
  SERVER_CPU_TIME("serverCpuTime", "ns", Rule.NONE),
  /** The server's calls of {@code read} and its kin. */
  SERVER_READ_CALLS("serverReadCalls", "calls", Rule.NONE),
  /** The server's calls of {@code write} and its kin. */
  SERVER_WRITE_CALLS("serverWriteCalls", "calls", Rule.NONE),
  /** Bytes that the server's reads delivered. */
  SERVER_BYTES_READ("serverBytesRead", "B", Rule.NONE),
  /** Bytes that the server's writes took. */
  SERVER_BYTES_WRITTEN("serverBytesWritten", "B", Rule.NONE),
  /** The server's page faults. */
  SERVER_PAGE_FAULTS("serverPageFaults", "faults", Rule.NONE),
  /** Bytes that came from a device for the server. */
  SERVER_DEVICE_READ("serverDeviceRead", "B", Rule.NONE),
  /** Bytes of pages that the server made dirty. */
  SERVER_BYTES_DIRTIED("serverBytesDirtied", "B", Rule.NONE);

  private static final List<Resource> OF_PROCESS =
      Arrays.stream(values()).filter(resource -> !resource.isServers()).toList();

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

  /** Those of the process that stores or reads itself. */
  public static List<Resource> ofProcess() {
    return OF_PROCESS;
  }

  /** True if it is what a server uses. */
  public boolean isServers() {
    return name().startsWith("SERVER_");
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
