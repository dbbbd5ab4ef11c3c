package dev.imagestore.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.result.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published results, which are of schema 1, stay readable and pair with today's. */
class Schema1Test {
  private static final Path RESULTS = Path.of("results");
  private static final Path REFERENCE = RESULTS.resolve("2026-11-20-143107-jdk17.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;

  @Test
  void everyResultHasTodaysNames() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(RESULTS)) {
      files =
          all.filter(file -> file.toString().endsWith(".json"))
              .filter(file -> Files.exists(environmentOf(file)))
              .sorted()
              .toList();
    }
    assertThat(files).hasSizeGreaterThan(5);
    for (Path file : files) {
      for (BenchmarkResult result : ResultFiles.read(file).results()) {
        assertThat(result.key().benchmark()).startsWith("dev.imagestore.workload.");
        assertThat(Workload.of(result.key().shortName())).isPresent();
        assertThat(result.key().params()).doesNotContainValue("own");
      }
    }
  }

  @Test
  void theyAreShownAsBefore() throws IOException {
    RunSummary figures = RunSummary.of(ResultFiles.read(REFERENCE));

    assertThat(figures.backends()).containsExactlyInAnyOrder("raw", "png", "lmdb", "hdf5");
    assertThat(figures.others()).isEmpty();
    assertThat(figures.rows()).hasSize(108);
  }

  @Test
  void theyPairWithTodaysResults() throws IOException {
    ResultFile old = ResultFiles.read(REFERENCE);
    ResultFile today = asToday();
    assertThat(today.environment().map(Environment::schema)).contains(Environment.SCHEMA);

    assertThatThrownBy(() -> Comparisons.compare(old, today, ComparisonOptions.of(0.05)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("schema is 1 in one and 2 in the other");
    Comparison forced =
        Comparisons.compare(old, today, new ComparisonOptions(0.05, 0.1, true, false));

    assertThat(forced.unpaired()).isEmpty();
    assertThat(forced.rows())
        .hasSize(108)
        .allSatisfy(row -> assertThat(row.finding().ratio().value()).isEqualTo(1, within(1e-9)));
  }

  @Test
  void aTrendFollowsBothApart() throws IOException {
    asToday();
    Files.copy(REFERENCE, dir.resolve("old.json"));
    Files.copy(environmentOf(REFERENCE), dir.resolve("old.env.json"));

    Trend trend = Trends.of(TrendHistory.read(dir), 0.05, 0.1);

    assertThat(trend.lines()).hasSize(2 * 108);
    assertThat(trend.lines())
        .extracting(line -> line.key().benchmark())
        .allMatch(name -> name.startsWith("dev.imagestore.workload."));
  }

  /** The reference as today's build would write it. */
  private ResultFile asToday() throws IOException {
    JsonNode document = JSON.readTree(Files.readString(REFERENCE));
    for (JsonNode result : document) {
      String name = result.path("benchmark").asText();
      assertThat(name).startsWith("dev.imagestore.bench.");
      ((ObjectNode) result).put("benchmark", name.replace(".bench.", ".workload."));
      assertThat(result.at("/params/pngCodec").asText()).isEqualTo("own");
      ((ObjectNode) result.path("params")).put("pngCodec", "suite");
    }
    Path file = dir.resolve("today.json");
    JSON.writeValue(file.toFile(), document);
    JsonNode environment = JSON.readTree(Files.readString(environmentOf(REFERENCE)));
    assertThat(environment.path("schema").asInt()).isEqualTo(1);
    ((ObjectNode) environment).put("schema", Environment.SCHEMA);
    JSON.writeValue(environmentOf(file).toFile(), environment);
    return ResultFiles.read(file);
  }

  private static Path environmentOf(Path file) {
    return file.resolveSibling(String.valueOf(file.getFileName()).replace(".json", ".env.json"));
  }
}
