package dev.imagestore.report;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Names;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What must be the same for two results to be a pair.
 *
 * @param benchmark the full name
 * @param mode JMH's short name
 * @param threads of the benchmark
 * @param params by name; the dataset by the name that the base knows it by
 */
public record ComparisonKey(
    String benchmark, String mode, int threads, SortedMap<String, String> params) {
  /** Copies the map. */
  public ComparisonKey {
    params = new TreeMap<>(params);
  }

  /**
   * The key of a result.
   *
   * @param datasets names of datasets to replace, because the other file has the same images under
   *     another name
   */
  static ComparisonKey of(BenchmarkResult result, Map<String, String> datasets) {
    SortedMap<String, String> params = new TreeMap<>(result.params());
    params.computeIfPresent(Names.DATASET, (n, name) -> datasets.getOrDefault(name, name));
    return new ComparisonKey(result.benchmark(), result.mode(), result.threads(), params);
  }

  /** Class and method, {@code ReadBenchmark.readMany}. */
  public String shortName() {
    int method = benchmark.lastIndexOf('.');
    return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
  }

  /** All but the parameters: {@code ReadBenchmark.readMany, thrpt, 2 threads}. */
  public String heading() {
    return shortName() + ", " + mode + (threads == 1 ? "" : ", " + threads + " threads");
  }

  /** All of it in a line: {@code ReadBenchmark.readMany thrpt [backend=png, cutoff=10]}. */
  public String label() {
    String values =
        params.entrySet().stream()
            .map(p -> p.getKey() + "=" + p.getValue())
            .collect(Collectors.joining(", "));
    return shortName()
        + " "
        + mode
        + (threads == 1 ? "" : ", " + threads + " threads")
        + (values.isEmpty() ? "" : " [" + values + "]");
  }
}
