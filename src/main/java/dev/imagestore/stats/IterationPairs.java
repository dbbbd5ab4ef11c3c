package dev.imagestore.stats;

/**
 * One figure for two forks whose iterations ran in turns: how much longer the one took than the
 * other.
 *
 * <p>What the midmean was chosen by: its standard deviation in percent, of 20,000 simulated pairs
 * of forks of 16 iterations in the order ABBA, 2 % noise between iterations, a drift of 2 % that
 * both share, an advantage of whoever comes first, and iterations 1.1 to 3 times as long now and
 * then (share of iterations):
 *
 * <pre>
 * advantage of the first      0 %                  3.5 %                  7 %
 * long iterations        0    5   10 %        0    5   10 %        0    5   10 %
 * mean of all         0.74 5.82 7.91       0.74 5.72 7.83       0.75 5.68 7.88
 * Hodges–Lehmann      0.76 1.11 2.47       0.77 1.33 2.60       0.77 1.76 3.29
 * midmean             0.80 0.96 1.55       0.85 1.18 1.88       0.87 1.74 2.63
 * median              0.89 1.01 1.14       1.09 1.42 1.74       1.29 3.07 3.81
 * </pre>
 *
 * <p>Between pairs of forks the figure varies by 2 to 8 %, so that what is lost to the best of each
 * column hardly counts; what a column makes of the worst does.
 */
public final class IterationPairs {
  private IterationPairs() {}

  /**
   * The logarithm of next / base: the midmean of the paired log ratios, that is their mean without
   * the lowest and the highest quarter.
   *
   * @param base seconds per operation of each measured iteration, in the order of turns
   * @param next the same of the other fork; iteration k of both ran in turn k. Where one fork has
   *     more iterations than the other, those without a partner are left out
   * @return above 0 where next took longer
   * @throws IllegalArgumentException if there is no pair, or a figure is not positive and finite
   */
  public static double logRatio(double[] base, double[] next) {
    int turns = Math.min(base.length, next.length);
    if (turns == 0) {
      throw new IllegalArgumentException("no iterations in turns");
    }
    double[] logs = new double[turns];
    for (int k = 0; k < turns; k++) {
      logs[k] = log(next[k]) - log(base[k]);
    }
    return TrimmedMean.of(logs, turns / 4).value();
  }

  private static double log(double time) {
    if (!(time > 0 && time < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("not a time: " + time);
    }
    return Math.log(time);
  }
}
