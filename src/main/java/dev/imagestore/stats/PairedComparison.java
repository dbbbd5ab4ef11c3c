package dev.imagestore.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** TODO. */
public final class PairedComparison {
  /** Pairs per row without which there is no verdict. */
  public static final int FEWEST_PAIRS = 6;

  /** Probability of any false "slower" or "faster" in a table, over all looks at it. */
  public static final double FAMILY_ERROR = 0.01;

  /** Probability with which a change called detectable would be found. */
  public static final double POWER = 0.9;

  /** A row looks changed beyond this normal deviate: p = 0.01, by itself. */
  static double CHANGED = 2.576;

  /** Fresh pairs agree beyond this one: p = 0.1, on the same side. */
  static double AGREE = 1.2816;

  /** Fewer fresh pairs say nothing. */
  static int FRESH = 3;

  /** Rows whose pairs agree better than this have been lucky. */
  private static final double LEAST_DEVIATION = 1e-3;

  /** Degrees of freedom that a pair adds to a trimmed mean. */
  private static final double DEGREES_PER_PAIR = 0.7;

  private static final double POWERZ = 1.2815515655;
  static double NOMINAL = 0.004;
  static int TRIM = 8;
  static int TRIM0 = 4;

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

    double error = NOMINAL / Math.max(1, comparisons + benchmarks.size());
    Judge judge = new Judge(StudentT.deviate(error / 4), Math.sqrt(spent));
    Map<String, PairFinding> found = new LinkedHashMap<>();
    benchmarks.forEach((name, of) -> found.put(name, judge.finding(new Benchmark(of))));
    return new PairFindings(samples.stream().map(judge::finding).toList(), found);
  }

  /** The rows, each with a variance that leans on the others'. */
  private static List<Row> samples(List<PairRow> rows) {
    List<Row> all = rows.stream().map(Row::new).toList();
    List<Row> judged = all.stream().filter(Row::isJudged).toList();
    lean(judged);
    if (CUT > 0) {
      judged.forEach(Row::leaveOutOdd);
      lean(judged);
    }
    return all;
  }

  private static void lean(List<Row> rows) {
    NoisePrior prior =
        NoisePrior.of(
            rows.stream().mapToDouble(r -> r.variance).toArray(),
            rows.stream().mapToDouble(r -> r.degrees).toArray());
    rows.forEach(r -> r.leanOn(prior));
  }

  static double CUT = 4;

  static int trim(int n) {
    return n < 3 ? 0 : Math.max(1, (n + TRIM0) / TRIM);
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
    private final double[] logs;

    /** NaN where odd. */
    private final double[] kept;

    private boolean cut;

    /** Of one pair. */
    private double variance;

    private double degrees;

    Row(PairRow row) {
      logs = row.logRatios();
      kept = logs.clone();
      if (isJudged()) {
        spread();
      }
    }

    private void spread() {
      TrimmedMean mean = mean(0, logs.length);
      variance = Math.max(LEAST_DEVIATION * LEAST_DEVIATION, mean.squaredError() * mean.samples());
      degrees = mean.degrees();
    }

    void leanOn(NoisePrior prior) {
      if (!prior.isExceededBy(variance, degrees)) {
        variance = prior.moderate(variance, degrees);
        degrees += prior.degrees();
      }
    }

    void leaveOutOdd() {
      double middle = mean(0, logs.length).value();
      double far = CUT * Math.sqrt(variance);
      for (int k = 0; k < logs.length; k++) {
        if (Math.abs(logs[k] - middle) > far) {
          kept[k] = Double.NaN;
        }
      }
      cut = true;
      spread();
    }

    private double[] part(int from, int to) {
      return Arrays.stream(kept, from, to).filter(x -> !Double.isNaN(x)).toArray();
    }

    private TrimmedMean mean(int from, int to) {
      double[] part = part(from, to);
      return TrimmedMean.of(part, cut ? 0 : trim(part.length));
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
      return logs.length == 0 ? Double.NaN : mean(0, logs.length).value();
    }

    @Override
    public List<Shift> shifts(int from, int to) {
      int end = Math.min(to, logs.length);
      int n = end <= from ? 0 : part(from, end).length;
      return n < FRESH
          ? List.of()
          : List.of(new Shift(mean(from, end).value(), Math.sqrt(variance / n), degrees));
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
      List<Shift> each = each(from, to);
      List<Shift> without = new ArrayList<>();
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
    private final double root;

    Judge(double last, double root) {
      this.last = last;
      this.root = root;
    }

    double halfNow(Shift s) {
      return s.half(last / root);
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
      int rounds = subject.rounds();
      List<Shift> shifts = subject.shifts(0, rounds);
      Shift worst = shifts.stream().max(Comparator.comparingDouble(Shift::error)).orElseThrow();
      double z = least(shifts);
      double low = shifts.stream().mapToDouble(s -> s.log() - halfNow(s)).min().orElseThrow();
      double high = shifts.stream().mapToDouble(s -> s.log() + halfNow(s)).max().orElseThrow();
      boolean excludes = low > 0 || high < 0;
      boolean confirmed = false;
      boolean waits = false;
      if (Math.abs(z) >= CHANGED) {
        int hit = FEWEST_PAIRS;
        while (hit < rounds && Math.abs(least(subject.shifts(0, hit))) < CHANGED) {
          hit++;
        }
        confirmed = AGREE < 0 || Math.signum(z) * least(subject.shifts(hit, rounds)) >= AGREE;
        waits = !(excludes && confirmed) && rounds < 2 * hit;
      }
      Verdict verdict;
      if (excludes && confirmed) {
        verdict = z > 0 ? Verdict.SLOWER : Verdict.FASTER;
      } else {
        double most =
            shifts.stream().mapToDouble(s -> Math.abs(s.log()) + s.half(last)).max().orElseThrow();
        boolean within = most <= Math.log1p(threshold) && detectable(worst) <= threshold;
        verdict = !excludes && within ? Verdict.NO_CHANGE : Verdict.UNDECIDED;
        low = Math.min(low, 0);
        high = Math.max(high, 0);
      }
      return new PairFinding(
          verdict,
          new Estimate(ratio, Math.exp(low), Math.exp(high), pairs),
          StudentT.bothTails(z),
          detectable(worst),
          more(worst, pairs, mustSee),
          more(worst, pairs, threshold),
          waits,
          worst.error() * Math.sqrt(pairs));
    }

    private double detectable(Shift s) {
      return Math.expm1(s.half(last) + s.half(POWERZ));
    }

    private int more(Shift s, int pairs, double effect) {
      return first(
          more -> detectable(s.with(1 + more / (double) pairs, DEGREES_PER_PAIR * more)) <= effect);
    }
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
