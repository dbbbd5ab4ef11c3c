package dev.imagestore.stats;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How often {@link SeriesModel} and {@link RunComparison} raise an alarm where nothing changed, and
 * how often they find a step or a drift, in simulated histories. Seeded: the same figures every
 * time.
 *
 * <p>A run's logarithm deviates by the noise (Gaussian), and each of its {@value #FORKS} forks from
 * it by half as much. An odd run takes 1.1 to 2 times as long.
 */
final class HistorySimulation {
  private static final int FORKS = 6;
  private static final double THRESHOLD = 0.05;
  private static final long SEED = 2014;

  /** What happens in a history. */
  interface Event {
    /** The logarithm of the level at a run. */
    double at(int run);

    /** Nothing. */
    Event NONE = run -> 0;

    /** A step of a part, at a run. */
    static Event step(int at, double part) {
      return run -> run < at ? 0 : Math.log1p(part);
    }

    /** A drift by a part at each run. */
    static Event drift(double part) {
      return run -> run * Math.log1p(part);
    }
  }

  /** What is said of a history. */
  record Said(SeriesModel model, ForkFinding newest) {
    boolean changes() {
      return !model.steps().isEmpty() || !model.drifts().isEmpty();
    }

    boolean newestDiffers() {
      return newest.verdict() == Verdict.SLOWER || newest.verdict() == Verdict.FASTER;
    }

    boolean steppedNear(int at) {
      return model.steps().stream().anyMatch(s -> Math.abs(s.index() - at) <= 1);
    }
  }

  /**
   * A kind of history.
   *
   * @param runs in a history
   * @param noise of a run, standard deviation
   * @param odd probability of each run to be odd; the newest never is
   */
  record Kind(int runs, double noise, double odd) {
    List<double[]> history(Random random, Event event) {
      List<double[]> history = new ArrayList<>();
      for (int r = 0; r < runs; r++) {
        double run = event.at(r) + noise * random.nextGaussian();
        if (random.nextDouble() < odd && r < runs - 1) {
          run += Math.log(1.1 + 0.9 * random.nextDouble());
        }
        double[] forks = new double[FORKS];
        for (int f = 0; f < FORKS; f++) {
          forks[f] = Math.exp(run + 0.5 * noise * random.nextGaussian());
        }
        history.add(forks);
      }
      return history;
    }
  }

  private final Random random;
  private final int histories;

  /**
   * A simulation.
   *
   * @param histories of each kind
   */
  HistorySimulation(long seed, int histories) {
    this.random = new Random(seed);
    this.histories = histories;
  }

  /** One table of configurations that share nothing but their length. */
  List<Said> table(Kind kind, int rows, Event event) {
    List<List<double[]>> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      table.add(kind.history(random, event));
    }
    List<SeriesModel> models =
        table.parallelStream()
            .map(h -> SeriesModel.of(logs(h), SeriesModel.Levels.forTable(rows), SEED))
            .toList();
    List<RunPair> pairs = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int last = table.get(i).size() - 1;
      pairs.add(
          new RunPair(table.get(i).subList(models.get(i).current(), last), table.get(i).get(last)));
    }
    List<ForkFinding> newest = new RunComparison(THRESHOLD).compare(pairs);
    List<Said> said = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      said.add(new Said(models.get(i), newest.get(i)));
    }
    return said;
  }

  private static double[] logs(List<double[]> history) {
    return history.stream()
        .mapToDouble(f -> Math.log(Estimates.ofForkFigures(f).value()))
        .toArray();
  }

  /** Histories alone of which anything is said that is not so. */
  int alarms(Kind kind) {
    int alarms = 0;
    for (int h = 0; h < histories; h++) {
      Said said = table(kind, 1, Event.NONE).get(0);
      alarms += said.changes() || said.newestDiffers() ? 1 : 0;
    }
    return alarms;
  }

  /** Tables of quiet configurations in any of which anything is said that is not so. */
  int tablesWithAlarms(Kind kind, int rows) {
    int alarms = 0;
    for (int h = 0; h < histories; h++) {
      alarms +=
          table(kind, rows, Event.NONE).stream().anyMatch(s -> s.changes() || s.newestDiffers())
              ? 1
              : 0;
    }
    return alarms;
  }

  /** Steps of a size, anywhere with 5 runs at least on either side: placed within one run. */
  int stepsFound(Kind kind, double part) {
    int found = 0;
    for (int h = 0; h < histories; h++) {
      int at = 5 + random.nextInt(kind.runs() - 9);
      found += table(kind, 1, Event.step(at, part)).get(0).steppedNear(at) ? 1 : 0;
    }
    return found;
  }

  /** Steps of a size at which the course says one step and nothing else. */
  int stepsAlone(Kind kind, double part) {
    int alone = 0;
    for (int h = 0; h < histories; h++) {
      int at = 5 + random.nextInt(kind.runs() - 9);
      Said said = table(kind, 1, Event.step(at, part)).get(0);
      boolean one = said.model().steps().size() == 1 && said.model().drifts().isEmpty();
      alone += said.steppedNear(at) && one ? 1 : 0;
    }
    return alone;
  }

  /** Drifts by a part at each run that are called a drift, and not steps. */
  int driftsNamed(Kind kind, double part) {
    int named = 0;
    for (int h = 0; h < histories; h++) {
      SeriesModel model = table(kind, 1, Event.drift(part)).get(0).model();
      named += model.steps().isEmpty() && model.currentDrift(kind.runs()).isPresent() ? 1 : 0;
    }
    return named;
  }

  /** Newest runs alone that are slower by a part, and are called slower. */
  int newestFound(Kind kind, int rows, double part) {
    int found = 0;
    for (int h = 0; h < histories; h++) {
      found +=
          table(kind, rows, Event.step(kind.runs() - 1, part)).get(0).newest().verdict()
                  == Verdict.SLOWER
              ? 1
              : 0;
    }
    return found;
  }

  /** Prints the figures of {@code histories} histories a line. */
  static void print(PrintStream out, int histories) {
    String line = "%-72s %5d of %,d%n";
    Kind one = new Kind(30, 0.01, 0);
    Kind three = new Kind(30, 0.03, 0);
    Kind odd = new Kind(30, 0.01, 0.1);
    for (Kind kind : Arrays.asList(one, three, odd)) {
      String name =
          String.format(Locale.ROOT, "noise %.0f %%, odd %.1f: ", 100 * kind.noise(), kind.odd());
      out.printf(
          Locale.ROOT,
          line,
          name + "any alarm where nothing changed",
          new HistorySimulation(1, histories).alarms(kind),
          histories);
      out.printf(
          Locale.ROOT,
          line,
          name + "5 % step found, within one run",
          new HistorySimulation(2, histories).stepsFound(kind, 0.05),
          histories);
      out.printf(
          Locale.ROOT,
          line,
          name + "5 % step found, and nothing else",
          new HistorySimulation(2, histories).stepsAlone(kind, 0.05),
          histories);
      for (double drift : new double[] {0.002, 0.005}) {
        out.printf(
            Locale.ROOT,
            line,
            name + "drift of " + 100 * drift + " % a run named as one",
            new HistorySimulation(3, histories).driftsNamed(kind, drift),
            histories);
      }
      out.printf(
          Locale.ROOT,
          line,
          name + "newest run 10 % slower, called slower (1 configuration)",
          new HistorySimulation(4, histories).newestFound(kind, 1, 0.1),
          histories);
    }
    int tables = Math.max(1, histories / 10);
    out.printf(
        Locale.ROOT,
        line,
        "noise 1 %: any alarm in a table of 50 quiet configurations",
        new HistorySimulation(5, tables).tablesWithAlarms(one, 50),
        tables);
    out.printf(
        Locale.ROOT,
        line,
        "noise 1 %: newest run of all of 50 configurations 10 % slower, first found",
        new HistorySimulation(6, tables).newestFound(one, 50, 0.1),
        tables);
  }
}
