package dev.imagestore.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Finds where a series of independent values changes its distribution: E-divisive, D. S. Matteson
 * and N. A. James, "A nonparametric approach for multiple change point analysis of multivariate
 * data", Journal of the American Statistical Association 109 (2014) 334–345, with the exponent α =
 * 1. MongoDB follows its performance tests with it: D. Daly et al., "The use of change point
 * detection to identify software performance regressions in a continuous integration system", ICPE
 * (2020) 67–75.
 *
 * <p><b>Method</b> Two samples X of n and Y of m values differ by their energy
 *
 * <pre>  E = 2 mean |x − y| − mean |x − x'| − mean |y − y'|,   Q = n m / (n + m) E</pre>
 *
 * (means over distinct pairs). In each segment, first the whole series, the split τ and the end κ
 * are sought for which Q of the values before τ and those from τ to κ is largest; an end before
 * that of the segment keeps a second change from hiding the first. The largest of all segments is a
 * change point if few permutations of the values within their segments reach as large a Q,
 * anywhere; p is (1 + those that do) / (1 + permutations). Then the segment is divided there, and
 * so on until one is not significant.
 *
 * <p>There is no distribution to assume and a wild value is one value: the permutations hold it
 * too. What is assumed is that without a change the order of the values says nothing. A drift
 * breaks that and looks like stairs; {@link SeriesModel} tells the two apart.
 *
 * <p><b>Cost</b> With running sums a search takes O(n²) for n values, without a matrix. A
 * permutation test ends as soon as it can't become significant any more, for a quiet series after a
 * handful of permutations.
 *
 * <p><b>Limits</b> No segment is shorter than {@value #FEWEST} values. However large a step is, k
 * values from an end of n, two of (n choose k) permutations reach it: of 11 values none is below p
 * = 0.002. Wild values make no change, but hide one: of 5 % steps under 1 % noise 998 of 1,000 were
 * found, and 302 where one value in ten was 1.1 to 2 times as large. Ranks instead of values find
 * more of these (208 against 140 of 400), but too few of the others (359 against 399).
 */
public final class ChangePoints {
  /** Values that a segment has at least. */
  public static final int FEWEST = 5;

  /** Enough for a p-value near 0.002 to be known. */
  private static final int FEWEST_PERMUTATIONS = 1999;

  /** Sums in another order differ by this much at most, as a part. */
  private static final double ROUNDING = 1e-9;

  private final double level;
  private final long seed;
  private final int permutations;

  /**
   * A search.
   *
   * @param level probability of finding anything in a series without a change; at least 0.00001
   * @param seed of the permutations: the same series and seed give the same change points
   */
  public ChangePoints(double level, long seed) {
    if (!(level >= 1e-5 && level < 1)) {
      throw new IllegalArgumentException("level " + level);
    }
    this.level = level;
    this.seed = seed;
    this.permutations = Math.max(FEWEST_PERMUTATIONS, (int) Math.ceil(1 / level) - 1);
  }

  /**
   * The change points of a series.
   *
   * @param values in the order of time, finite; not changed
   * @return in the order of time
   */
  public List<ChangePoint> find(double[] values) {
    List<Integer> borders = new ArrayList<>(List.of(0, values.length));
    List<ChangePoint> found = new ArrayList<>();
    Scan scan = new Scan(values.length);
    while (true) {
      double largest = Double.NEGATIVE_INFINITY;
      int at = -1;
      for (int s = 0; s + 1 < borders.size(); s++) {
        double q = scan.largest(values, borders.get(s), borders.get(s + 1));
        if (q > largest) {
          largest = q;
          at = scan.at;
        }
      }
      if (at < 0) {
        break;
      }
      double p = pValue(values, borders, largest, scan);
      if (p > level * (1 + ROUNDING)) {
        break;
      }
      found.add(new ChangePoint(at, p));
      borders.add(at);
      Collections.sort(borders);
    }
    found.sort(Comparator.comparingInt(ChangePoint::index));
    return found;
  }

  private double pValue(double[] values, List<Integer> borders, double observed, Scan scan) {
    double reached = observed - ROUNDING * Math.abs(observed);
    int mayReach = (int) Math.floor(level * (permutations + 1) + ROUNDING) - 1;
    double[] shuffled = values.clone();
    Random random = new Random(seed);
    int reaching = 0;
    for (int done = 1; done <= permutations; done++) {
      boolean reaches = false;
      for (int s = 0; s + 1 < borders.size(); s++) {
        int from = borders.get(s);
        int to = borders.get(s + 1);
        shuffle(shuffled, from, to, random);
        // All segments are shuffled, so that one test draws the same whatever the others find.
        reaches |= scan.largest(shuffled, from, to) >= reached;
      }
      reaching += reaches ? 1 : 0;
      if (reaching > mayReach) {
        return (1.0 + reaching) / (1 + done);
      }
    }
    return (1.0 + reaching) / (1 + permutations);
  }

  private static void shuffle(double[] values, int from, int to, Random random) {
    for (int i = to - 1; i > from; i--) {
      int j = from + random.nextInt(i - from + 1);
      double value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /** The search in one segment, with memory that is used again. */
  private static final class Scan {
    /** Where the last search found the largest Q; −1 if the segment is too short. */
    int at;

    /** 1 / k: there is a division for every pair of ends otherwise. */
    private final double[] inverse;

    /** Sum of the distances within the first k values of the segment. */
    private final double[] within;

    /** Sum of the distances from the values left of the split to the one at k. */
    private final double[] toLeft;

    Scan(int length) {
      inverse = new double[length + 1];
      for (int k = 1; k <= length; k++) {
        inverse[k] = 1.0 / k;
      }
      within = new double[length + 1];
      toLeft = new double[length];
    }

    double largest(double[] values, int from, int to) {
      double largest = Double.NEGATIVE_INFINITY;
      at = -1;
      int n = to - from;
      if (n < 2 * FEWEST) {
        return largest;
      }
      start(values, from, n);
      for (int left = 1; left <= n - FEWEST; left++) {
        double moved = values[from + left - 1];
        for (int k = left; k < n; k++) {
          toLeft[k] += Math.abs(moved - values[from + k]);
        }
        if (left < FEWEST) {
          continue;
        }
        // Q with its means multiplied out: this loop is where the time goes.
        double inLeft = within[left] * inverse[left - 1];
        double between = 0;
        for (int k = left; k < n; k++) {
          between += toLeft[k];
          int right = k + 1 - left;
          if (right >= FEWEST) {
            double inRight = (within[k + 1] - within[left] - between) * inverse[right - 1];
            double q = 2 * inverse[k + 1] * (between - right * inLeft - left * inRight);
            if (q > largest) {
              largest = q;
              at = from + left;
            }
          }
        }
      }
      return largest;
    }

    private void start(double[] values, int from, int n) {
      within[0] = 0;
      for (int k = 0; k < n; k++) {
        double value = values[from + k];
        double sum = 0;
        for (int i = 0; i < k; i++) {
          sum += Math.abs(values[from + i] - value);
        }
        within[k + 1] = within[k] + sum;
        toLeft[k] = 0;
      }
    }
  }
}
