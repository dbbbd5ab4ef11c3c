package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.imagestore.input.BadInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as users have them. */
class ResultFilesTest {
  @TempDir Path dir;

  @Test
  void jmhOf2018() throws IOException {
    // JMH 1.21: no jmhVersion, no secondary metrics, no params, one fork of one iteration.
    ResultFile file =
        read(
            """
            [ { "benchmark" : "org.example.Sorting.quick", "mode" : "avgt", "threads" : 2,
                "forks" : 1, "warmupIterations" : 5, "warmupTime" : "1 s",
                "warmupBatchSize" : 1, "measurementIterations" : 1, "measurementTime" : "1 s",
                "measurementBatchSize" : 1,
                "primaryMetric" : { "score" : 12.5, "scoreError" : "NaN",
                  "scoreConfidence" : [ "NaN", "NaN" ],
                  "scorePercentiles" : { "0.0" : 12.5, "50.0" : 12.5 },
                  "scoreUnit" : "us/op", "rawData" : [ [ 12.5 ] ] },
                "secondaryMetrics" : { } } ]
            """);
    assertThat(file.name()).isEqualTo("run");
    assertThat(file.environment()).isEmpty();
    BenchmarkResult result = file.results().get(0);
    assertThat(result.key().shortName()).isEqualTo("Sorting.quick");
    assertThat(result.key().threads()).isEqualTo(2);
    assertThat(result.run().jmhVersion()).isEmpty();
    assertThat(result.primary().raw()).containsExactly(List.of(12.5));
    assertThat(result.secondary()).isEmpty();
  }

  @Test
  void sampleTimeHasAMeanPerIteration() throws IOException {
    ResultFile file =
        read(
            """
            [ { "benchmark" : "a.B.c", "mode" : "sample", "primaryMetric" : { "score" : 2,
                "scoreUnit" : "us/op",
                "rawDataHistogram" : [ [ [ [1.0, 3], [5.0, 1] ], [ [1.0, 1] ] ],
                                       [ [ [2.0, 1] ], [ ] ] ] } } ]
            """);
    Metric metric = file.results().get(0).primary();
    assertThat(metric.raw().get(0)).containsExactly(2.0, 1.0);
    assertThat(metric.raw().get(1).get(0)).isEqualTo(2.0, within(0.0));
    assertThat(metric.raw().get(1).get(1)).isNaN();
  }

  @Test
  void theEnvironmentIsReadWhereItLiesBeside() throws IOException {
    Environment environment = EnvironmentFilesTest.example();
    EnvironmentFiles.write(environment, dir.resolve("run.env.json"));
    assertThat(read(minimal()).environment()).contains(environment);
  }

  @Test
  void theSameBenchmarkTwiceIsTwoResults() throws IOException {
    String one = minimal().strip();
    String twice = one.substring(0, one.length() - 1) + "," + one.substring(1);
    assertThat(read(twice).results()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                          | an empty file",
        "`   `                       | an empty file",
        "`[]`                        | an empty array",
        "`{}`                        | an object",
        "`hello`                     | JSON at line 1",
        "`Benchmark  Mode  Cnt`      | JSON at line 1",
        "`[{\"benchmark\":\"a.b\"`   | JSON at line 1",
        "`[{}]`                      | \"benchmark\" in result 1",
        "`[1]`                       | an object in result 1",
        "`[{\"benchmark\":7}]`       | \"benchmark\" to be text",
        "`[{\"benchmark\":\"a.b\"}]` | \"mode\" in a.b",
        "`[{\"threads\":-1}]`        | \"threads\" of 0 or more",
        "`[{\"threads\":1.5}]`       | \"threads\" to be a whole number",
        "`[{\"primaryMetric\":{\"rawData\":[[\"x\"]]}}]` | to be a number",
        "`[{\"primaryMetric\":{\"score\":1}}]`           | \"scoreUnit\"",
        "`[{\"params\":{\"a\":[]}}]`                     | parameter \"a\" to be text",
      })
  void isRefusedInOneLine(String content, String said) {
    assertThatThrownBy(() -> read(content == null ? "" : content))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(dir.resolve("run.json") + ": ")
        .hasMessageContaining(said)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void cutOffAnywhereItIsRefused() throws IOException {
    byte[] whole =
        Files.readAllBytes(Path.of("src", "test", "resources", "results", "foreign.json"));
    int end = new String(whole, StandardCharsets.UTF_8).stripTrailing().length();
    Path json = dir.resolve("run.json");
    for (int length = 0; length < end; length += 17) {
      Files.write(json, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ResultFiles.read(json))
          .isInstanceOf(BadInputException.class)
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  void neitherDirectoriesNorNothingAreFiles() {
    assertThatThrownBy(() -> ResultFiles.read(dir))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a directory");
    assertThatThrownBy(() -> ResultFiles.read(dir.resolve("none.json")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void absurdNestingIsRefused() {
    assertThatThrownBy(() -> read("[{\"x\":" + "[".repeat(1_000_000)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nesting");
  }

  @Test
  void aHugeFileGivesAResultOrALineSoon() throws IOException {
    // 100 MB of figures: more than any run measures.
    Path json = dir.resolve("huge.json");
    byte[] figures = "1234.5678,".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(json))) {
      out.write(
          "[{\"benchmark\":\"a.b\",\"mode\":\"avgt\",\"primaryMetric\":{\"rawData\":[["
              .getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 1000; i++) {
        out.write(figures);
      }
      out.write("1]],\"scoreUnit\":\"s/op\"}}]".getBytes(StandardCharsets.UTF_8));
    }
    // Generous: it is there to find a reader that never ends.
    Assertions.assertTimeout(
        Duration.ofSeconds(30),
        () ->
            assertThatThrownBy(() -> ResultFiles.read(json))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("figures"));
  }

  private ResultFile read(String content) throws IOException {
    Path json = dir.resolve("run.json");
    Files.writeString(json, content);
    return ResultFiles.read(json);
  }

  private static String minimal() {
    return "[{\"benchmark\":\"a.B.c\",\"mode\":\"thrpt\",\"primaryMetric\":"
        + "{\"score\":1,\"scoreUnit\":\"ops/s\"}}]";
  }
}
