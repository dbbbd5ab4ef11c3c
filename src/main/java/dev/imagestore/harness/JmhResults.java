package dev.imagestore.harness;

import dev.imagestore.result.BackendOptions;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.result.Publishable;
import dev.imagestore.result.WholeFile;
import dev.imagestore.result.Workload;
import dev.imagestore.workload.MemoryLimit;
import dev.imagestore.workload.Turns;
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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.WorkloadParams;

/**
 * What this process has measured, as JMH's own objects, for what JMH's arguments ask JMH to print
 * and to write beside the suite's files.
 */
final class JmhResults {
  /** What JMH's table shows where a row has no such parameter. */
  private static final String ABSENT = "N/A";

  /** Properties of forks that say where, and not what. */
  private static final List<String> PRIVATE =
      List.of(Workspace.PROPERTY, MemoryLimit.PROPERTY, Turns.PROPERTY, Turns.SLOT_PROPERTY);

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
    return measured.values().stream()
        .map(m -> new RunResult(together(m.params(), m.forks().size()), m.forks()))
        .toList();
  }

  /** Writes them in a format of JMH's. */
  void write(ResultFormatType type, Path target) throws IOException {
    List<RunResult> all = all();
    WholeFile.write(target, format(type, type == ResultFormatType.LATEX ? sameParams(all) : all));
  }

  /** JMH's JSON of results. */
  static String json(Collection<RunResult> results) {
    return format(ResultFormatType.JSON, results);
  }

  private static String format(ResultFormatType type, Collection<RunResult> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(type, out).writeOut(results);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * Results fit to be published, in whatever format: no path of the machine is in them, and so no
   * user's name either, and a row has no parameter that its backend ignores.
   *
   * @param datasets the name to publish for each value of the parameter {@code dataset}
   */
  static List<RunResult> publishable(Collection<RunResult> results, Map<String, String> datasets) {
    return results.stream()
        .map(r -> new RunResult(publishable(r.getParams(), datasets), r.getBenchmarkResults()))
        .toList();
  }

  /** The same without the options that the backend does not have. */
  static BenchmarkParams applicable(BenchmarkParams params) {
    return with(
        params,
        params.getForks(),
        params.getJvm(),
        params.getJvmArgs(),
        BackendOptions.applicable(values(params), workload(params)));
  }

  private static Optional<Workload> workload(BenchmarkParams params) {
    return Workload.of(Key.shortName(params.getBenchmark()));
  }

  private static BenchmarkParams publishable(BenchmarkParams params, Map<String, String> datasets) {
    SortedMap<String, String> applicable =
        BackendOptions.applicable(values(params), workload(params));
    applicable.computeIfPresent(
        Names.DATASET, (name, set) -> datasets.getOrDefault(set, Publishable.text(set)));
    return with(
        params,
        params.getForks(),
        Publishable.text(params.getJvm()),
        params.getJvmArgs().stream()
            .filter(flag -> PRIVATE.stream().noneMatch(name -> flag.startsWith("-D" + name + "=")))
            .map(Publishable::text)
            .toList(),
        applicable);
  }

  /** As if JMH had run these forks at once; 0 stays 0, which is this process. */
  private static BenchmarkParams together(BenchmarkParams params, int forks) {
    return with(
        params,
        params.getForks() == 0 ? 0 : forks,
        params.getJvm(),
        params.getJvmArgs(),
        values(params));
  }

  /** JMH's LaTeX does not bear a row that lacks a parameter of another's. */
  private static List<RunResult> sameParams(List<RunResult> results) {
    TreeSet<String> names = new TreeSet<>();
    results.forEach(result -> names.addAll(result.getParams().getParamsKeys()));
    return results.stream()
        .map(
            result -> {
              BenchmarkParams params = result.getParams();
              SortedMap<String, String> values = values(params);
              names.forEach(name -> values.putIfAbsent(name, ABSENT));
              return new RunResult(
                  with(params, params.getForks(), params.getJvm(), params.getJvmArgs(), values),
                  result.getBenchmarkResults());
            })
        .toList();
  }

  private static SortedMap<String, String> values(BenchmarkParams params) {
    SortedMap<String, String> values = new TreeMap<>();
    params.getParamsKeys().forEach(name -> values.put(name, params.getParam(name)));
    return values;
  }

  private static BenchmarkParams with(
      BenchmarkParams params,
      int forks,
      String jvm,
      Collection<String> jvmArgs,
      SortedMap<String, String> values) {
    WorkloadParams workload = new WorkloadParams();
    values.forEach((name, value) -> workload.put(name, value, 0));
    return new BenchmarkParams(
        params.getBenchmark(),
        params.generatedBenchmark(),
        params.shouldSynchIterations(),
        params.getThreads(),
        params.getThreadGroups(),
        params.getThreadGroupLabels(),
        forks,
        params.getWarmupForks(),
        params.getWarmup(),
        params.getMeasurement(),
        params.getMode(),
        workload,
        params.getTimeUnit(),
        params.getOpsPerInvocation(),
        jvm,
        jvmArgs,
        params.getJdkVersion(),
        params.getVmName(),
        params.getVmVersion(),
        params.getJmhVersion(),
        params.getTimeout());
  }
}
