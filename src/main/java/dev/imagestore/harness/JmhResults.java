package dev.imagestore.harness;

import dev.imagestore.result.Publishable;
import dev.imagestore.result.WholeFile;
import dev.imagestore.workload.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * What this process has measured, as JMH's own objects, for what JMH's arguments ask JMH to print
 * and to write beside our files.
 */
final class JmhResults {
  private final SortedMap<Integer, Measured> measured = new TreeMap<>();

  private record Measured(BenchmarkParams params, List<BenchmarkResult> forks) {}

  /** Adds forks of a configuration. */
  void add(int configuration, Collection<RunResult> results) {
    for (RunResult result : results) {
      measured
          .computeIfAbsent(configuration, c -> new Measured(result.getParams(), new ArrayList<>()))
          .forks()
          .addAll(result.getBenchmarkResults());
    }
  }

  /** Forgets a configuration: one of its forks failed, so none of its figures can be trusted. */
  void drop(int configuration) {
    measured.remove(configuration);
  }

  /** One a configuration, all forks together. */
  List<RunResult> all() {
    return measured.values().stream().map(m -> new RunResult(m.params(), m.forks())).toList();
  }

  /** Writes them in a format of JMH's. */
  void write(ResultFormatType type, Path target) throws IOException {
    WholeFile.write(target, format(type, all()));
  }

  /** JMH's JSON of results, fit to be published. */
  static String json(Collection<RunResult> results, Map<String, String> publicNames) {
    return Publishable.json(
        format(ResultFormatType.JSON, results), Workspace.PROPERTY, publicNames);
  }

  private static String format(ResultFormatType type, Collection<RunResult> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(type, out).writeOut(results);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
