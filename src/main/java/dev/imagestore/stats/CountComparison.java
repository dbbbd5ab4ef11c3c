package dev.imagestore.stats;

import java.util.Arrays;

/**
 * Compares what needs no clock: bytes allocated, calls, page faults, each per image and one figure
 * per fork.
 *
 * <p>A count is the same in each fork, or nearly so, and needs no test of means: sides differ if
 * their forks do not overlap. From {@value #ENOUGH_TO_TRIM} forks on a side's lowest and highest
 * eighth, at least one fork each, are left out, so that one odd fork decides nothing. More or less
 * is said only if the ranges that are left lie further apart than the tolerance; equal, if the
 * medians are no further apart than the tolerance; else undecided: forks of one side differ as much
 * as the sides do.
 *
 * <p>How often equal counts that do scatter would be told apart by chance: of n forks a side all of
 * one side are beyond all of the other in 2 (n!)² / (2n)! of tables, were the tolerance 0: 1 in 462
 * with six, 1 in 35 with four. The tolerance is there so that they can't be: it is to be larger
 * than what a count scatters by itself.
 */
public final class CountComparison {
  /** With fewer forks none is left out. */
  static final int ENOUGH_TO_TRIM = 5;

  private CountComparison() {}

  /**
   * Compares one count.
   *
   * @param base one figure per fork, finite, in any order; not changed
   * @param next the same of the other side, in the same unit
   */
  public static CountFinding compare(double[] base, double[] next, CountTolerance tolerance) {
    if (base.length == 0 || next.length == 0) {
      return new CountFinding(CountVerdict.TOO_FEW_FORKS, median(base), median(next), Double.NaN);
    }
    double[] from = kept(base);
    double[] to = kept(next);
    double middle = median(from);
    double far = tolerance.at(middle);
    CountVerdict verdict;
    if (to[0] - from[from.length - 1] > far) {
      verdict = CountVerdict.MORE;
    } else if (from[0] - to[to.length - 1] > far) {
      verdict = CountVerdict.LESS;
    } else if (Math.abs(median(to) - middle) <= far) {
      verdict = CountVerdict.EQUAL;
    } else {
      verdict = CountVerdict.UNDECIDED;
    }
    return new CountFinding(verdict, middle, median(to), far);
  }

  private static double median(double[] values) {
    return values.length == 0 ? Double.NaN : Medians.of(values);
  }

  /** Ascending, without the extremes. */
  private static double[] kept(double[] forks) {
    double[] sorted = forks.clone();
    Arrays.sort(sorted);
    int trim = forks.length < ENOUGH_TO_TRIM ? 0 : Math.max(1, forks.length / 8);
    return Arrays.copyOfRange(sorted, trim, sorted.length - trim);
  }
}
