package dev.imagestore.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/** Simulated tables for {@link PairedComparison}. */
final class PairSimulation {
  static final int ROWS = 12;
  static final int PER_BENCHMARK = 4;

  record Noise(
      String words,
      double readLow,
      double readHigh,
      double storeLow,
      double storeHigh,
      double odd,
      boolean levels,
      double drift) {}

  static final Noise PLAIN = new Noise("plain", .025, .035, .04, .06, 0, false, 0);
  static final Noise ODD20 = new Noise("odd 1/20", .025, .035, .04, .06, .05, false, 0);
  static final Noise ODD10 = new Noise("odd 1/10", .025, .035, .04, .06, .1, false, 0);
  static final Noise LEVELS = new Noise("levels odd 1/20", .025, .035, .04, .06, .05, true, 0);
  static final Noise WIDE = new Noise("2-8% odd 1/20", .02, .08, .02, .08, .05, false, 0);
  static final Noise WIDE10 = new Noise("2-8% lev odd 1/10", .02, .08, .02, .08, .1, true, 0);
  static final Noise DRIFT = new Noise("drift odd 1/20", .025, .035, .04, .06, .05, true, .01);

  static final class Result {
    int alarm;
    int controlsFailed;
    int foundRow;
    int foundAny;
    int pairs;
    int comparisonPairs;
    double readDetectable;
    double storeDetectable;
    int couldNot10;
    int planted;
    int cls;
  }

  static boolean ride = true;
  private final Random random;

  PairSimulation(long seed) {
    random = new Random(seed);
  }

  /** Plants log shifts per row. */
  Result run(Noise noise, double seconds, double[] shifts, int controlBenchmarks) {
    PairedComparison comparison = new PairedComparison(0.05, 0.1);
    double[] sd = new double[ROWS];
    double[] cost = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double low = i < 8 ? noise.readLow : noise.storeLow;
      double high = i < 8 ? noise.readHigh : noise.storeHigh;
      sd[i] = low * Math.pow(high / low, random.nextDouble());
      cost[i] = 3 + 2 * random.nextDouble();
    }
    List<PairRow> rows = new ArrayList<>();
    List<PairAllocation.Group> groups = new ArrayList<>();
    java.util.Map<Integer, List<Integer>> controls = new java.util.HashMap<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(PairRow.comparison("b" + i / PER_BENCHMARK, new double[0]));
    }
    for (int i = 0; i < ROWS; i++) {
      if (i % PER_BENCHMARK == 0 && i / PER_BENCHMARK < controlBenchmarks) {
        rows.add(PairRow.control("b" + i / PER_BENCHMARK, 0, new double[0]));
        rows.add(PairRow.control("b" + i / PER_BENCHMARK, Math.log(1.05), new double[0]));
        groups.add(
            new PairAllocation.Group(
                ride ? List.of(i) : List.of(i, rows.size() - 2, rows.size() - 1), cost[i] * 2));
        controls.put(i, List.of(i, rows.size() - 2, rows.size() - 1));
      } else {
        groups.add(new PairAllocation.Group(List.of(i), cost[i]));
      }
    }
    for (int i = 0; i < ROWS; i++) {
      controls.putIfAbsent(i, List.of(i));
    }
    double[] slow = new double[rows.size()];
    double left = seconds;
    PairFindings findings;
    Result result = new Result();
    boolean alarm = false;
    while (true) {
      findings = comparison.compare(rows, Math.min(1, Math.max(1e-9, 1 - left / seconds)));
      alarm |= alarm(findings, shifts);
      OptionalInt next = PairAllocation.next(findings, groups, left);
      if (next.isEmpty()) {
        break;
      }
      PairAllocation.Group g = groups.get(next.getAsInt());
      left -= g.secondsPerPair();
      double s = sd[g.rows().get(0)];
      double base = fork(s, noise);
      for (int r : controls.get(next.getAsInt())) {
        slow[r] = 0.9 * slow[r] + Math.sqrt(1 - 0.81) * random.nextGaussian();
        double truth = rows.get(r).isControl() ? rows.get(r).truth() : shifts[r];
        double log =
            truth
                + (fork(s, noise) - base) * (noise.drift > 0 ? 1.5 - left / seconds / 2 : 1)
                + Math.sqrt(noise.drift) * s * slow[r];
        rows.set(r, add(rows.get(r), log));
        result.pairs++;
      }
    }
    findings = comparison.compare(rows, 1);
    alarm |= alarm(findings, shifts);
    result.alarm = alarm ? 1 : 0;
    List<PairFinding> f = findings.rows();
    for (int r = ROWS; r < rows.size(); r++) {
      if (ControlVerdict.of(rows.get(r), f.get(r), .1) == ControlVerdict.FAILED) {
        result.controlsFailed = 1;
      }
    }
    for (int i = 0; i < ROWS; i++) {
      result.comparisonPairs += rows.get(i).pairs();
      result.couldNot10 += f.get(i).isDecided() || f.get(i).couldShow(.1) ? 0 : 1;
      if (shifts[i] > 0) {
        result.planted++;
        boolean row = f.get(i).verdict() == Verdict.SLOWER;
        boolean bench = findings.benchmarks().get("b" + i / 4).verdict() == Verdict.SLOWER;
        result.foundRow += row ? 1 : 0;
        result.foundAny += row || bench ? 1 : 0;
      }
    }
    result.readDetectable = median(f, 0, 8);
    result.storeDetectable = median(f, 8, 12);
    return result;
  }

  private static double median(List<PairFinding> f, int from, int to) {
    return Medians.of(IntStream.range(from, to).mapToDouble(i -> f.get(i).detectable()).toArray());
  }

  private static boolean alarm(PairFindings f, double[] shifts) {
    for (int i = 0; i < ROWS; i++) {
      if (f.rows().get(i).isChanged() && shifts[i] == 0) {
        return true;
      }
    }
    for (int b = 0; b < 3; b++) {
      int from = b * PER_BENCHMARK;
      boolean equal =
          Arrays.stream(shifts, from, from + PER_BENCHMARK).filter(s -> s != 0).count() < 2;
      if (equal && f.benchmarks().get("b" + b).isChanged()) {
        return true;
      }
    }
    return false;
  }

  private static PairRow add(PairRow row, double log) {
    double[] more = Arrays.copyOf(row.logRatios(), row.pairs() + 1);
    more[row.pairs()] = log;
    return new PairRow(row.benchmark(), row.truth(), more);
  }

  private double fork(double sd, Noise noise) {
    double part = sd / Math.sqrt(2);
    double log;
    if (noise.levels) {
      // Two levels, the upper of 3 in 10 forks, make half of the variance.
      double step = part * Math.sqrt(0.5 / 0.21);
      log = (random.nextDouble() < 0.3 ? step : 0) + part * Math.sqrt(0.5) * random.nextGaussian();
    } else {
      log = part * random.nextGaussian();
    }
    if (random.nextDouble() < noise.odd / 2) {
      log += Math.log(1.1 + 0.9 * random.nextDouble());
    }
    return log;
  }

  static void line(String name, Noise noise, double minutes, int tables, int controls, int plant) {
    double[] sum = new double[12];
    double[] read = new double[tables];
    double[] store = new double[tables];
    PairSimulation simulation = new PairSimulation(7);
    for (int t = 0; t < tables; t++) {
      double[] shifts = new double[ROWS];
      if (plant == 1) {
        shifts[t % 8] = Math.log(1.05);
      } else if (plant == 2) {
        shifts[8 + t % 4] = Math.log(1.1);
      } else if (plant == 3) {
        for (int i = 0; i < 3; i++) {
          shifts[i] = Math.log(1.05);
        }
      }
      Result r = simulation.run(noise, minutes * 60, shifts, controls);
      sum[0] += r.alarm;
      sum[1] += r.controlsFailed;
      sum[2] += r.foundRow;
      sum[3] += r.foundAny;
      sum[4] += r.pairs;
      sum[5] += r.couldNot10;
      sum[6] += r.planted;
      sum[7] += r.comparisonPairs;
      read[t] = r.readDetectable;
      store[t] = r.storeDetectable;
    }
    System.out.printf(
        Locale.ROOT,
        "%-8s %-18s %2.0f m  alarm %5.2f %%  ctl %5.2f %%  row %5.1f any %5.1f  pairs %3.0f/%3.0f  "
            + "no10 %.2f  det %4.1f / %4.1f%n",
        name,
        noise.words,
        minutes,
        100 * sum[0] / tables,
        100 * sum[1] / tables,
        100 * sum[2] / Math.max(1, sum[6]),
        100 * sum[3] / Math.max(1, sum[6]),
        sum[4] / tables,
        sum[7] / tables,
        sum[5] / tables,
        100 * Medians.of(read),
        100 * Medians.of(store));
  }

  static void set(String key, String value) {
    double d = Double.parseDouble(value);
    switch (key) {
      case "trim" -> PairedComparison.TRIM = (int) d;
      case "trim0" -> PairedComparison.TRIM0 = (int) d;
      case "agree" -> PairedComparison.AGREE = d;
      case "changed" -> PairedComparison.CHANGED = d;
      case "fresh" -> PairedComparison.FRESH = (int) d;
      case "nominal" -> PairedComparison.NOMINAL = d;
      case "cut" -> PairedComparison.CUT = d;
      case "ride" -> ride = d > 0;
      default -> throw new IllegalArgumentException(key);
    }
  }

  public static void main(String[] args) {
    int tables = Integer.parseInt(args[0]);
    String what = args[1];
    int controls = Integer.parseInt(args[2]);
    for (int i = 3; i < args.length; i += 2) {
      set(args[i], args[i + 1]);
    }
    long start = System.nanoTime();
    if (what.contains("e")) {
      for (Noise n : List.of(PLAIN, ODD20, ODD10, LEVELS, WIDE, WIDE10, DRIFT)) {
        line("equal", n, 15, tables, controls, 0);
      }
    }
    if (what.contains("h")) {
      line("equal", ODD20, 30, tables, controls, 0);
    }
    if (what.contains("f")) {
      for (Noise n : List.of(PLAIN, ODD20, ODD10, LEVELS)) {
        line("read5", n, 15, tables, controls, 1);
        line("store10", n, 15, tables, controls, 2);
      }
    }
    if (what.contains("3")) {
      line("3 rows", ODD20, 15, tables, controls, 3);
    }
    System.out.printf("%.1f s%n", (System.nanoTime() - start) / 1e9);
  }
}
