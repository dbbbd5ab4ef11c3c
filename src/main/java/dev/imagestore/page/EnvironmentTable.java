package dev.imagestore.page;

import dev.imagestore.analysis.RunSummary;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.RunSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where the runs of a page were measured, property by property. */
final class EnvironmentTable {
  private EnvironmentTable() {}

  /** What must not be overlooked about a run. */
  static List<String> warnings(RunSummary run) {
    List<String> warnings = new ArrayList<>();
    if (run.isQuick()) {
      warnings.add("quick: not for conclusions");
    }
    if (run.isIncomplete()) {
      warnings.add("incomplete: the run did not end, or a benchmark failed");
    }
    run.environment()
        .ifPresent(
            e -> {
              e.run().failed().forEach(failed -> warnings.add("failed: " + failed));
              warnings.addAll(e.run().warnings());
            });
    return warnings;
  }

  /** A property and its value in each run; empty text where a run does not have it. */
  record Property(String name, List<String> values) {}

  /** Each property that any run has. */
  static List<Property> sideBySide(List<ResultFile> runs) {
    List<Map<String, String>> columns = runs.stream().map(EnvironmentTable::properties).toList();
    Set<String> names = new LinkedHashSet<>();
    columns.forEach(column -> names.addAll(column.keySet()));
    return names.stream()
        .map(
            name ->
                new Property(name, columns.stream().map(c -> c.getOrDefault(name, "")).toList()))
        .filter(property -> property.values().stream().anyMatch(value -> !value.isEmpty()))
        .toList();
  }

  private static Map<String, String> properties(ResultFile run) {
    Map<String, String> properties = new LinkedHashMap<>();
    run.environment().ifPresent(e -> describe(e, properties));
    List<BenchmarkResult> results = run.results();
    properties.put("JMH", distinct(results, RunSettings::jmhVersion));
    properties.put("JVM of the forks", distinct(results, r -> r.vmName() + " " + r.vmVersion()));
    properties.put("JVM flags", distinct(results, r -> String.join(" ", r.jvmArgs())));
    properties.put("forks", distinct(results, r -> number(r.forks(), "")));
    properties.put("warm-up", distinct(results, r -> times(r.warmupIterations(), r.warmupTime())));
    properties.put(
        "measurement",
        distinct(results, r -> times(r.measurementIterations(), r.measurementTime())));
    return properties;
  }

  private static String distinct(
      List<BenchmarkResult> results, Function<RunSettings, String> property) {
    return results.stream()
        .map(result -> property.apply(result.run()).strip())
        .filter(text -> !text.isEmpty())
        .distinct()
        .limit(10)
        .collect(Collectors.joining("\n"));
  }

  private static void describe(Environment e, Map<String, String> properties) {
    properties.put("run", e.run().kind());
    properties.put("started", e.run().started());
    properties.put("took", String.format(Locale.ROOT, "%.0f s", e.run().seconds()));
    properties.put("arguments", String.join(" ", e.run().arguments()));
    properties.put("CPU", e.machine().cpu());
    properties.put("cores", number(e.machine().cores(), ""));
    properties.put("memory", number(e.machine().memoryBytes() >> 20, " MiB"));
    properties.put("last-level cache", number(e.machine().lastLevelCacheBytes() >> 10, " KiB"));
    properties.put(
        "system",
        String.join(" ", e.machine().os(), e.machine().kernel(), e.machine().arch()).strip());
    properties.put("file system", e.workDirectory().fileSystem());
    properties.put("journal", e.workDirectory().journal());
    properties.put("mount options", e.workDirectory().options());
    properties.put("JDK", e.jdk().version());
    properties.put("JDK vendor", e.jdk().vendor());
    properties.put("garbage collector", e.jdk().collector());
    e.libraries().forEach((name, version) -> properties.put("library " + name, version));
    properties.put("suite", e.commit());
    properties.put("schema", number(e.schema(), ""));
    e.datasets()
        .forEach(
            (name, dataset) -> {
              properties.put(
                  "dataset " + name, dataset.distinct() + " distinct, " + dataset.shapes());
              properties.put("fingerprint of " + name, dataset.fingerprint());
            });
  }

  private static String times(int iterations, String time) {
    return time.isEmpty() ? number(iterations, "") : iterations + " × " + time;
  }

  /** 0 means that it could not be found out. */
  private static String number(long value, String unit) {
    return value == 0 ? "" : value + unit;
  }
}
