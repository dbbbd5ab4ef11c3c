package dev.imagestore.analysis;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Key;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.stats.IterationPairs;
import dev.imagestore.stats.PairAllocation;
import dev.imagestore.stats.PairFinding;
import dev.imagestore.stats.PairFindings;
import dev.imagestore.stats.PairRow;
import dev.imagestore.stats.PairedComparison;
import dev.imagestore.stats.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Pairs of forks that were measured, from which tables are drawn: what {@link PairedComparison}
 * would have said of runs of a fixed time, had they been made of these pairs. Unlike a simulation
 * it supposes nothing of the noise. Pairs are drawn in blocks of {@value #BLOCK} that followed each
 * other, so that what lasts for a while lasts in the drawn tables too.
 *
 * <p>From a tracked run of many rounds, whose files hold one fork of each target per round: {@code
 * PairPool BASE.json EQUAL.json PLANTED.json SECONDS}. The last is what a pair took.
 */
final class PairPool {
  private static final int BLOCK = 5;
  private static final double THRESHOLD = 0.05;
  private static final double MUST_SEE = 0.1;

  private final List<Row> rows;
  private final double secondsPerPair;

  /**
   * A configuration.
   *
   * @param equal log ratios of pairs of the same build
   * @param planted of pairs of which the second is slower
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier of figures, never compared
  record Row(Key key, double[] equal, double[] planted) {
    String benchmark() {
      return key.shortName();
    }

    boolean stores() {
      return benchmark().startsWith("store");
    }
  }

  /**
   * What came of it, in percent of tables.
   *
   * @param alarms tables in which an equal row or benchmark was ever slower or faster
   * @param found tables in which the planted row, or its benchmark, is slower at the end
   * @param reading median of the median detectable effect of reading rows
   * @param storing the same of storing rows
   */
  record Rates(double alarms, double found, double reading, double storing) {}

  private PairPool(List<Row> rows, double secondsPerPair) {
    this.rows = List.copyOf(rows);
    this.secondsPerPair = secondsPerPair;
  }

  static PairPool read(Path base, Path equal, Path planted, double secondsPerPair)
      throws IOException {
    Map<Key, BenchmarkResult> same = byKey(ResultFiles.read(equal));
    Map<Key, BenchmarkResult> slower = byKey(ResultFiles.read(planted));
    List<Row> rows = new ArrayList<>();
    for (BenchmarkResult result : ResultFiles.read(base).results()) {
      Key key = result.key();
      if (same.containsKey(key) && slower.containsKey(key)) {
        rows.add(
            new Row(key, logRatios(result, same.get(key)), logRatios(result, slower.get(key))));
      }
    }
    return new PairPool(rows, secondsPerPair);
  }

  private static Map<Key, BenchmarkResult> byKey(ResultFile file) {
    Map<Key, BenchmarkResult> results = new HashMap<>();
    file.results().forEach(result -> results.put(result.key(), result));
    return results;
  }

  /** Fork k of both was measured in turns. */
  private static double[] logRatios(BenchmarkResult base, BenchmarkResult next) {
    double[][] first = forks(base);
    double[][] second = forks(next);
    return IntStream.range(0, Math.min(first.length, second.length))
        .mapToDouble(k -> IterationPairs.logRatio(first[k], second[k]))
        .toArray();
  }

  /** Seconds of each iteration of each fork. */
  private static double[][] forks(BenchmarkResult result) {
    double[] all = Measurement.ofIterations(result).seconds();
    int forks = result.primary().raw().size();
    int iterations = all.length / forks;
    return IntStream.range(0, forks)
        .mapToObj(k -> Arrays.copyOfRange(all, k * iterations, (k + 1) * iterations))
        .toArray(double[][]::new);
  }

  List<Row> rows() {
    return rows;
  }

  /**
   * Draws tables.
   *
   * @param planted the place of the row that is slower; −1 for none
   */
  Rates rates(int tables, double minutes, int planted, long seed) {
    Random random = new Random(seed);
    int alarms = 0;
    int found = 0;
    double[] reading = new double[tables];
    double[] storing = new double[tables];
    for (int t = 0; t < tables; t++) {
      Table table = new Table(planted, random);
      table.run(60 * minutes);
      alarms += table.alarm ? 1 : 0;
      found += planted >= 0 && table.isFound() ? 1 : 0;
      reading[t] = table.detectable(false);
      storing[t] = table.detectable(true);
    }
    return new Rates(
        100.0 * alarms / tables, 100.0 * found / tables, median(reading), median(storing));
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return 100 * sorted[sorted.length / 2];
  }

  /** One run. */
  private final class Table {
    private final PairedComparison comparison = new PairedComparison(THRESHOLD, MUST_SEE);
    private final int planted;
    private final Random random;
    private final double[][] drawn = new double[rows.size()][0];
    private PairFindings findings;
    private boolean alarm;

    Table(int planted, Random random) {
      this.planted = planted;
      this.random = random;
    }

    void run(double seconds) {
      List<PairAllocation.Group> groups =
          IntStream.range(0, rows.size())
              .mapToObj(i -> new PairAllocation.Group(List.of(i), secondsPerPair))
              .toList();
      double left = seconds;
      look(Double.MIN_NORMAL);
      OptionalInt next = PairAllocation.next(findings, groups, left);
      while (next.isPresent()) {
        measure(next.getAsInt());
        left -= secondsPerPair;
        look(1 - left / seconds);
        next = PairAllocation.next(findings, groups, left);
      }
      look(1);
    }

    /** The pair after the last, or the first of a new block. */
    private final int[] at = new int[rows.size()];

    private void measure(int i) {
      double[] pool = i == planted ? rows.get(i).planted() : rows.get(i).equal();
      int n = drawn[i].length;
      at[i] = n % BLOCK == 0 ? random.nextInt(pool.length) : (at[i] + 1) % pool.length;
      drawn[i] = Arrays.copyOf(drawn[i], n + 1);
      drawn[i][n] = pool[at[i]];
    }

    private void look(double spent) {
      findings =
          comparison.compare(
              IntStream.range(0, rows.size())
                  .mapToObj(i -> PairRow.comparison(rows.get(i).benchmark(), drawn[i]))
                  .toList(),
              spent);
      alarm |=
          IntStream.range(0, rows.size())
              .anyMatch(i -> i != planted && findings.rows().get(i).isChanged());
      // That two rows changed is false of every benchmark: at most one did.
      alarm |= findings.benchmarks().values().stream().anyMatch(PairFinding::isChanged);
    }

    boolean isFound() {
      return findings.rows().get(planted).verdict() == Verdict.SLOWER
          || findings.benchmarks().get(rows.get(planted).benchmark()).verdict() == Verdict.SLOWER;
    }

    double detectable(boolean stores) {
      double[] all =
          IntStream.range(0, rows.size())
              .filter(i -> rows.get(i).stores() == stores)
              .mapToDouble(i -> findings.rows().get(i).detectable())
              .sorted()
              .toArray();
      return all.length == 0 ? Double.NaN : all[all.length / 2];
    }
  }

  /** Prints rates, and what each row's pairs are like. */
  public static void main(String[] args) throws IOException {
    PairPool pool =
        read(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Double.parseDouble(args[3]));
    int tables = args.length > 4 ? Integer.parseInt(args[4]) : 1000;
    for (double minutes : new double[] {15, 30}) {
      Rates equal = pool.rates(tables, minutes, -1, 1);
      System.out.printf(
          Locale.ROOT,
          "equal, %.0f minutes: alarms %.1f %%, detectable reading %.1f %%, storing %.1f %%%n",
          minutes,
          equal.alarms,
          equal.reading,
          equal.storing);
    }
    for (int i = 0; i < pool.rows.size(); i++) {
      Row row = pool.rows.get(i);
      Rates rates = pool.rates(tables, 15, i, 2 + i);
      System.out.printf(
          Locale.ROOT,
          "%-60s %3d pairs, equal × %.4f ± %.1f %%, planted × %.4f ± %.1f %%, found %.1f %%, other"
              + " alarms %.1f %%%n",
          row.key().label(),
          row.equal().length,
          Math.exp(mean(row.equal())),
          100 * deviation(row.equal()),
          Math.exp(mean(row.planted())),
          100 * deviation(row.planted()),
          rates.found,
          rates.alarms);
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
  }
}
