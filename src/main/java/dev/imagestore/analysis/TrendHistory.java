package dev.imagestore.analysis;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.EnvironmentFiles;
import dev.imagestore.result.Metric;
import dev.imagestore.result.Resource;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.result.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The runs of a directory, in the order of time.
 *
 * @param runs that can be followed
 * @param leftOut that can't, by reason
 */
public record TrendHistory(List<TrendRun> runs, List<TrendLeftOut> leftOut) {
  private static final String JSON = ".json";
  private static final String ENVIRONMENT = ".env.json";

  /** Copies the lists. */
  public TrendHistory {
    runs = List.copyOf(runs);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Reads the result files of a directory and of the directories in it. One that can't be followed
   * is left out and counted, and spoils nothing: without an environment beside it, it is not known
   * where it belongs, a quick run is not for conclusions, an incomplete one was stopped for a
   * reason.
   *
   * @throws BadInputException if it is not a directory
   */
  public static TrendHistory read(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      throw BadInputException.of(
          dir,
          "a directory of result files",
          Files.exists(dir) ? "a file" : "nothing of that name",
          "name the directory that runs write to, results by default");
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(dir, 2)) {
      files = all.filter(TrendHistory::mayBeResults).sorted().toList();
    }
    List<TrendRun> runs = new ArrayList<>();
    SortedMap<String, List<String>> leftOut = new TreeMap<>();
    for (Path file : files) {
      Path parent = file.getParent();
      String sitting =
          parent == null || parent.equals(dir) ? "" : String.valueOf(parent.getFileName());
      String name = (sitting.isEmpty() ? "" : sitting + "/") + ResultFiles.name(file);
      String obstacle;
      try {
        obstacle = add(file, name, sitting, runs);
      } catch (BadInputException e) {
        obstacle = "not readable as results";
      }
      if (!obstacle.isEmpty()) {
        leftOut.computeIfAbsent(obstacle, o -> new ArrayList<>()).add(name);
      }
    }
    runs.sort(Comparator.comparing(TrendRun::started).thenComparing(TrendRun::name));
    return new TrendHistory(
        runs,
        leftOut.entrySet().stream().map(e -> new TrendLeftOut(e.getKey(), e.getValue())).toList());
  }

  private static boolean mayBeResults(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(JSON)
        && !name.endsWith(ENVIRONMENT)
        && !name.startsWith(".")
        && Files.isRegularFile(file);
  }

  /** Why it is left out; empty if it was added. */
  private static String add(Path file, String name, String sitting, List<TrendRun> runs)
      throws IOException {
    Path beside = EnvironmentFiles.beside(file);
    if (!Files.isRegularFile(beside)) {
      return "without an environment";
    }
    Environment environment = EnvironmentFiles.read(beside);
    if (environment.run().kind().equals("quick")) {
      return "quick";
    }
    if (!environment.run().complete()) {
      return "incomplete";
    }
    Optional<Instant> started = instant(environment.run().started());
    if (started.isEmpty()) {
      return "without a time";
    }
    ResultFile results = ResultFiles.read(file);
    runs.add(new TrendRun(name, sitting, started.get(), slim(name, results)));
    return "";
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Without what a trend has no use for: years of iterations need much memory. */
  private static ResultFile slim(String name, ResultFile file) {
    return new ResultFile(
        name, file.environment(), file.results().stream().map(TrendHistory::slim).toList());
  }

  private static BenchmarkResult slim(BenchmarkResult result) {
    SortedMap<String, Metric> exact = new TreeMap<>();
    result
        .secondary()
        .forEach(
            (name, metric) -> {
              if (Unit.of(name, metric.unit()).exact()) {
                exact.put(name, slim(metric, true));
              } else if (Resource.of(name).filter(r -> Counts.areJudged(result, r)).isPresent()) {
                exact.put(name, slim(metric, false));
              }
            });
    return new BenchmarkResult(result.key(), result.run(), slim(result.primary(), false), exact);
  }

  private static Metric slim(Metric metric, boolean exact) {
    return new Metric(
        metric.unit(), metric.score(), metric.perFork(exact).stream().map(List::of).toList());
  }
}
