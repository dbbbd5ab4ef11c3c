package dev.imagestore.harness;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ThroughputResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;

/** JMH's own objects, as its runner returns them. */
final class JmhRuns {
  /** Iterations that every fork is asked for. */
  static final int ITERATIONS = 3;

  private JmhRuns() {}

  /**
   * Forks of {@code readMany}.
   *
   * @param iterations of each fork
   */
  static RunResult run(BenchmarkParams params, int... iterations) {
    List<BenchmarkResult> forks = new ArrayList<>();
    for (int count : iterations) {
      List<IterationResult> measured = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        IterationResult iteration = new IterationResult(params, params.getMeasurement(), null);
        iteration.addResult(
            new ThroughputResult(
                ResultRole.PRIMARY, "readMany", 1000, 1_000_000_000, TimeUnit.SECONDS));
        measured.add(iteration);
      }
      forks.add(new BenchmarkResult(params, measured));
    }
    return new RunResult(params, forks);
  }

  /** The parameters of the flat file. */
  static BenchmarkParams params(Mode mode, int forks) {
    return params(mode, forks, "java", List.of("-Xmx1g"), Map.of("backend", "raw"));
  }

  static BenchmarkParams params(
      Mode mode, int forks, String jvm, Collection<String> jvmArgs, Map<String, String> values) {
    WorkloadParams workload = new WorkloadParams();
    values.forEach((name, value) -> workload.put(name, value, 0));
    return new BenchmarkParams(
        "dev.imagestore.workload.ReadBenchmark.readMany",
        "generated",
        true,
        1,
        new int[] {1},
        List.of(),
        forks,
        0,
        new IterationParams(IterationType.WARMUP, 2, TimeValue.seconds(1), 1),
        new IterationParams(IterationType.MEASUREMENT, ITERATIONS, TimeValue.seconds(1), 1),
        mode,
        workload,
        TimeUnit.SECONDS,
        1,
        jvm,
        jvmArgs,
        "17",
        "VM",
        "17+1",
        "1.37",
        TimeValue.minutes(1));
  }
}
