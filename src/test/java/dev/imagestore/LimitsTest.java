package dev.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tables of docs/limits.md, made from the files of three made-up sittings. After a change that
 * is meant, {@code -Dgolden.update=true} writes the golden file anew.
 */
class LimitsTest {
  private static final Path SCRIPT = Path.of("src", "limits", "limits.py");
  private static final Path SITTINGS = Path.of("src", "test", "resources", "limits");
  private static final Path PUBLISHED = Path.of("results", "limits");
  private static final Path PAGE = Path.of("docs", "limits.md");
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "limits.md");

  @TempDir Path temp;
  private Path directory;

  @BeforeAll
  static void findPython() {
    Said said = run(List.of("python3", "-c", "import sys; assert sys.version_info >= (3, 9)"));
    assumeTrue(said.status() == 0, "python3, 3.9 or newer, is not installed");
  }

  @BeforeEach
  void copySittings() throws IOException {
    directory = temp.resolve("limits");
    copy(SITTINGS, directory);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** What a run said. */
  private record Said(int status, String out, String err) {}

  @Test
  void tablesFromThreeSittings() throws IOException {
    Said said = limits("--tables", directory);
    assertThat(said.status()).as(said.err()).isZero();
    String tables = Files.readString(directory.resolve("limits.md"));
    assertThat(said.out()).isEqualTo(tables + "\n");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, tables);
    }
    assertThat(tables).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void theSameAsDataAndWhatWasMissed() throws IOException {
    assertThat(limits("--tables", directory).status()).isZero();
    JsonNode json = new ObjectMapper().readTree(directory.resolve("limits.json").toFile());
    assertThat(json.path("sittings").asInt()).isEqualTo(3);
    List<String> missed = new ArrayList<>();
    json.path("missed")
        .forEach(m -> missed.add(m.path("table").asText() + " " + m.path("row").toString()));
    assertThat(missed)
        .contains("targets [17,\"hdf5\"]", "flatness [17,\"store\",\"lmdb\"]")
        .doesNotContain("targets [25,\"png, 1 thread\"]", "small-heap [17,\"raw\"]");
    // Three sittings: 1.2, 1.32 and 2.4 times raw.
    JsonNode hdf5 = json.path("tables").path(0).path("rows").path(1);
    assertThat(hdf5.path(3).path("value").asDouble())
        .isCloseTo(1.32, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(hdf5.path(3).path("met").asBoolean(true)).isFalse();
  }

  @Test
  void aSittingThatIsNotWholeMakesFewerTables() throws IOException {
    try (Stream<Path> runs = Files.list(directory.resolve("runs"))) {
      for (Path file : runs.toList()) {
        if (!file.getFileName().toString().startsWith("buffers-jdk17-2")) {
          Files.delete(file);
        }
      }
    }
    Said said = limits("--tables", directory);
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("One sitting")
        .contains("lmdbBuffer")
        .doesNotContain("pngCodec");
  }

  @Test
  void thePageKeepsWhatIsAroundTheTables() throws IOException {
    Path page = temp.resolve("page.md");
    Files.writeString(page, "before\n<!-- limits:begin -->\nold\n<!-- limits:end -->\nafter\n");
    assertThat(limits("--tables", directory, "--page", page).status()).isZero();
    String once = Files.readString(page);
    assertThat(once)
        .startsWith("before\n<!-- limits:begin -->\n*Medians of 3 sittings")
        .endsWith("\n<!-- limits:end -->\nafter\n")
        .doesNotContain("old");
    assertThat(limits("--tables", directory, "--page", page).status()).isZero();
    assertThat(Files.readString(page)).isEqualTo(once);
  }

  @Test
  void whatIsPublishedIsMadeFromTheResults() throws IOException {
    Path published = temp.resolve("published");
    copy(PUBLISHED, published);
    Path page = Files.copy(PAGE, temp.resolve("page.md"));
    assertThat(limits("--tables", published, "--page", page).status()).isZero();
    for (String name : List.of("limits.md", "limits.json")) {
      assertThat(published.resolve(name)).hasSameTextualContentAs(PUBLISHED.resolve(name));
    }
    assertThat(Files.readString(page).replace(published.toString(), "results/limits"))
        .isEqualTo(Files.readString(PAGE));
  }

  @Test
  void mistakesCostOneLine() throws IOException {
    Path page = temp.resolve("page.md");
    Files.writeString(page, "no markers\n");
    assertRefused("expected one <!-- limits:begin -->", "--tables", directory, "--page", page);
    assertThat(page).hasContent("no markers\n");
    assertRefused("found none; measure first", "--tables", temp.resolve("absent"));
    assertRefused(
        "expected the jar of the benchmarks",
        "--jar",
        temp.resolve("absent.jar"),
        "--jdk",
        temp,
        "--images",
        temp,
        "--work",
        temp,
        "-o",
        temp.resolve("out"));
  }

  private static void assertRefused(String reason, Object... args) {
    Said said = limits(args);
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err().lines().toList())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(reason);
  }

  private static Said limits(Object... args) {
    List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
    Arrays.stream(args).map(String::valueOf).forEach(command::add);
    return run(command);
  }

  private static Said run(List<String> command) {
    try {
      Path err = Files.createTempFile("limits", ".err");
      try {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out, Files.readString(err));
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      return new Said(-1, "", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Said(-1, "", e.toString());
    }
  }
}
