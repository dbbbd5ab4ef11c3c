package dev.imagestore.stats;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How often {@link PairedComparison} raises an alarm where nothing changed, and how often it finds
 * a change, in simulated runs of a fixed time in which {@link PairAllocation} chooses each next
 * pair. Seeded: the same figures every time.
 *
 * <p>A table has three benchmarks of {@value #PER_BENCHMARK} rows: two read, one stores. The first
 * row of each benchmark has two controls, equal targets and 5 % planted, which share the base's
 * fork and make its group twice as dear; any other pair takes 3 to 5 s. A look is taken after every
 * group.
 *
 * <p>A pair's figure is the difference of two forks' logarithms, of a standard deviation that each
 * row draws for itself. An odd fork takes 1.1 to 2 times as long.
 */
final class PairSimulation {
  static final int PER_BENCHMARK = 4;
  private static final int ROWS = 3 * PER_BENCHMARK;
  private static final int READING = 2 * PER_BENCHMARK;
  private static final double THRESHOLD = 0.05;
  private static final double MUST_SEE = 0.1;

  /** How rows vary between pairs. */
  enum Noise {
    GAUSSIAN("no odd pair", 0, false, false, false),
    ODD("1 pair in 20 odd", 0.05, false, false, false),
    VERY_ODD("1 pair in 10 odd", 0.1, false, false, false),
    /** 3 forks in 10 have a second level, which makes half of the variance. */
    LEVELS("1 in 20 odd, two levels", 0.05, true, false, false),
    /** Standard deviations of 2 to 8 % whatever the benchmark. */
    WIDE("1 in 20 odd, 2–8 %", 0.05, false, true, false),
    WORST("1 in 10 odd, two levels, 2–8 %", 0.1, true, true, false),
    /** Noise falls by a third in the course of the run; 1 % of the variance lasts for ten pairs. */
    DRIFTING("1 in 20 odd, two levels, drift", 0.05, true, false, true);

    final String words;
    private final double odd;
    private final boolean levels;
    private final boolean wide;
    private final boolean drifts;

    Noise(String words, double odd, boolean levels, boolean wide, boolean drifts) {
      this.words = words;
      this.odd = odd;
      this.levels = levels;
      this.wide = wide;
      this.drifts = drifts;
    }

    /** Of the figures of a row, log-uniform. */
    private double deviation(int row, Random random) {
      if (wide) {
        return between(0.02, 0.08, random);
      }
      return row < READING ? between(0.025, 0.035, random) : between(0.04, 0.06, random);
    }

    private double pair(double deviation, Random random) {
      double base = fork(deviation, random);
      return fork(deviation, random) - base;
    }

    private double fork(double deviation, Random random) {
      double log = deviation / Math.sqrt(2) * random.nextGaussian();
      if (levels) {
        double step = random.nextDouble() < 0.3 ? deviation / Math.sqrt(4 * 0.3 * 0.7) : 0;
        log = log * Math.sqrt(0.5) + step;
      }
      return random.nextDouble() < odd / 2 ? log + Math.log(1.1 + 0.9 * random.nextDouble()) : log;
    }
  }

  /** What is changed in a table. */
  enum Planted {
    NOTHING("equal"),
    READING_ROW("5 %, one reading row"),
    READING_ROWS("5 %, three reading rows"),
    STORING_ROW("10 %, one storing row");

    final String words;

    Planted(String words) {
      this.words = words;
    }

    /** Logarithms, one per row. */
    private double[] shifts(int table) {
      double[] shifts = new double[ROWS];
      switch (this) {
        case NOTHING -> {}
        case READING_ROW -> shifts[table % READING] = Math.log(1.05);
        case READING_ROWS -> Arrays.fill(shifts, 0, PER_BENCHMARK - 1, Math.log(1.05));
        case STORING_ROW -> shifts[READING + table % PER_BENCHMARK] = Math.log(1.1);
      }
      return shifts;
    }
  }

  /**
   * What came of it, in percent.
   *
   * @param alarms tables in which an equal row, or a benchmark with fewer than two changed rows,
   *     was ever slower or faster
   * @param failedControls tables with a control that failed
   * @param foundByRow changed rows that are slower at the end
   * @param found the same, or their benchmark is
   * @param reading median over tables of the median detectable effect of reading rows
   * @param storing the same of storing rows
   * @param blind rows of a table, not of a hundred, that could not have shown 10 %
   * @param pairs of a table, controls included
   */
  record Rates(
      double alarms,
      double failedControls,
      double foundByRow,
      double found,
      double reading,
      double storing,
      double blind,
      double pairs) {}

  private final int tables;

  /**
   * A simulation.
   *
   * @param tables of each kind
   */
  PairSimulation(int tables) {
    this.tables = tables;
  }

  Rates rates(Noise noise, Planted planted, double minutes) {
    Random random = new Random(7);
    List<Table> ended =
        IntStream.range(0, tables)
            .mapToObj(t -> new Table(noise, planted.shifts(t), random).run(60 * minutes))
            .toList();
    double changed = Math.max(1, ended.stream().mapToLong(t -> t.changed().count()).sum());
    return new Rates(
        100.0 * ended.stream().filter(t -> t.alarm).count() / tables,
        100.0 * ended.stream().filter(Table::aControlFailed).count() / tables,
        100
            * ended.stream().mapToLong(t -> t.changed().filter(t::isSlower).count()).sum()
            / changed,
        100
            * ended.stream()
                .mapToLong(
                    t -> t.changed().filter(i -> t.isSlower(i) || t.isBenchmarkSlower(i)).count())
                .sum()
            / changed,
        100 * Medians.of(ended.stream().mapToDouble(t -> t.detectable(0, READING)).toArray()),
        100 * Medians.of(ended.stream().mapToDouble(t -> t.detectable(READING, ROWS)).toArray()),
        ended.stream().mapToDouble(Table::blind).average().orElse(0),
        ended.stream().mapToDouble(Table::pairs).average().orElse(0));
  }

  /**
   * Tables of equal rows of which each gets as many pairs, with a look after each of them.
   *
   * @param rows of which four and four are one benchmark's
   * @param pairs of each row at the end
   * @return those with an alarm, in percent
   */
  double alarmsOfEvenTables(Noise noise, int rows, int pairs) {
    Random random = new Random(8);
    PairedComparison comparison = new PairedComparison(THRESHOLD, MUST_SEE);
    int alarms = 0;
    for (int t = 0; t < tables; t++) {
      double[][] logs = new double[rows][pairs];
      for (int i = 0; i < rows; i++) {
        double deviation = noise.deviation(i % ROWS, random);
        Arrays.setAll(logs[i], k -> noise.pair(deviation, random));
      }
      boolean alarm = false;
      for (int n = PairedComparison.FEWEST_PAIRS; n <= pairs && !alarm; n++) {
        List<PairRow> table = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
          table.add(PairRow.comparison(Table.benchmark(i), Arrays.copyOf(logs[i], n)));
        }
        PairFindings found = comparison.compare(table, n / (double) pairs);
        alarm =
            found.rows().stream().anyMatch(PairFinding::isChanged)
                || found.benchmarks().values().stream().anyMatch(PairFinding::isChanged);
      }
      alarms += alarm ? 1 : 0;
    }
    return 100.0 * alarms / tables;
  }

  /** One run. */
  private static final class Table {
    private final PairedComparison comparison = new PairedComparison(THRESHOLD, MUST_SEE);
    private final Noise noise;
    private final double[] shifts;
    private final Random random;
    private final List<PairRow> rows = new ArrayList<>();
    private final List<PairAllocation.Group> groups = new ArrayList<>();

    /** Per group: its comparison first, then its controls. */
    private final List<List<Integer>> places = new ArrayList<>();

    private final double[] deviations = new double[ROWS];
    private final double[] lasting;
    private PairFindings findings;
    private boolean alarm;

    Table(Noise noise, double[] shifts, Random random) {
      this.noise = noise;
      this.shifts = shifts;
      this.random = random;
      for (int i = 0; i < ROWS; i++) {
        rows.add(PairRow.comparison(benchmark(i), new double[0]));
        deviations[i] = noise.deviation(i, random);
      }
      for (int i = 0; i < ROWS; i++) {
        double seconds = 3 + 2 * random.nextDouble();
        boolean controlled = i % PER_BENCHMARK == 0;
        if (controlled) {
          places.add(List.of(i, rows.size(), rows.size() + 1));
          rows.add(PairRow.control(benchmark(i), 0, new double[0]));
          rows.add(PairRow.control(benchmark(i), Math.log(1.05), new double[0]));
        } else {
          places.add(List.of(i));
        }
        groups.add(new PairAllocation.Group(List.of(i), controlled ? 2 * seconds : seconds));
      }
      lasting = new double[rows.size()];
    }

    private static String benchmark(int row) {
      return "benchmark " + row / PER_BENCHMARK;
    }

    Table run(double seconds) {
      double left = seconds;
      look(Double.MIN_NORMAL);
      OptionalInt next = PairAllocation.next(findings, groups, left);
      while (next.isPresent()) {
        measure(next.getAsInt(), 1 - left / seconds);
        left -= groups.get(next.getAsInt()).secondsPerPair();
        look(1 - left / seconds);
        next = PairAllocation.next(findings, groups, left);
      }
      look(1);
      return this;
    }

    private void measure(int group, double spent) {
      double deviation = deviations[places.get(group).get(0)];
      double base = noise.fork(deviation, random);
      for (int r : places.get(group)) {
        double log = noise.fork(deviation, random) - base;
        if (noise.drifts) {
          lasting[r] = 0.9 * lasting[r] + Math.sqrt(1 - 0.81) * random.nextGaussian();
          log = log * (1.5 - spent / 2) + 0.1 * deviation * lasting[r];
        }
        PairRow row = rows.get(r);
        double[] more = Arrays.copyOf(row.logRatios(), row.logRatios().length + 1);
        more[more.length - 1] = log + (row.isControl() ? row.truth() : shifts[r]);
        rows.set(r, new PairRow(row.benchmark(), row.truth(), more));
      }
    }

    private void look(double spent) {
      findings = comparison.compare(rows, spent);
      alarm |=
          IntStream.range(0, ROWS)
              .anyMatch(i -> shifts[i] == 0 && findings.rows().get(i).isChanged());
      alarm |=
          IntStream.range(0, ROWS / PER_BENCHMARK)
              .map(b -> b * PER_BENCHMARK)
              .filter(
                  i -> changed().filter(c -> c / PER_BENCHMARK == i / PER_BENCHMARK).count() < 2)
              .anyMatch(i -> findings.benchmarks().get(benchmark(i)).isChanged());
    }

    IntStream changed() {
      return IntStream.range(0, ROWS).filter(i -> shifts[i] != 0);
    }

    boolean isSlower(int row) {
      return findings.rows().get(row).verdict() == Verdict.SLOWER;
    }

    boolean isBenchmarkSlower(int row) {
      return findings.benchmarks().get(benchmark(row)).verdict() == Verdict.SLOWER;
    }

    boolean aControlFailed() {
      return IntStream.range(ROWS, rows.size())
          .anyMatch(
              i ->
                  ControlVerdict.of(rows.get(i), findings.rows().get(i), MUST_SEE)
                      == ControlVerdict.FAILED);
    }

    double detectable(int from, int to) {
      return Medians.of(
          findings.rows().subList(from, to).stream()
              .mapToDouble(PairFinding::detectable)
              .toArray());
    }

    double blind() {
      return findings.rows().subList(0, ROWS).stream()
          .filter(f -> !f.isDecided() && !f.couldShow(MUST_SEE))
          .count();
    }

    double pairs() {
      return rows.stream().mapToInt(row -> row.logRatios().length).sum();
    }
  }

  private static double between(double low, double high, Random random) {
    return low * Math.pow(high / low, random.nextDouble());
  }

  /** Prints the rates that the documentation states, of one kind of noise. */
  static void print(PrintStream out, int tables, Noise noise) {
    PairSimulation simulation = new PairSimulation(tables);
    for (Planted planted : Planted.values()) {
      line(out, simulation, noise, planted, 15);
    }
    line(out, simulation, noise, Planted.NOTHING, 30);
  }

  private static void line(
      PrintStream out, PairSimulation simulation, Noise noise, Planted planted, double minutes) {
    Rates r = simulation.rates(noise, planted, minutes);
    out.printf(
        Locale.ROOT,
        "%-30s %-24s %2.0f min: alarms %.1f %%, failed controls %.1f %%, found by row %.1f %%, "
            + "found %.1f %%, detectable reading %.1f %%, storing %.1f %%, blind %.2f, pairs %.0f%n",
        noise.words,
        planted.words,
        minutes,
        r.alarms,
        r.failedControls,
        r.foundByRow,
        r.found,
        r.reading,
        r.storing,
        r.blind,
        r.pairs);
  }

  /** Prints the alarms of tables of other sizes. */
  static void printShapes(PrintStream out, int tables) {
    PairSimulation simulation = new PairSimulation(tables);
    for (int rows : new int[] {1, 2, 4, 8, 24}) {
      for (int pairs : new int[] {12, 20}) {
        out.printf(Locale.ROOT, "%2d rows, %2d pairs:", rows, pairs);
        for (Noise noise : Noise.values()) {
          out.printf(Locale.ROOT, " %5.2f", simulation.alarmsOfEvenTables(noise, rows, pairs));
        }
        out.println();
      }
    }
  }

  /** Prints them all, or of the kinds of noise that are named. */
  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("shapes")) {
      printShapes(System.out, 2000);
      return;
    }
    for (Noise noise : Noise.values()) {
      if (args.length == 0 || Arrays.asList(args).contains(noise.name())) {
        print(System.out, 1000, noise);
      }
    }
  }
}
