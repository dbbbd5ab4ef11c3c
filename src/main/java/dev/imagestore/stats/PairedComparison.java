package dev.imagestore.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Decides for each row of a table, and for each benchmark over its rows, whether two targets
 * differ: from one figure per pair of forks that ran in turns ({@link IterationPairs}).
 *
 * <p><b>Method</b>
 *
 * <ol>
 *   <li><i>Odd pairs</i>, 1 in 10 to 20, are left out: those further from their row's median than
 *       the t of a normal deviate of {@value #ODD}. The deviation comes from the row's median
 *       absolute deviation, shrunk towards the table's ({@link NoisePrior}, as is the variance of
 *       the next step, by {@value #MOST_BORROWED} degrees of freedom at most): six pairs by
 *       themselves could not tell. A row far noisier than the table leans on nothing.
 *   <li>A row's change is the mean of the others. Its variance is shrunk towards what the table
 *       shows, which gives a moderated t.
 *   <li><i>A benchmark's</i> change is the mean over its comparisons, weighted by what each is
 *       worth. Each row is left out once, and all these means must show it: that at least two rows
 *       changed is a partial conjunction, tested by the largest p of those without one row (Y.
 *       Benjamini and R. Heller, "Screening for partial conjunction hypotheses", Biometrics 64
 *       (2008) 1215–1222). One row that differs neither makes nor hides it. Its interval reaches
 *       from the lowest of these intervals to the highest.
 *   <li><i>Error</i> The probability of any alarm in a table is shared out equally to its
 *       comparisons and benchmarks (Bonferroni). Controls are held to the same level and not
 *       counted.
 *   <li><i>Looks</i> may be taken whenever a pair is added, and are paid for by P. C. O'Brien and
 *       T. R. Fleming's boundary (Biometrics 35 (1979) 549–556): a row is found at a share s of the
 *       budget if it is as far out as z / √s. The continuous one, z at twice the error (the
 *       reflection principle), costs 5 % more than a single look at the end, and it does not matter
 *       how many looks there are. The budget is the table's: rows do not get their pairs evenly,
 *       which was left to the simulation.
 *   <li><i>Fresh pairs</i> A row looks changed as soon as p &lt; {@value #LOOKS_CHANGED}, by
 *       itself. It is slower or faster only if the pairs after that, {@value #FEWEST_FRESH} or
 *       more, by themselves show the same (p &lt; {@value #AGREE}, on one side) and the interval of
 *       all pairs excludes 1. The interval of a row that is not confirmed is extended to 1.
 *   <li>A row is <i>no change</i> if its interval at the end's level lies within the threshold and
 *       a change of the threshold would have been found with a probability of {@value #POWER}; this
 *       ends no row too early, for it raises no alarm.
 * </ol>
 *
 * <p><b>Assumptions</b> Pairs are independent of each other. Most of a row are good, and an odd one
 * is as likely odd on either side. The share of the budget only grows.
 *
 * <p><b>Rates</b>
 *
 * <p>In percent of 1,000 seeded tables ({@code PairSimulation} in the tests): 12 rows of three
 * benchmarks and 6 controls, pairs of 3 to 5 s placed by {@link PairAllocation}, 1 pair in 20 odd,
 * standard deviation between pairs 2.5 to 3.5 % reading and 4 to 6 % storing. Found is by the row /
 * by the row or its benchmark; detectable is the median of the rows, reading / storing.
 *
 * <pre>
 *                              alarms  failed controls   found         detectable
 * equal, 15 minutes              0.4        0.1                        4.8 / 6.6
 * 5 %, one reading row           0.5        0.2       95.8 / 95.8      4.8 / 7.1
 * 5 %, three reading rows        0.5        0.0       94.7 / 99.3      4.7 / 7.7
 * 10 %, one storing row          0.2        0.0       99.2 / 99.2      4.8 / 6.6
 * equal, 30 minutes              0.2        0.0                        3.2 / 4.3
 * </pre>
 *
 * <p>Alarms in 2,000 equal tables of other sizes, a look after each of 12 / 20 pairs per row: the
 * least and the most of six kinds of noise (no odd pair, 1 in 20, 1 in 10, two levels, deviations
 * of 2 to 8 %, and the last three together):
 *
 * <pre>
 *  1 row    0.35–0.60 / 0.20–0.70
 *  2 rows   0.35–0.55 / 0.20–0.60
 *  4 rows   0.25–0.60 / 0.15–0.50
 *  8 rows   0.15–0.55 / 0.20–0.65
 * 24 rows   0.15–0.70 / 0.25–0.70
 * </pre>
 *
 * <p><b>Tried and rejected</b>, by 300 to 400 tables each, with the constants of their time:
 * trimmed means with winsorised variances instead of leaving out (with 1 odd pair in 10, 5 % in a
 * reading row was found in 82 % of tables of 15 minutes); odd by the row's winsorised variance (84
 * %: odd pairs hide each other); by its median deviation 88 %, and 97 % once rows that look changed
 * stay first in {@link PairAllocation} until they are confirmed. The same number of standard
 * deviations however few pairs there are raised an alarm in up to 1.6 % of tables of one or two
 * rows, borrowing without a limit in as many of 24, the whole error instead of {@value
 * #NOMINAL_ERROR} in up to 2 % of all.
 */
public final class PairedComparison {
  /** Pairs per row without which there is no verdict. */
  public static final int FEWEST_PAIRS = 6;

  /** Probability of any false "slower" or "faster" in a table, over all looks at it. */
  public static final double FAMILY_ERROR = 0.01;

  /** Probability with which a change called detectable would be found. */
  public static final double POWER = 0.9;

  /**
   * What the table's error is shared out from: below {@link #FAMILY_ERROR}, because the t of a mean
   * without odd pairs is approximate in its far tail.
   */
  private static final double NOMINAL_ERROR = 0.006;

  /** Below this p, by itself, a row looks changed. */
  private static final double LOOKS_CHANGED = 0.01;

  /** Below this p, on the same side, fresh pairs agree. */
  private static final double AGREE = 0.1;

  /** Fewer fresh pairs say nothing. */
  private static final int FEWEST_FRESH = 3;

  /** A pair is odd beyond this normal deviate; a few pairs allow for more. */
  private static final double ODD = 3.2;

  /**
   * Degrees of freedom. Rows that read and rows that store are not of one distribution, however
   * many there are.
   */
  private static final double MOST_BORROWED = 5;

  /** Rows whose pairs agree better than this have been lucky. */
  private static final double LEAST_DEVIATION = 1e-3;

  /** Of a normal sample, the standard deviation in median absolute deviations. */
  private static final double PER_MEDIAN_DEVIATION = 1.4826;

  /** And how many pairs' worth the latter knows per pair. */
  private static final double EFFICIENCY = 0.37;

  private static final double CHANGED_DEVIATE = StudentT.deviate(LOOKS_CHANGED / 2);
  private static final double AGREE_DEVIATE = StudentT.deviate(AGREE);
  private static final double POWER_DEVIATE = StudentT.deviate(1 - POWER);

  private final double threshold;
  private final double mustSee;

  /**
   * A comparison.
   *
   * @param threshold the change that matters, 0.05 for 5 %
   * @param mustSee the slowdown that must be seen, 0.1 for 10 %
   */
  public PairedComparison(double threshold, double mustSee) {
    if (!(threshold > 0 && mustSee > 0)) {
      throw new IllegalArgumentException("threshold " + threshold + ", must see " + mustSee);
    }
    this.threshold = threshold;
    this.mustSee = mustSee;
  }

  /**
   * Judges a table.
   *
   * @param rows all rows that are looked at together
   * @param spent the share of the budget (of time, or of rounds) that is used: above 0, 1 at the
   *     end. What is found on the way must be the clearer the less is spent
   */
  public PairFindings compare(List<PairRow> rows, double spent) {
    if (!(spent > 0 && spent <= 1)) {
      throw new IllegalArgumentException("no share of a budget: " + spent);
    }
    List<Row> samples = samples(rows);
    Map<String, List<Row>> benchmarks = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).isControl()) {
        benchmarks
            .computeIfAbsent(rows.get(i).benchmark(), b -> new ArrayList<>())
            .add(samples.get(i));
      }
    }
    int comparisons = benchmarks.values().stream().mapToInt(List::size).sum();
    benchmarks.values().removeIf(of -> of.size() < 2);

    double error = NOMINAL_ERROR / Math.max(1, comparisons + benchmarks.size());
    Judge judge = new Judge(StudentT.deviate(error / 4), Math.sqrt(spent));
    Map<String, PairFinding> found = new LinkedHashMap<>();
    benchmarks.forEach((name, of) -> found.put(name, judge.finding(new Benchmark(of))));
    return new PairFindings(samples.stream().map(judge::finding).toList(), found);
  }

  /** The rows without their odd pairs, each with a variance that leans on the others'. */
  private static List<Row> samples(List<PairRow> rows) {
    List<Row> all = rows.stream().map(Row::new).toList();
    List<Row> judged = all.stream().filter(Row::isJudged).toList();
    judged.forEach(Row::measureRoughly);
    lean(judged);
    judged.forEach(Row::leaveOutOdd);
    judged.forEach(Row::measure);
    lean(judged);
    return all;
  }

  private static void lean(List<Row> rows) {
    NoisePrior prior =
        NoisePrior.of(
            rows.stream().mapToDouble(r -> r.variance).toArray(),
            rows.stream().mapToDouble(r -> r.degrees).toArray());
    NoisePrior little = new NoisePrior(Math.min(prior.degrees(), MOST_BORROWED), prior.variance());
    rows.forEach(r -> r.leanOn(little));
  }

  /** What gets a verdict. */
  private interface Subject {
    boolean isJudged();

    /** In all. */
    int pairs();

    /** Of the row that has most. */
    int rounds();

    /** The best estimate of the change; NaN without any pair. */
    double log();

    /**
     * What must all show a change before it counts, by each row's pairs {@code from} to {@code to}.
     */
    List<Shift> shifts(int from, int to);
  }

  private static final class Row implements Subject {
    /** NaN where odd. */
    private final double[] logs;

    /** Of one pair. */
    private double variance;

    private double degrees;

    Row(PairRow row) {
      logs = row.logRatios().clone();
    }

    /** What no odd pair can reach, as long as most are good. */
    void measureRoughly() {
      double median = Medians.of(logs);
      double deviation =
          Medians.of(Arrays.stream(logs).map(log -> Math.abs(log - median)).toArray());
      setVariance(PER_MEDIAN_DEVIATION * PER_MEDIAN_DEVIATION * deviation * deviation);
      degrees = EFFICIENCY * logs.length;
    }

    void leaveOutOdd() {
      double median = Medians.of(logs);
      double far = Math.sqrt(variance) * StudentT.of(ODD, degrees);
      Arrays.setAll(logs, k -> Math.abs(logs[k] - median) > far ? Double.NaN : logs[k]);
    }

    void measure() {
      TrimmedMean mean = TrimmedMean.of(kept(0, logs.length), 0);
      setVariance(mean.squaredError() * mean.samples());
      degrees = mean.degrees();
    }

    private void setVariance(double value) {
      variance = Math.max(LEAST_DEVIATION * LEAST_DEVIATION, value);
    }

    void leanOn(NoisePrior prior) {
      if (!prior.isExceededBy(variance, degrees)) {
        variance = prior.moderate(variance, degrees);
        degrees += prior.degrees();
      }
    }

    private double[] kept(int from, int to) {
      return Arrays.stream(logs, from, to).filter(log -> !Double.isNaN(log)).toArray();
    }

    @Override
    public boolean isJudged() {
      return logs.length >= FEWEST_PAIRS;
    }

    @Override
    public int pairs() {
      return logs.length;
    }

    @Override
    public int rounds() {
      return logs.length;
    }

    @Override
    public double log() {
      return Arrays.stream(kept(0, logs.length)).average().orElse(Double.NaN);
    }

    @Override
    public List<Shift> shifts(int from, int to) {
      double[] kept = kept(Math.min(from, logs.length), Math.min(to, logs.length));
      return kept.length < FEWEST_FRESH
          ? List.of()
          : List.of(
              new Shift(
                  Arrays.stream(kept).average().orElseThrow(),
                  Math.sqrt(variance / kept.length),
                  degrees));
    }
  }

  /**
   * Rows of which the same is expected. Each is left out once: what shows whichever is left out is
   * no single row's.
   */
  private record Benchmark(List<Row> rows) implements Subject {
    @Override
    public boolean isJudged() {
      return rows.stream().filter(Row::isJudged).count() >= 2;
    }

    @Override
    public int pairs() {
      return rows.stream().mapToInt(Row::pairs).sum();
    }

    @Override
    public int rounds() {
      return rows.stream().mapToInt(Row::rounds).max().orElse(0);
    }

    @Override
    public double log() {
      List<Shift> each = each(0, rounds());
      return each.isEmpty() ? Double.NaN : Shift.mean(each).log();
    }

    @Override
    public List<Shift> shifts(int from, int to) {
      List<Shift> without = new ArrayList<>();
      List<Shift> each = each(from, to);
      for (int left = 0; left < each.size() && each.size() > 1; left++) {
        List<Shift> others = new ArrayList<>(each);
        others.remove(left);
        without.add(Shift.mean(others));
      }
      return without;
    }

    private List<Shift> each(int from, int to) {
      return rows.stream().filter(Row::isJudged).flatMap(r -> r.shifts(from, to).stream()).toList();
    }
  }

  /** Judges by the normal deviate that decides at the end, and the root of how near that is. */
  private final class Judge {
    private final double last;
    private final double now;

    Judge(double last, double root) {
      this.last = last;
      this.now = last / root;
    }

    PairFinding finding(Subject subject) {
      int pairs = subject.pairs();
      double ratio = Math.exp(subject.log());
      if (!subject.isJudged()) {
        return new PairFinding(
            Verdict.TOO_FEW_FORKS,
            new Estimate(ratio, Double.NaN, Double.NaN, pairs),
            Double.NaN,
            Double.NaN,
            -1,
            -1,
            false,
            Double.NaN);
      }
      List<Shift> shifts = subject.shifts(0, subject.rounds());
      Shift worst = shifts.stream().max(Comparator.comparingDouble(Shift::error)).orElseThrow();
      double z = least(shifts);
      boolean looksChanged = Math.abs(z) >= CHANGED_DEVIATE;
      boolean isConfirmed = looksChanged && freshPairsAgree(subject, Math.signum(z));
      double low = shifts.stream().mapToDouble(s -> s.log() - s.half(now)).min().orElseThrow();
      double high = shifts.stream().mapToDouble(s -> s.log() + s.half(now)).max().orElseThrow();
      if (!isConfirmed) {
        low = Math.min(low, 0);
        high = Math.max(high, 0);
      }
      Verdict verdict = verdict(low, high, shifts, worst);
      return new PairFinding(
          verdict,
          new Estimate(ratio, Math.exp(low), Math.exp(high), pairs),
          StudentT.bothTails(z),
          detectable(worst),
          more(worst, pairs, mustSee),
          more(worst, pairs, threshold),
          looksChanged && verdict == Verdict.UNDECIDED,
          worst.error() * Math.sqrt(pairs));
    }

    private Verdict verdict(double low, double high, List<Shift> shifts, Shift worst) {
      if (low > 0) {
        return Verdict.SLOWER;
      }
      if (high < 0) {
        return Verdict.FASTER;
      }
      // By what decides at the end: finding nothing early raises no alarm.
      double most =
          shifts.stream().mapToDouble(s -> Math.abs(s.log()) + s.half(last)).max().orElseThrow();
      return most <= Math.log1p(threshold) && detectable(worst) <= threshold
          ? Verdict.NO_CHANGE
          : Verdict.UNDECIDED;
    }

    private double detectable(Shift s) {
      return Math.expm1(s.half(last) + s.half(POWER_DEVIATE));
    }

    private int more(Shift s, int pairs, double effect) {
      return first(more -> detectable(s.with(1 + more / (double) pairs, more)) <= effect);
    }
  }

  /** Whether those do that came after the pairs by which the row first looked changed. */
  private static boolean freshPairsAgree(Subject subject, double side) {
    int first = FEWEST_PAIRS;
    while (first < subject.rounds()
        && Math.abs(least(subject.shifts(0, first))) < CHANGED_DEVIATE) {
      first++;
    }
    return side * least(subject.shifts(first, subject.rounds())) >= AGREE_DEVIATE;
  }

  /** The deviate of the shift that shows least, 0 where they contradict each other. */
  private static double least(List<Shift> shifts) {
    double low = shifts.stream().mapToDouble(Shift::deviate).min().orElse(0);
    double high = shifts.stream().mapToDouble(Shift::deviate).max().orElse(0);
    return low > 0 ? low : Math.min(high, 0);
  }

  /** The first number for which something is true that stays true. */
  private static int first(IntPredicate isEnough) {
    int high = 1;
    while (!isEnough.test(high - 1)) {
      high *= 2;
    }
    int low = high / 2 - 1;
    high--;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (isEnough.test(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
