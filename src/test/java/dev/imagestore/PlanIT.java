package dev.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part of the plan of the limits, short, from the finished jar. */
class PlanIT {
  private static final String NO_PYTHON = "the article's programs are left out";

  @TempDir Path directory;

  @Test
  void oursAndTheArticlesProgramsTakeTurns() throws Exception {
    Jar jar = new Jar(directory);
    Jar.Said said =
        jar.run(
            "--plan",
            "limits",
            "-f",
            "2",
            "-wi",
            "0",
            "-i",
            "2",
            "-r",
            "20ms",
            "-p",
            "backend=lmdb",
            "-p",
            "cutoff=20",
            "Many|Timed");
    assertThat(said.status()).as(said.err()).isZero();
    ResultFile file = result();
    Environment environment = file.environment().orElseThrow();
    assertThat(environment.run().kind()).isEqualTo("limits");
    assertThat(environment.run().complete()).isTrue();
    assertThat(file.results())
        .allSatisfy(result -> assertThat(result.primary().raw()).hasSize(2))
        .filteredOn(result -> !result.key().benchmark().startsWith("article."))
        .hasSize(5);

    BenchmarkResult timed = of(file, "ReadBenchmark.readTimed").get(0);
    for (String metric : List.of("readP50", "readP99", "readP999")) {
      assertThat(timed.secondary().get(metric).raw())
          .as("one figure per fork, of all its iterations")
          .hasSize(2)
          .allSatisfy(fork -> assertThat(fork).singleElement().matches(micros -> micros > 0));
    }
    assertThat(timed.secondary().get("readP50").score())
        .isLessThanOrEqualTo(timed.secondary().get("readP999").score());
    assertThat(said.out()).contains("Single reads").contains("99.9 %");

    if (said.out().contains(NO_PYTHON)) {
      assertThat(of(file, "Python.storeMany")).isEmpty();
    } else {
      assertThat(of(file, "Python.storeMany"))
          .extracting(result -> result.key().param("backend"))
          .containsExactly("lmdb", "lmdb sync=False");
      assertThat(of(file, "Python.readMany"))
          .singleElement()
          .satisfies(
              result ->
                  assertThat(result.primary().raw())
                      .allSatisfy(fork -> assertThat(fork).hasSize(3)));
      assertThat(environment.libraries()).containsKeys("python", "py-lmdb", "pillow");
      assertThat(said.out()).contains("Python.readMany, synthetic");
    }
  }

  private static List<BenchmarkResult> of(ResultFile file, String benchmark) {
    return file.results().stream()
        .filter(result -> result.key().shortName().equals(benchmark))
        .toList();
  }

  private ResultFile result() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("results"))) {
      return ResultFiles.read(
          files.filter(f -> f.toString().matches(".*-jdk\\d+\\.json")).findFirst().orElseThrow());
    }
  }
}
