package dev.imagestore.report;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the rows of one table, or the curves of one picture, have in common: everything but backend
 * and cutoff.
 *
 * @param benchmark class and method, {@code StoreBenchmark.storeMany}
 * @param mode JMH's short name: {@code thrpt}, {@code avgt}, {@code sample}, {@code ss}
 * @param threads threads of the benchmark
 * @param dataset as the results name it; empty where they don't
 * @param durability empty for reading
 * @param others further parameters by name
 */
public record Series(
    String benchmark,
    String mode,
    int threads,
    String dataset,
    String durability,
    SortedMap<String, String> others) {
  /** Copies the map. */
  public Series {
    others = new TreeMap<>(others);
  }

  /** In one line, leaving out what goes without saying. */
  public String title() {
    StringBuilder title = new StringBuilder(benchmark);
    if (!dataset.isEmpty()) {
      title.append(", ").append(dataset);
    }
    if (!durability.isEmpty()) {
      title.append(", durability ").append(durability);
    }
    others.forEach((name, value) -> title.append(", ").append(name).append(' ').append(value));
    if (threads != 1) {
      title.append(", ").append(threads).append(" threads");
    }
    if (!mode.equals("thrpt")) {
      title.append(", mode ").append(mode);
    }
    return title.toString();
  }
}
