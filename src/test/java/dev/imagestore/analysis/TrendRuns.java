package dev.imagestore.analysis;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/** Makes histories with known courses: a run a day, six forks, 1 % noise between runs. */
public final class TrendRuns {
  public static final String READ_MANY = "dev.imagestore.workload.ReadBenchmark.readMany";

  private static final Instant FIRST = Instant.parse("2026-01-01T06:00:00Z");
  private static final int FORKS = 6;

  private final List<TrendRun> runs = new ArrayList<>();
  private final List<TrendLeftOut> leftOut = new ArrayList<>();
  private final Random random = new Random(1);
  private Environment environment = ComparisonRuns.environment("17.0.15", 17, "default");
  private String sitting = "";
  private int forks = FORKS;
  private double allocated;

  /** From here on runs have this environment. */
  public TrendRuns with(Environment changed) {
    environment = changed;
    return this;
  }

  /** From here on runs have another JDK. */
  public TrendRuns jdk(int feature, String version) {
    Environment.Jdk old = environment.jdk();
    return with(
        new Environment(
            environment.schema(),
            environment.run(),
            environment.machine(),
            environment.workDirectory(),
            new Environment.Jdk(
                feature, version, old.vendor(), old.vm(), old.collector(), old.flags()),
            environment.libraries(),
            environment.commit(),
            environment.datasets()));
  }

  /** From here on runs have another kernel. */
  public TrendRuns kernel(String kernel) {
    Environment.Machine old = environment.machine();
    return machine(
        new Environment.Machine(
            old.cpu(), old.cores(), old.memoryBytes(), old.os(), kernel, old.arch()));
  }

  /** From here on runs are of another machine. */
  public TrendRuns machine(Environment.Machine machine) {
    return with(
        new Environment(
            environment.schema(),
            environment.run(),
            machine,
            environment.workDirectory(),
            environment.jdk(),
            environment.libraries(),
            environment.commit(),
            environment.datasets()));
  }

  /** From here on runs are in one directory. */
  public TrendRuns sitting(String name) {
    sitting = name;
    return this;
  }

  /** From here on runs have so many forks. */
  public TrendRuns forks(int count) {
    forks = count;
    return this;
  }

  /** From here on an image takes so many bytes of the heap. */
  public TrendRuns allocated(double bytes) {
    allocated = bytes;
    return this;
  }

  public TrendRuns leftOut(String why, String... names) {
    leftOut.add(new TrendLeftOut(why, List.of(names)));
    return this;
  }

  /**
   * Adds runs of {@code png}, {@code lmdb} and {@code raw}.
   *
   * @param factor what a run's index and a backend do to the time
   * @param bytes that a store takes
   */
  public TrendRuns add(int count, ToDoubleBiFunction<Integer, String> factor, int bytes) {
    for (int i = 0; i < count; i++) {
      int index = runs.size();
      List<BenchmarkResult> results = new ArrayList<>();
      for (String backend : List.of("png", "lmdb", "raw")) {
        results.add(result(backend, factor.applyAsDouble(index, backend), bytes));
      }
      String name =
          (sitting.isEmpty() ? "" : sitting + "/")
              + String.format("run%02d-jdk%d", index, environment.jdk().feature());
      runs.add(
          new TrendRun(
              name,
              sitting,
              FIRST.plus(Duration.ofDays(index)),
              new ResultFile(name, Optional.of(environment), results)));
    }
    return this;
  }

  public TrendHistory history() {
    return new TrendHistory(runs, leftOut);
  }

  private BenchmarkResult result(String backend, double factor, int bytes) {
    double run = 1e-3 * factor * Math.exp(0.01 * random.nextGaussian());
    double[] perSecond = new double[forks];
    for (int f = 0; f < forks; f++) {
      perSecond[f] = 1 / (run * Math.exp(0.004 * random.nextGaussian()));
    }
    Map<String, Metric> secondary = new TreeMap<>(ComparisonRuns.disk(bytes));
    if (allocated > 0) {
      double[] perImage = new double[forks];
      Arrays.fill(perImage, allocated);
      secondary.put("allocated", ComparisonRuns.metric("B", perImage));
    }
    return ComparisonRuns.result(
        READ_MANY,
        "thrpt",
        1,
        Map.of("backend", backend, "cutoff", "1000", "dataset", "synthetic"),
        ComparisonRuns.metric("ops/s", perSecond),
        secondary);
  }

  /** A history with one of everything, for golden files and pictures. */
  public static TrendHistory ofEverything() {
    ToDoubleBiFunction<Integer, String> course =
        (i, backend) ->
            switch (backend) {
              case "png" -> 10 * (i >= 14 ? 1.08 : 1) * (i == 29 ? 1.4 : 1);
              case "lmdb" -> Math.pow(1.006, i);
              default -> 0.4;
            };
    return new TrendRuns()
        .leftOut("incomplete", "broken")
        .leftOut("quick", "first-try", "second-try")
        .add(14, course, 3_073_000)
        .kernel("6.1.1 <b>|")
        .add(6, course, 3_073_000)
        .jdk(17, "17.0.16")
        .add(9, course, 3_073_001)
        .sitting("2026-track")
        .add(1, course, 3_400_000)
        .jdk(25, "25.0.3")
        .add(1, (i, backend) -> 0.9 * course.applyAsDouble(29, backend) / 1.4, 3_400_000)
        .history();
  }
}
