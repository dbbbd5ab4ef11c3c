package dev.imagestore.stats;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How often {@link ForkComparison} raises an alarm where nothing changed, and how often it finds a
 * change, in simulated tables. Seeded: the same figures every time.
 *
 * <p>A fork's figure is the median of {@value #ITERATIONS} iterations. An iteration's logarithm is
 * the fork's own deviation (standard deviation: the noise) plus an AR(1) series within the fork
 * (correlation {@value #CORRELATION}, standard deviation: half the noise). An odd fork's time is
 * multiplied by a uniform figure from 1 to 4.
 */
final class ComparisonSimulation {
  private static final int ITERATIONS = 5;
  private static final double CORRELATION = 0.5;
  private static final double THRESHOLD = 0.05;

  /** Standard deviation between the forks of a row. */
  enum Noise {
    ONE_PERCENT("1 %") {
      @Override
      double draw(Random random) {
        return 0.01;
      }
    },
    THREE_PERCENT("3 %") {
      @Override
      double draw(Random random) {
        return 0.03;
      }
    },
    /** Each row has its own, log-uniform from 0.3 to 5 %. */
    MIXED("0.3–5 %") {
      @Override
      double draw(Random random) {
        return 0.003 * Math.pow(0.05 / 0.003, random.nextDouble());
      }
    };

    final String words;

    Noise(String words) {
      this.words = words;
    }

    abstract double draw(Random random);
  }

  /**
   * A kind of table.
   *
   * @param rows in a table
   * @param baseForks a row
   * @param nextForks a row
   * @param noise between forks
   * @param odd probability of each fork to be odd
   */
  record Kind(int rows, int baseForks, int nextForks, Noise noise, double odd) {
    Kind(int rows, int forks, Noise noise, double odd) {
      this(rows, forks, forks, noise, odd);
    }

    private List<ForkPair> table(Random random) {
      return table(random, new double[rows]);
    }

    /** Makes a table and notes each row's noise. */
    private List<ForkPair> table(Random random, double[] noises) {
      List<ForkPair> pairs = new ArrayList<>(rows);
      for (int i = 0; i < rows; i++) {
        noises[i] = noise.draw(random);
        pairs.add(
            new ForkPair(side(random, baseForks, noises[i]), side(random, nextForks, noises[i])));
      }
      return pairs;
    }

    private double[] side(Random random, int forks, double sd) {
      double[] times = new double[forks];
      double[] iterations = new double[ITERATIONS];
      for (int f = 0; f < forks; f++) {
        double fork = sd * random.nextGaussian();
        double within = random.nextGaussian();
        for (int i = 0; i < ITERATIONS; i++) {
          iterations[i] = fork + 0.5 * sd * within;
          within =
              CORRELATION * within
                  + Math.sqrt(1 - CORRELATION * CORRELATION) * random.nextGaussian();
        }
        Arrays.sort(iterations);
        times[f] = Math.exp(iterations[ITERATIONS / 2]);
        if (random.nextDouble() < odd) {
          times[f] *= oddity(random);
        }
      }
      return times;
    }
  }

  private final Random random;
  private final int tables;

  /**
   * A simulation.
   *
   * @param tables of each kind
   */
  ComparisonSimulation(long seed, int tables) {
    this.random = new Random(seed);
    this.tables = tables;
  }

  /** Tables of equal pairs in which any row is called slower or faster. */
  int alarms(Kind kind) {
    int alarms = 0;
    for (int t = 0; t < tables; t++) {
      alarms +=
          new ForkComparison(THRESHOLD)
                  .compare(kind.table(random)).stream().anyMatch(ComparisonSimulation::isDifferent)
              ? 1
              : 0;
    }
    return alarms;
  }

  /**
   * Tables in which the one row that is 5 % slower is called slower.
   *
   * @param oddInRow whether one fork of that row, of either side, is odd besides
   */
  int found(Kind kind, boolean oddInRow) {
    int found = 0;
    for (int t = 0; t < tables; t++) {
      List<ForkPair> table = kind.table(random);
      double[] next = table.get(0).next();
      Arrays.setAll(next, f -> next[f] * 1.05);
      if (oddInRow) {
        double[] side = random.nextBoolean() ? next : table.get(0).base();
        side[random.nextInt(side.length)] *= oddity(random);
      }
      ForkFinding first = new ForkComparison(THRESHOLD).compare(table).get(0);
      found += first.verdict() == Verdict.SLOWER ? 1 : 0;
    }
    return found;
  }

  /**
   * Tables of equal pairs in which any row is called slower or faster at any of several analyses:
   * after each, the rows that are still undecided get one more fork a side.
   *
   * @param analyses in all
   */
  int alarmsWithExtraRounds(Kind kind, int analyses) {
    ForkComparison comparison = new ForkComparison(THRESHOLD, analyses);
    int alarms = 0;
    for (int t = 0; t < tables; t++) {
      double[] noise = new double[kind.rows()];
      List<ForkPair> table = kind.table(random, noise);
      boolean alarm = false;
      for (int analysis = 1; analysis <= analyses; analysis++) {
        List<ForkFinding> findings = comparison.compare(table);
        alarm |= findings.stream().anyMatch(ComparisonSimulation::isDifferent);
        for (int i = 0; i < findings.size(); i++) {
          if (findings.get(i).verdict() == Verdict.UNDECIDED) {
            ForkPair pair = table.get(i);
            table.set(
                i,
                new ForkPair(
                    join(pair.base(), kind.side(random, 1, noise[i])),
                    join(pair.next(), kind.side(random, 1, noise[i]))));
          }
        }
      }
      alarms += alarm ? 1 : 0;
    }
    return alarms;
  }

  private static double[] join(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** Share of all rows of equal pairs that are called no change, in percent. */
  int settled(Kind kind) {
    long settled = 0;
    for (int t = 0; t < tables; t++) {
      settled +=
          new ForkComparison(THRESHOLD)
              .compare(kind.table(random)).stream()
                  .filter(f -> f.verdict() == Verdict.NO_CHANGE)
                  .count();
    }
    return (int) Math.round(100.0 * settled / ((long) tables * kind.rows()));
  }

  private static boolean isDifferent(ForkFinding f) {
    return f.verdict() == Verdict.SLOWER || f.verdict() == Verdict.FASTER;
  }

  private static double oddity(Random random) {
    return 1 + 3 * random.nextDouble();
  }

  /** Prints the error rates that the README states. */
  static void print(PrintStream out, int tables) {
    String line = "%-44s %8s %8s %8s%n";
    out.printf(Locale.ROOT, "of %,d tables of 60 rows, forks a side:%n", tables);
    out.printf(Locale.ROOT, line, "", 4, 5, 6);
    for (double odd : new double[] {0, 0.1}) {
      for (Noise noise : Noise.values()) {
        String name = "any alarm, noise " + noise.words + (odd > 0 ? ", odd forks" : "");
        out.printf(
            Locale.ROOT,
            line,
            forks(
                name,
                f -> new ComparisonSimulation(1, tables).alarms(new Kind(60, f, noise, odd))));
      }
    }
    Noise one = Noise.ONE_PERCENT;
    out.printf(
        Locale.ROOT,
        line,
        forks(
            "5 % found, noise 1 %",
            f -> new ComparisonSimulation(2, tables).found(new Kind(60, f, one, 0), false)));
    out.printf(
        Locale.ROOT,
        line,
        forks(
            "5 % found, noise 1 %, an odd fork in the row",
            f -> new ComparisonSimulation(2, tables).found(new Kind(60, f, one, 0), true)));
    out.printf(
        Locale.ROOT,
        line,
        forks(
            "5 % found, noise 1 %, odd forks everywhere",
            f -> new ComparisonSimulation(2, tables).found(new Kind(60, f, one, 0.1), false)));
    out.printf(
        Locale.ROOT,
        line,
        forks(
            "% of equal rows called no change, noise 1 %",
            f -> new ComparisonSimulation(3, tables).settled(new Kind(60, f, one, 0))));
    out.printf(
        Locale.ROOT,
        line,
        forks(
            "any alarm, 3 extra rounds, 0.3–5 %, odd",
            f ->
                new ComparisonSimulation(5, tables)
                    .alarmsWithExtraRounds(new Kind(60, f, Noise.MIXED, 0.1), 4)));
  }

  private static Object[] forks(String name, java.util.function.IntUnaryOperator figure) {
    return new Object[] {name, figure.applyAsInt(4), figure.applyAsInt(5), figure.applyAsInt(6)};
  }

  /** Prints the whole table. */
  public static void main(String[] args) {
    print(System.out, 1000);
  }
}
