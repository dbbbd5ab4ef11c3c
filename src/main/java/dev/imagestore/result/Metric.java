package dev.imagestore.result;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One measured quantity of one configuration, as JMH wrote it.
 *
 * @param unit JMH's unit, such as {@code ops/s}, {@code us/op}, {@code B}; {@link Unit} says what
 *     it means
 * @param score JMH's score; NaN where the file has none
 * @param raw one list per fork, one figure per iteration; empty where the file has none. Where the
 *     mode is sample time, each figure is the mean of an iteration's samples
 */
public record Metric(String unit, double score, List<List<Double>> raw) {
  /** Copies the lists. */
  public Metric {
    raw = raw.stream().map(List::copyOf).toList();
  }

  /**
   * One figure per fork.
   *
   * @param exact true for a figure that the same work always gives: a trial takes it once, so that
   *     iterations before the last may have none or 0, and the largest counts. Else iterations of
   *     one fork are correlated samples, and their median stands for it
   * @return a figure for each fork that has a finite one, in the order of {@link #raw}
   */
  public List<Double> perFork(boolean exact) {
    Function<double[], Double> figure =
        exact ? sorted -> sorted[sorted.length - 1] : Metric::median;
    return raw.stream()
        .map(fork -> fork.stream().filter(Double::isFinite).mapToDouble(f -> f).sorted().toArray())
        .map(sorted -> sorted.length == 0 ? null : figure.apply(sorted))
        .filter(Objects::nonNull)
        .toList();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
