/**
 * The benchmarks, what they share, and the harness that runs them: the only package that knows JMH.
 * What runs inside a fork ({@link dev.imagestore.bench.StoreBenchmark}, {@link
 * dev.imagestore.bench.ReadBenchmark} and their states) uses nothing of what analyses results.
 */
package dev.imagestore.bench;
