package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;

class JmhResultsTest {
  private static final String DATASET = "folder:/Users/ann/scans";

  @TempDir private Path dir;

  @Test
  void jsonIsJmhsLessWhatIsNotForOthers() throws IOException {
    JsonNode result = new JsonMapper().readTree(JmhResults.json(published("png", 3, 3))).path(0);

    assertThat(result.path("jvm").asText()).isEqualTo("java");
    assertThat(result.path("jvmArgs"))
        .extracting(JsonNode::asText)
        .containsExactly("-Xmx1g", "-XX:HeapDumpPath=dump");
    assertThat(result.path("params").path("dataset").asText()).isEqualTo("folder:scans");
    assertThat(result.path("measurementIterations").asInt()).isEqualTo(3);
    assertThat(result.path("primaryMetric").path("rawData")).hasSize(2);
  }

  @Test
  void anOptionStandsWhereItsBackendHasItOnly() throws IOException {
    assertThat(params("raw")).containsOnlyKeys("backend", "dataset");
    assertThat(params("lmdb"))
        .containsOnlyKeys("backend", "dataset", "lmdbBuffer")
        .as("the default too")
        .containsEntry("lmdbBuffer", "netty");
    assertThat(params("png")).containsOnlyKeys("backend", "dataset", "pngCodec", "pngThreads");
  }

  @ParameterizedTest
  @EnumSource(ResultFormatType.class)
  void noFormatNamesAPath(ResultFormatType type) throws IOException {
    JmhResults results = new JmhResults();
    results.add(0, published("raw", 3));
    results.add(1, published("png", 3));
    results.add(1, published("png", 3));
    Path file = dir.resolve("results");
    results.write(type, file);

    assertThat(Files.readString(file))
        .contains("folder:scans")
        .contains("png")
        .doesNotContain("/Users")
        .doesNotContain("ann")
        .doesNotContain("lmdbBuffer")
        .doesNotContain("imagestore.run");
  }

  @Test
  void forksThatCameOneByOneAreCounted() {
    JmhResults results = new JmhResults();
    results.add(0, published("raw", 3));
    results.add(0, published("raw", 3));

    assertThat(results.all())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.getParams().getForks()).isEqualTo(2);
              assertThat(r.getBenchmarkResults()).hasSize(2);
            });
  }

  private static Map<String, String> params(String backend) throws IOException {
    JsonMapper mapper = new JsonMapper();
    return mapper.convertValue(
        mapper.readTree(JmhResults.json(published(backend, 3))).path(0).path("params"),
        new TypeReference<Map<String, String>>() {});
  }

  private static List<RunResult> published(String backend, int... iterations) {
    return JmhResults.publishable(
        List.of(
            JmhRuns.run(
                JmhRuns.params(
                    Mode.Throughput,
                    iterations.length,
                    "/opt/jdk/bin/java",
                    List.of("-Xmx1g", "-Dimagestore.run=/tmp/run-1", "-XX:HeapDumpPath=/tmp/dump"),
                    Map.of(
                        "backend",
                        backend,
                        "dataset",
                        DATASET,
                        "pngCodec",
                        "suite",
                        "pngThreads",
                        "1",
                        "lmdbBuffer",
                        "netty")),
                iterations)),
        Map.of(DATASET, "folder:scans"));
  }
}
