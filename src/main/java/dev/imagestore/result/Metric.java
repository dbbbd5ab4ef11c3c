package dev.imagestore.result;

import java.util.List;

/**
 * One measured quantity of one configuration, as JMH wrote it.
 *
 * @param unit JMH's unit, such as {@code ops/s}, {@code us/op}, {@code B}; {@link Unit} says what
 *     it means
 * @param score JMH's score; NaN where the file has none
 * @param raw one list a fork, one figure an iteration; empty where the file has none. Where the
 *     mode is sample time, each figure is the mean of an iteration's histogram
 * @param histograms one a fork, of sample time only: all iterations' samples of that fork together;
 *     else empty
 */
public record Metric(
    String unit, double score, List<List<Double>> raw, List<Histogram> histograms) {
  /** Copies the lists. */
  public Metric {
    raw = raw.stream().map(List::copyOf).toList();
    histograms = List.copyOf(histograms);
  }
}
