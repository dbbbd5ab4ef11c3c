package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.SampleTimeResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.ThroughputResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.util.SampleBuffer;

/** JMH itself is the reference: forks merged by us are those that it wrote together. */
class ForkMergeTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final Random random = new Random(5);

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"Throughput", "AverageTime", "SampleTime"})
  void mergedForksAreWhatJmhWritesForARunOfThem(Mode mode) throws IOException {
    List<BenchmarkResult> forks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      forks.add(fork(mode));
    }
    List<JsonNode> single = new ArrayList<>();
    for (BenchmarkResult fork : forks) {
      single.add(json(mode, 1, List.of(fork)));
    }

    assertSame("", ForkMerge.merge(single), json(mode, 4, forks));
  }

  @Test
  void oneForkStaysAsItIs() throws IOException {
    JsonNode fork = json(Mode.Throughput, 1, List.of(fork(Mode.Throughput)));

    assertThat(ForkMerge.merge(List.of(fork))).isEqualTo(fork);
  }

  @Test
  void ourOwnMetricsFollowTheirRuleWhateverJmhMadeOfThem() throws IOException {
    JsonNode low = JSON.readTree(footprint(0, 4));
    JsonNode high = JSON.readTree(footprint(2, 4));

    JsonNode merged = ForkMerge.merge(List.of(low, high)).path("secondaryMetrics");

    assertThat(merged.path("diskFiles").path("score").doubleValue()).isEqualTo(4);
    assertThat(merged.path("else").path("score").doubleValue()).as("mean of scores").isEqualTo(1);
  }

  /** A metric of one iteration that JMH has put {@code score} on. */
  private static String footprint(double score, double iteration) {
    String metric =
        String.format(
            Locale.ROOT,
            "{\"score\": %f, \"scoreUnit\": \"x\", \"rawData\": [[%f]]}",
            score,
            iteration);
    return "{\"primaryMetric\": {\"score\": 1, \"rawData\": [[1]]}, \"secondaryMetrics\":"
        + " {\"diskFiles\": "
        + metric
        + ", \"else\": "
        + metric
        + "}}";
  }

  private static void assertSame(String where, JsonNode found, JsonNode expected) {
    if (expected.isNumber()) {
      assertThat(found.isNumber()).as("%s: %s", where, found).isTrue();
      assertThat(found.doubleValue())
          .as(where)
          .isCloseTo(
              expected.doubleValue(), within(1e-9 * Math.abs(expected.doubleValue()) + 1e-300));
    } else if (expected.isContainerNode()) {
      assertThat(found.size()).as("%s: %s", where, found).isEqualTo(expected.size());
      expected
          .properties()
          .forEach(e -> assertSame(where + "/" + e.getKey(), found.path(e.getKey()), e.getValue()));
      for (int i = 0; expected.isArray() && i < expected.size(); i++) {
        assertSame(where + "/" + i, found.path(i), expected.path(i));
      }
    } else {
      assertThat(found).as(where).isEqualTo(expected);
    }
  }

  private BenchmarkResult fork(Mode mode) {
    BenchmarkParams params = JmhRuns.params(mode, 1);
    List<IterationResult> iterations = new ArrayList<>();
    double level = 1 + 0.1 * random.nextGaussian();
    for (int i = 0; i < JmhRuns.ITERATIONS; i++) {
      IterationResult iteration = new IterationResult(params, params.getMeasurement(), null);
      iteration.addResult(primary(mode, level));
      iteration.addResult(
          new ThroughputResult(
              ResultRole.SECONDARY, "images", 1e6 * level, 1_000_000_000, TimeUnit.SECONDS));
      iteration.addResult(
          new ScalarResult("gc.count", 3 + random.nextInt(4), "counts", AggregationPolicy.SUM));
      iteration.addResult(new ScalarResult("diskApparent", 30_830, "B", AggregationPolicy.MAX));
      iterations.add(iteration);
    }
    return new BenchmarkResult(params, iterations);
  }

  private Result<?> primary(Mode mode, double level) {
    double noisy = level * (1 + 0.01 * random.nextGaussian());
    if (mode == Mode.SampleTime) {
      SampleBuffer buffer = new SampleBuffer();
      for (int i = 0; i < 500; i++) {
        buffer.add((long) (1000 * noisy * (1 + random.nextDouble())));
      }
      return new SampleTimeResult(ResultRole.PRIMARY, "readRandom", buffer, TimeUnit.MICROSECONDS);
    }
    return mode == Mode.Throughput
        ? new ThroughputResult(
            ResultRole.PRIMARY, "readMany", 1000 * noisy, 1_000_000_000, TimeUnit.SECONDS)
        : new AverageTimeResult(
            ResultRole.PRIMARY, "readMany", 1000, (long) (1e9 * noisy), TimeUnit.MICROSECONDS);
  }

  private static JsonNode json(Mode mode, int forks, Collection<BenchmarkResult> results)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out)
          .writeOut(List.of(new RunResult(JmhRuns.params(mode, forks), results)));
    }
    return JSON.readTree(bytes.toByteArray()).path(0);
  }
}
