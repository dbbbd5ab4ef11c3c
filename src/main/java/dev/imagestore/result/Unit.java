package dev.imagestore.result;

import java.util.Map;

/**
 * What JMH's text for a unit means: which quantity it is, which direction is better, and how to
 * come to base units (operations per second, seconds per operation, bytes).
 *
 * @param text as JMH wrote it: {@code ops/s}, {@code us/op}, {@code B}
 * @param quantity what is measured
 * @param direction which way is better
 * @param exact true if the same work must give the same figure, so that any difference is one;
 *     false for a sample that varies from run to run
 * @param toBase a figure times this is in the base unit of the quantity
 */
public record Unit(
    String text, Quantity quantity, Direction direction, boolean exact, double toBase) {

  /** Kinds of unit. */
  public enum Quantity {
    /** Operations per second. */
    RATE,
    /** Seconds per operation, or seconds. */
    TIME,
    /** Bytes, of a whole or per operation. */
    BYTES,
    /** Bytes per second. */
    BYTE_RATE,
    /** A number of things. */
    COUNT,
    /** Anything else; the figure is kept as it is. */
    OTHER
  }

  /** Which way is better. */
  public enum Direction {
    /** Operations per second. */
    HIGHER_IS_BETTER,
    /** Times, bytes, files. */
    LOWER_IS_BETTER,
    /** Unknown: a percentage, a counter of somebody's profiler. */
    UNKNOWN
  }

  /** JMH's short names for time units, {@code TimeValue.tuToString}. */
  private static final Map<String, Double> SECONDS =
      Map.of(
          "ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0, "sec", 1.0, "min", 60.0, "hr", 3600.0,
          "day", 86400.0);

  /** JMH's profilers write KB and MB for 1,024 and 1,024² bytes. */
  private static final Map<String, Double> BYTES =
      Map.of("B", 1.0, "bytes", 1.0, "KB", 1024.0, "MB", 1024.0 * 1024, "GB", 1024.0 * 1024 * 1024);

  private static final String DISK = "disk";

  /**
   * The meaning of a metric's unit.
   *
   * @param metric the metric's name; empty for the primary metric of a mode. The disk metrics are
   *     exact, and are known by their name: bytes of a memory profiler are not
   * @param text the unit as JMH wrote it; anything is allowed, what is not known is {@link
   *     Quantity#OTHER}
   */
  public static Unit of(String metric, String text) {
    boolean disk = metric.startsWith(DISK);
    int slash = text.indexOf('/');
    String over = slash < 0 ? text : text.substring(0, slash);
    String under = slash < 0 ? "" : text.substring(slash + 1);
    boolean each = under.isEmpty() || under.equals("op");

    if (over.equals("ops") && SECONDS.containsKey(under)) {
      return new Unit(
          text, Quantity.RATE, Direction.HIGHER_IS_BETTER, false, 1 / SECONDS.get(under));
    }
    if (each && SECONDS.containsKey(over)) {
      return new Unit(text, Quantity.TIME, Direction.LOWER_IS_BETTER, false, SECONDS.get(over));
    }
    if (each && BYTES.containsKey(over)) {
      return new Unit(text, Quantity.BYTES, Direction.LOWER_IS_BETTER, disk, BYTES.get(over));
    }
    if (BYTES.containsKey(over) && SECONDS.containsKey(under)) {
      // An allocation rate rises with the speed of the benchmark: neither way is better.
      return new Unit(
          text, Quantity.BYTE_RATE, Direction.UNKNOWN, false, BYTES.get(over) / SECONDS.get(under));
    }
    if (text.equals("dB")) {
      return new Unit(text, Quantity.OTHER, Direction.HIGHER_IS_BETTER, true, 1);
    }
    if (disk || text.equals("files")) {
      return new Unit(text, Quantity.COUNT, Direction.LOWER_IS_BETTER, true, 1);
    }
    if (Resource.of(metric).isPresent()) {
      return new Unit(text, Quantity.COUNT, Direction.LOWER_IS_BETTER, false, 1);
    }
    if (text.equals(Names.RETRIES)) {
      return new Unit(text, Quantity.COUNT, Direction.LOWER_IS_BETTER, false, 1);
    }
    if (over.equals("#") || text.equals("counts")) {
      return new Unit(
          text,
          Quantity.COUNT,
          under.equals("op") ? Direction.LOWER_IS_BETTER : Direction.UNKNOWN,
          false,
          1);
    }
    return new Unit(text, Quantity.OTHER, Direction.UNKNOWN, false, 1);
  }

  /** The meaning of a primary metric's unit. */
  public static Unit of(String text) {
    return of("", text);
  }
}
