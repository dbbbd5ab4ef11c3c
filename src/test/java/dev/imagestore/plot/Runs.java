package dev.imagestore.plot;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Key;
import dev.imagestore.result.Metric;
import dev.imagestore.result.Names;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.RunSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Result files for tests, made without running anything: plausible, and always the same. */
public final class Runs {
  /** Backends of {@link #complete}, in order of appearance. */
  public static final List<String> BACKENDS = List.of("png", "lmdb", "hdf5", "raw");

  private static final List<Long> CUTOFFS = List.of(10L, 100L, 1_000L);
  private static final int FORKS = 6;

  private Runs() {}

  /** A run of all backends, with everything that pictures are made of. */
  public static ResultFile complete(String name) {
    return new ResultFile(name, Optional.of(environment("default", true)), results());
  }

  /** The results of {@link #complete}. */
  public static List<BenchmarkResult> results() {
    List<BenchmarkResult> results = new ArrayList<>();
    for (String backend : BACKENDS) {
      for (long cutoff : CUTOFFS) {
        results.add(storeMany(backend, cutoff, "synthetic", "none"));
        results.add(readMany(backend, cutoff));
        results.add(readRandom(backend, cutoff));
      }
    }
    return results;
  }

  /** Storing in throughput mode, with a footprint. */
  public static BenchmarkResult storeMany(
      String backend, long cutoff, String dataset, String durability) {
    Map<String, Metric> disk =
        Map.of(
            Names.DISK_APPARENT, exact("B", 3_000.0 * cutoff),
            Names.DISK_ALLOCATED, exact("B", 4_096.0 * cutoff),
            Names.DISK_FILES, exact("files", (double) cutoff));
    return result(
        "StoreBenchmark.storeMany",
        "thrpt",
        Map.of(
            Names.BACKEND, backend,
            Names.CUTOFF, "" + cutoff,
            Names.DATASET, dataset,
            Names.DURABILITY, durability),
        sampled("ops/s", 10_000.0 / cutoff / (1 + BACKENDS.indexOf(backend))),
        disk);
  }

  /** Reading in average-time mode. */
  public static BenchmarkResult readMany(String backend, long cutoff) {
    return result(
        "ReadBenchmark.readMany",
        "avgt",
        Map.of(Names.BACKEND, backend, Names.CUTOFF, "" + cutoff, Names.DATASET, "synthetic"),
        sampled("us/op", 0.5 * cutoff * (2 + BACKENDS.indexOf(backend))),
        Map.of());
  }

  /** Random reads in sample-time mode, with what JMH lists of percentiles. */
  public static BenchmarkResult readRandom(String backend, long cutoff) {
    return result(
        "ReadBenchmark.readRandom",
        "sample",
        Map.of(Names.BACKEND, backend, Names.CUTOFF, "" + cutoff, Names.DATASET, "synthetic"),
        sampled("us/op", 500.5),
        Map.of("p0.50", exact("us/op", 500), "p0.999", exact("us/op", 999)));
  }

  /** Any result. */
  public static BenchmarkResult result(
      String benchmark,
      String mode,
      Map<String, String> params,
      Metric primary,
      Map<String, Metric> secondary) {
    return new BenchmarkResult(
        new Key("dev.imagestore.workload." + benchmark, mode, 1, new TreeMap<>(params)),
        new RunSettings(
            "1.37",
            "17.0.15",
            "OpenJDK",
            "17.0.15+6",
            List.of("-Xmx1g"),
            FORKS,
            3,
            "1 s",
            2,
            "1 s"),
        primary,
        new TreeMap<>(secondary));
  }

  /** The same, measured by so many threads. */
  public static BenchmarkResult byThreads(int threads, BenchmarkResult result) {
    Key key = result.key();
    return new BenchmarkResult(
        new Key(key.benchmark(), key.mode(), threads, key.params()),
        result.run(),
        result.primary(),
        result.secondary());
  }

  /** The same under other conditions, in a mode that measures times. */
  public static BenchmarkResult conditions(
      BenchmarkResult result, Map<String, String> conditions, String mode) {
    Key key = result.key();
    Map<String, String> params = new TreeMap<>(key.params());
    params.putAll(conditions);
    return new BenchmarkResult(
        new Key(key.benchmark(), mode, key.threads(), new TreeMap<>(params)),
        result.run(),
        sampled("s/op", 0.01),
        result.secondary());
  }

  /** Six forks of two iterations within 5 % of {@code value}. */
  public static Metric sampled(String unit, double value) {
    List<List<Double>> forks =
        IntStream.range(0, FORKS)
            .mapToObj(f -> List.of(value * (0.96 + 0.015 * f), value * (0.97 + 0.015 * f)))
            .toList();
    return new Metric(unit, value, forks);
  }

  /** The same figure from every fork. */
  public static Metric exact(String unit, double value) {
    return new Metric(
        unit, value, IntStream.range(0, FORKS).mapToObj(f -> List.of(value)).toList());
  }

  /** An environment of a plain machine. */
  public static Environment environment(String kind, boolean complete) {
    return new Environment(
        Environment.SCHEMA,
        new Environment.Run(
            kind, "2026-01-01T00:00:00Z", 60, complete, List.of(), List.of(), List.of("-f", "6")),
        new Environment.Machine("Some CPU @ 2.80GHz", 2, 8L << 30, "Linux", "6.1.0", "amd64"),
        new Environment.WorkDirectory("ext4", "yes", "rw"),
        new Environment.Jdk(17, "17.0.15+6", "Debian", "OpenJDK", "Serial", List.of("-Xmx1g")),
        new TreeMap<>(Map.of("jmh-core", "1.37", "lmdbjava", "0.9.3")),
        "0123456789abcdef",
        new TreeMap<>(
            Map.of("synthetic", new Environment.Dataset("c0ffee", 1_000, "32x32x3", 3_072_000L))));
  }
}
