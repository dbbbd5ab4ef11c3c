package dev.imagestore.bench;

import dev.imagestore.result.Environment;
import dev.imagestore.result.Environments;
import dev.imagestore.result.Publishable;
import dev.imagestore.result.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * Keeps what has been measured, in memory and on disk: after every {@link #add} the file is whole
 * and valid, and the environment beside it says whether more was to come.
 */
final class ResultSaver {
  private final Path file;
  private final List<Configuration> configurations;
  private final Map<String, String> publicNames;
  private final Map<Configuration, Measured> measured = new HashMap<>();

  /**
   * Saves to a file.
   *
   * @param file {@code results/<date>-<time>-jdk<N>.json}
   * @param configurations all that will be measured: the file has them in this order, whatever
   *     order they run in
   * @param publicNames the name to publish for each dataset
   */
  ResultSaver(Path file, List<Configuration> configurations, Map<String, String> publicNames) {
    this.file = file;
    this.configurations = configurations;
    this.publicNames = publicNames;
  }

  /** Where the results are. */
  Path file() {
    return file;
  }

  /** Adds forks of a configuration. */
  void add(Configuration configuration, Collection<RunResult> results) {
    for (RunResult result : results) {
      measured
          .computeIfAbsent(configuration, c -> new Measured(result.getParams(), new ArrayList<>()))
          .forks()
          .addAll(result.getBenchmarkResults());
    }
  }

  /** Forgets a configuration: one of its forks failed, so none of its figures can be trusted. */
  void drop(Configuration configuration) {
    measured.remove(configuration);
  }

  /** What has been measured, one a configuration, all forks together. */
  List<RunResult> results() {
    return configurations.stream()
        .map(measured::get)
        .filter(Objects::nonNull)
        .map(m -> new RunResult(m.params(), m.forks()))
        .toList();
  }

  /** Writes both files, each beside and then in place of the old. */
  void save(Environment environment) throws IOException {
    Files.createDirectories(file.getParent());
    // In this order, so that there is no moment in which a result file has no environment.
    Environments.write(environment, Environments.beside(file));
    WholeFile.write(file, json(results(), publicNames));
  }

  /**
   * Writes the results once more in the format and to the file that JMH's own arguments ask for.
   */
  void saveAs(ResultFormatType type, Path target) throws IOException {
    WholeFile.write(target, format(type, results()));
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

  private record Measured(BenchmarkParams params, List<BenchmarkResult> forks) {}
}
