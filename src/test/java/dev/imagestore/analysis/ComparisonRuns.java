package dev.imagestore.analysis;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Key;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.RunSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes small runs with known differences. */
public final class ComparisonRuns {
  public static final String READ_MANY = "dev.imagestore.workload.ReadBenchmark.readMany";

  private final String name;
  private final Random random;
  private final List<BenchmarkResult> results = new ArrayList<>();
  private Optional<Environment> environment = Optional.of(environment("17.0.15", 17, "default"));

  public ComparisonRuns(String name, long seed) {
    this.name = name;
    this.random = new Random(seed);
  }

  public ComparisonRuns with(Environment changed) {
    environment = Optional.of(changed);
    return this;
  }

  public ComparisonRuns withoutEnvironment() {
    environment = Optional.empty();
    return this;
  }

  public ComparisonRuns add(BenchmarkResult result) {
    results.add(result);
    return this;
  }

  /** A row of throughput: 1 % noise between forks, half of it within. */
  public ComparisonRuns rate(
      String benchmark, String backend, int cutoff, double perSecond, int forks) {
    List<List<Double>> raw = new ArrayList<>();
    for (int f = 0; f < forks; f++) {
      double fork = perSecond * Math.exp(0.01 * random.nextGaussian());
      raw.add(
          List.of(
              fork * (1 + 0.005 * random.nextGaussian()),
              fork * (1 + 0.005 * random.nextGaussian()),
              fork * (1 + 0.005 * random.nextGaussian())));
    }
    return add(
        result(
            benchmark,
            "thrpt",
            1,
            Map.of("backend", backend, "cutoff", "" + cutoff, "dataset", "synthetic"),
            new Metric("ops/s", perSecond, raw),
            disk(3073 * cutoff)));
  }

  public ResultFile file() {
    return new ResultFile(name, environment, results);
  }

  public static SortedMap<String, Metric> disk(int bytes) {
    SortedMap<String, Metric> metrics = new TreeMap<>();
    metrics.put("diskApparent", metric("B", bytes, bytes));
    metrics.put("diskFiles", metric("files", 2, 2));
    return metrics;
  }

  /** One figure a fork. */
  public static Metric metric(String unit, double... forks) {
    return new Metric(unit, forks[0], Arrays.stream(forks).mapToObj(f -> List.of(f)).toList());
  }

  public static BenchmarkResult result(
      String benchmark,
      String mode,
      int threads,
      Map<String, String> params,
      Metric primary,
      Map<String, Metric> secondary) {
    return new BenchmarkResult(
        new Key(benchmark, mode, threads, new TreeMap<>(params)),
        new RunSettings(
            "1.37",
            "17.0.15",
            "OpenJDK 64-Bit Server VM",
            "17.0.15+6",
            List.of("-Xmx1g"),
            primary.raw().size(),
            3,
            "1 s",
            3,
            "1 s"),
        primary,
        new TreeMap<>(secondary));
  }

  public static Environment environment(String jdk, int feature, String kind) {
    return environment(jdk, feature, kind, Environment.SCHEMA, dataset("synthetic", "5a17", 1000));
  }

  public static Environment environment(
      String jdk,
      int feature,
      String kind,
      int schema,
      SortedMap<String, Environment.Dataset> datasets) {
    return new Environment(
        schema,
        new Environment.Run(
            kind, "2026-01-01T00:00:00Z", 100, true, List.of(), List.of(), List.of()),
        new Environment.Machine("Some CPU", 8, 16L << 30, "Linux", "6.1.0", "amd64"),
        new Environment.WorkDirectory("ext4", "yes", "rw"),
        new Environment.Jdk(
            feature, jdk, "Debian", "OpenJDK 64-Bit Server VM", "G1", List.of("-Xmx1g")),
        new TreeMap<>(Map.of("jhdf", "0.13.0")),
        "0123456",
        datasets);
  }

  public static SortedMap<String, Environment.Dataset> dataset(
      String name, String fingerprint, int distinct) {
    SortedMap<String, Environment.Dataset> datasets = new TreeMap<>();
    datasets.put(name, new Environment.Dataset(fingerprint, distinct, "32x32x3", 3072L * distinct));
    return datasets;
  }
}
