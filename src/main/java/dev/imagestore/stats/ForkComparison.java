package dev.imagestore.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Decides for each row of a table whether two sides differ, from one time a fork.
 *
 * <p><b>Method</b>
 *
 * <ol>
 *   <li>Times are taken as logarithms: noise of a timing is a percentage. A row's two sides are
 *       compared by Yuen's test, trimmed means with winsorised variances ({@link TrimmedMean} has
 *       the citations): of each side the fastest and slowest fifth, at least one fork each, are
 *       left out. One odd fork a side, whatever its time, hardly moves the mean. The two sides need
 *       not be equally noisy (degrees of freedom by F. E. Satterthwaite, Biometrics Bulletin 2
 *       (1946) 110–114).
 *   <li>Six forks say little about their own variance. Each row's is shrunk towards what the table
 *       shows ({@link NoisePrior}: empirical Bayes as in limma, Smyth 2004), which gives a
 *       moderated t with the table's degrees of freedom added to the row's own. A table whose rows
 *       are equally noisy lends much; one whose rows differ lends little; a single row borrows
 *       nothing.
 *   <li>A row whose forks disagree borrows nothing either. They do when more forks of a side stand
 *       apart (beyond {@value #APART} standard deviations) than are trimmed; when one stands apart
 *       on the fast side, for a fork becomes slow for many reasons and fast for none, so that the
 *       fast one is likely the good one (three odd forks of four look like that); or when the row's
 *       variance is above what 98 % of the table's rows should show. Its own variance, with its own
 *       few degrees of freedom, then decides. Without this rule three odd forks of six made alarms.
 *   <li>Over the rows S. Holm's procedure (Scandinavian Journal of Statistics 6 (1979) 65–70) holds
 *       the probability of any false "slower" or "faster" in the whole table.
 * </ol>
 *
 * <p>A row without a difference is "no change" if the smallest effect that the row's error would
 * have shown with a probability of {@value #POWER}, under the same correction, is within the
 * threshold; else it is undecided.
 *
 * <p><b>Assumptions</b> Forks are independent of each other, within a side and between the sides:
 * two runs one after the other on a machine that drifts are not, and no test can mend that. Most
 * forks of a side are good.
 *
 * <p><b>Error rates</b> The nominal probability of an alarm is {@value #FAMILY_ERROR} a table, set
 * below the 0.01 that is promised because the t of trimmed means is approximate in its far tail.
 * Measured on 1,000 seeded tables of 60 rows each ({@code ComparisonSimulation} in the tests), with
 * 4 / 5 / 6 forks a side:
 *
 * <pre>
 * any alarm among equal pairs, 1 % noise between forks        0 /   3 /   0
 * the same, 3 %                                               0 /   3 /   0
 * the same, each row its own noise, 0.3 to 5 %                0 /   0 /   3
 * the three, each fork odd with probability 0.1   1, 2, 0 / 1, 2, 1 / 0, 0, 3
 * one row 5 % slower found, 1 % noise                       674 / 940 / 992
 * the same with an odd fork in that row                     630 / 887 / 970
 * </pre>
 *
 * <p>Tried and rejected: rank tests (6 against 6 forks can't go below p = 0.002, which no
 * correction for 24 rows or more leaves anything of); the prior's moments from all rows, odd ones
 * included (with odd forks everywhere it found 100 changes where this finds 750); any number of
 * degrees from the prior and no rule for forks that disagree (600 tables of 1,000 raised an alarm);
 * Satterthwaite's degrees in the prior's moments (280 of 1,000 with 4 forks).
 */
public final class ForkComparison {
  /** Forks a side without which there is no verdict. */
  public static final int FEWEST_FORKS = 4;

  /** Probability of any alarm in a table of equal pairs. */
  public static final double FAMILY_ERROR = 0.005;

  /** Probability with which an effect called the smallest would be found. */
  public static final double POWER = 0.8;

  private static final double APART = 3.5;

  /** A variance below this part of the table's median is a matter of resolution. */
  private static final double RESOLUTION = 1e-5;

  private final double threshold;
  private final double familyError;

  /**
   * A comparison of one table.
   *
   * @param threshold the change that matters, 0.05 for 5 %; decides between no change and undecided
   */
  public ForkComparison(double threshold) {
    this(threshold, 1);
  }

  /**
   * A comparison of one of several tables that are looked at together: each spends an equal part of
   * the probability of an alarm, so that all together keep to it (Bonferroni).
   *
   * @param tables how many
   */
  public ForkComparison(double threshold, int tables) {
    if (!(threshold > 0) || tables < 1) {
      throw new IllegalArgumentException("threshold " + threshold + ", tables " + tables);
    }
    this.threshold = threshold;
    this.familyError = FAMILY_ERROR / tables;
  }

  /**
   * Compares a table.
   *
   * @param rows all rows that are looked at together
   * @return one finding a row, in the same order
   */
  public List<ForkFinding> compare(List<ForkPair> rows) {
    List<ForkFinding> findings = new ArrayList<>(Collections.nCopies(rows.size(), null));
    List<Integer> judged = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).forks() >= FEWEST_FORKS) {
        judged.add(i);
      } else {
        findings.set(i, withoutVerdict(rows.get(i)));
      }
    }
    List<ForkFinding> found = judge(judged.stream().map(i -> Row.of(rows.get(i))).toList());
    for (int k = 0; k < found.size(); k++) {
      findings.set(judged.get(k), found.get(k));
    }
    return findings;
  }

  /**
   * Judges single figures, each by a sample of its like: runs by the runs before them. How much
   * figures differ is known from the sample alone, so that the difference's variance is that of one
   * figure and of the sample's mean, with the sample's degrees of freedom.
   *
   * @param rows all rows that are looked at together: the sample, {@value #FEWEST_FORKS} figures or
   *     more, as base, and one figure
   * @return one finding a row, in the same order
   */
  List<ForkFinding> compareRuns(List<ForkPair> rows) {
    return judge(rows.stream().map(Row::ofSingle).toList());
  }

  private List<ForkFinding> judge(List<Row> rows) {
    List<Test> tests = moderate(rows);
    boolean[] different = holm(tests);
    List<ForkFinding> findings = new ArrayList<>();
    for (int k = 0; k < tests.size(); k++) {
      findings.add(tests.get(k).finding(different[k], tests.size()));
    }
    return findings;
  }

  /**
   * The geometric mean of rows.
   *
   * @param findings rows that have a ratio; may be of different benchmarks, but of one table
   * @return the mean of the ratios, with an interval where all rows have one; its samples are the
   *     rows
   */
  public static Estimate geometricMean(List<ForkFinding> findings) {
    int rows = findings.size();
    double log = 0;
    double squares = 0;
    double fourths = 0;
    for (ForkFinding f : findings) {
      double square = f.logError() * f.logError();
      log += Math.log(f.ratio().value()) / rows;
      squares += square;
      fourths += square * square / f.degrees();
    }
    if (rows == 0) {
      return new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    double degrees = squares == 0 ? 1 : squares * squares / fourths;
    return ratio(log, Math.sqrt(squares) / rows, degrees, rows);
  }

  private static ForkFinding withoutVerdict(ForkPair pair) {
    double difference = Double.NaN;
    double error = Double.NaN;
    double degrees = Double.NaN;
    if (pair.forks() > 0) {
      TrimmedMean base = TrimmedMean.of(logs(pair.base()), 0);
      TrimmedMean next = TrimmedMean.of(logs(pair.next()), 0);
      difference = next.value() - base.value();
      error = Math.sqrt(base.squaredError() + next.squaredError());
      degrees = satterthwaite(base, next);
    }
    return new ForkFinding(
        Verdict.TOO_FEW_FORKS,
        ratio(difference, error, degrees, pair.base().length + pair.next().length),
        Double.NaN,
        Double.NaN,
        error,
        degrees,
        0,
        0);
  }

  private List<Test> moderate(List<Row> rows) {
    double[] variances = rows.stream().mapToDouble(Row::variance).toArray();
    double[] positive = Arrays.stream(variances).filter(v -> v > 0).sorted().toArray();
    if (positive.length == 0) {
      return rows.stream().map(r -> new Test(r, 0, r.degrees, NoisePrior.NONE)).toList();
    }
    double least = RESOLUTION * positive[positive.length / 2];
    NoisePrior prior =
        NoisePrior.of(
            Arrays.stream(variances).map(v -> Math.max(v, least)).toArray(),
            rows.stream().mapToDouble(r -> r.pooledDegrees).toArray());
    return rows.stream()
        .map(
            row -> {
              double own = Math.max(row.variance(), least);
              double moderated = prior.moderate(own, row.degrees);
              return row.disagrees(moderated) || prior.isExceededBy(own, row.degrees)
                  ? new Test(row, own, row.degrees, prior)
                  : new Test(row, moderated, row.degrees + prior.degrees(), prior);
            })
        .toList();
  }

  /** Holm: the smallest p against error / rows, the next against error / (rows − 1) … */
  private boolean[] holm(List<Test> tests) {
    boolean[] different = new boolean[tests.size()];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < tests.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble(i -> tests.get(i).pValue));
    for (int k = 0; k < order.size(); k++) {
      if (tests.get(order.get(k)).pValue > familyError / (order.size() - k)) {
        break;
      }
      different[order.get(k)] = true;
    }
    return different;
  }

  private static double[] logs(double[] times) {
    return Arrays.stream(times).map(Math::log).toArray();
  }

  private static double satterthwaite(TrimmedMean a, TrimmedMean b) {
    double sum = a.squaredError() + b.squaredError();
    if (sum == 0) {
      return a.degrees() + b.degrees();
    }
    return sum
        * sum
        / (a.squaredError() * a.squaredError() / a.degrees()
            + b.squaredError() * b.squaredError() / b.degrees());
  }

  /** The ratio of which {@code log} is the logarithm, with the interval of {@link Estimates}. */
  private static Estimate ratio(double log, double error, double degrees, int samples) {
    if (Double.isNaN(error)) {
      return new Estimate(Math.exp(log), Double.NaN, Double.NaN, samples);
    }
    double half =
        error == 0
            ? 0
            : error
                * -new TDistribution(degrees)
                    .inverseCumulativeProbability((1 - Estimates.CONFIDENCE) / 2);
    return new Estimate(Math.exp(log), Math.exp(log - half), Math.exp(log + half), samples);
  }

  /** The figures of one row by itself. */
  private static final class Row {
    final double[] baseLogs;
    final double[] nextLogs;
    final TrimmedMean base;
    final TrimmedMean next;

    /** Squared error of the difference for a variance of 1 between forks. */
    final double perVariance;

    final double degrees;

    /**
     * Those of two equally noisy sides. The prior's moments need degrees that don't depend on the
     * data; Satterthwaite's made them far too confident with four forks.
     */
    final double pooledDegrees;

    private Row(
        double[] baseLogs,
        double[] nextLogs,
        TrimmedMean base,
        TrimmedMean next,
        double degrees,
        double pooledDegrees) {
      this.baseLogs = baseLogs;
      this.nextLogs = nextLogs;
      this.base = base;
      this.next = next;
      this.perVariance = 1.0 / baseLogs.length + 1.0 / nextLogs.length;
      this.degrees = degrees;
      this.pooledDegrees = pooledDegrees;
    }

    /** Two samples. */
    static Row of(ForkPair pair) {
      double[] baseLogs = logs(pair.base());
      double[] nextLogs = logs(pair.next());
      TrimmedMean base = TrimmedMean.of(baseLogs, trim(baseLogs));
      TrimmedMean next = TrimmedMean.of(nextLogs, trim(nextLogs));
      return new Row(
          baseLogs,
          nextLogs,
          base,
          next,
          satterthwaite(base, next),
          base.degrees() + next.degrees());
    }

    /** A sample and one figure more, as uncertain as one of the sample. */
    static Row ofSingle(ForkPair pair) {
      double[] baseLogs = logs(pair.base());
      double[] nextLogs = logs(pair.next());
      TrimmedMean base = TrimmedMean.of(baseLogs, trim(baseLogs));
      double each = base.squaredError() * baseLogs.length;
      TrimmedMean next = new TrimmedMean(nextLogs[0], each, base.degrees(), 1);
      return new Row(baseLogs, nextLogs, base, next, base.degrees(), base.degrees());
    }

    /** Between forks, such that times {@link #perVariance} it is the difference's squared error. */
    double variance() {
      return (base.squaredError() + next.squaredError()) / perVariance;
    }

    boolean disagrees(double variance) {
      return disagrees(baseLogs, base, variance) || disagrees(nextLogs, next, variance);
    }

    private static boolean disagrees(double[] logs, TrimmedMean mean, double variance) {
      double far = APART * Math.sqrt(variance);
      int apart = 0;
      int fast = 0;
      for (double log : logs) {
        apart += Math.abs(log - mean.value()) > far ? 1 : 0;
        fast += log - mean.value() < -far ? 1 : 0;
      }
      return apart > trim(logs) || fast > 0;
    }

    static int apart(double[] logs, TrimmedMean mean, double variance) {
      double far = APART * Math.sqrt(variance);
      return (int) Arrays.stream(logs).filter(log -> Math.abs(log - mean.value()) > far).count();
    }

    private static int trim(double[] logs) {
      return Math.max(1, logs.length / 5);
    }
  }

  /** A row with the variance that decides. */
  private final class Test {
    final Row row;
    final double error;
    final double degrees;
    final double difference;
    final double pValue;
    final NoisePrior prior;

    Test(Row row, double variance, double degrees, NoisePrior prior) {
      this.row = row;
      this.error = Math.sqrt(variance * row.perVariance);
      this.degrees = degrees;
      this.prior = prior;
      this.difference = row.next.value() - row.base.value();
      this.pValue =
          error == 0
              ? (difference == 0 ? 1 : 0)
              : 2 * new TDistribution(degrees).cumulativeProbability(-Math.abs(difference) / error);
    }

    ForkFinding finding(boolean different, int rows) {
      double smallest = Math.expm1(smallestDifference(rows));
      Verdict verdict;
      if (different) {
        verdict = difference > 0 ? Verdict.SLOWER : Verdict.FASTER;
      } else {
        verdict = smallest <= threshold ? Verdict.NO_CHANGE : Verdict.UNDECIDED;
      }
      double typical = prior.moderate(row.variance(), row.degrees);
      return new ForkFinding(
          verdict,
          ratio(difference, error, degrees, row.baseLogs.length + row.nextLogs.length),
          pValue,
          smallest,
          error,
          degrees,
          Row.apart(row.baseLogs, row.base, typical),
          Row.apart(row.nextLogs, row.next, typical));
    }

    /** On the logarithmic scale, by the strictest of Holm's levels. */
    private double smallestDifference(int rows) {
      if (error == 0) {
        return 0;
      }
      TDistribution t = new TDistribution(degrees);
      double critical = -t.inverseCumulativeProbability(familyError / (2 * rows));
      return error * (critical + t.inverseCumulativeProbability(POWER));
    }
  }
}
