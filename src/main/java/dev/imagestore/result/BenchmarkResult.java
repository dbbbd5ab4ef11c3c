package dev.imagestore.result;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one configuration measured.
 *
 * @param benchmark the full name, {@code dev.imagestore.workload.ReadBenchmark.readMany}
 * @param mode JMH's short name: {@code thrpt}, {@code avgt}, {@code sample}, {@code ss}
 * @param threads threads of the benchmark
 * @param params JMH parameters by name; empty for a benchmark without any
 * @param run how it was run
 * @param primary the metric of the mode
 * @param secondary further metrics by name: {@code images}, {@code diskApparent} …
 */
public record BenchmarkResult(
    String benchmark,
    String mode,
    int threads,
    SortedMap<String, String> params,
    RunSettings run,
    Metric primary,
    SortedMap<String, Metric> secondary) {
  /** Copies the maps. */
  public BenchmarkResult {
    params = new TreeMap<>(params);
    secondary = new TreeMap<>(secondary);
  }

  /** Class and method, {@code ReadBenchmark.readMany}. */
  public String shortName() {
    int method = benchmark.lastIndexOf('.');
    return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
  }
}
