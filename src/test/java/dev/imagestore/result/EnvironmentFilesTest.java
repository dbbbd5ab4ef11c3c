package dev.imagestore.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments to JSON and back. */
class EnvironmentFilesTest {
  @TempDir Path dir;

  static Environment example() {
    var libraries = new TreeMap<String, String>();
    libraries.put("jmh-core", "1.37");
    libraries.put("lmdbjava", "0.9.3");
    var datasets = new TreeMap<String, Environment.Dataset>();
    datasets.put("synthetic", new Environment.Dataset("ab12", 10_000, "32x32x3", 30_720_000));
    return new Environment(
        Environment.SCHEMA,
        new Environment.Run(
            "quick",
            "2026-01-02T03:04:05Z",
            85.5,
            true,
            List.of(),
            List.of("the file system has no journal; set IMAGESTORE_WORK"),
            List.of("--quick")),
        new Environment.Machine("A CPU \"two\"", 2, 24L << 30, "Linux", "6.1.0", "amd64"),
        new Environment.WorkDirectory("ext4", "yes", "rw,relatime"),
        new Environment.Jdk(17, "17.0.15+6", "Debian", "OpenJDK", "Serial", List.of("-Xmx1g")),
        libraries,
        "abc",
        datasets);
  }

  @Test
  void isReadBack() throws IOException {
    Path file = dir.resolve("run.env.json");
    EnvironmentFiles.write(example(), file);
    EnvironmentFiles.write(example(), file);
    assertThat(EnvironmentFiles.read(file)).isEqualTo(example());
    try (var left = Files.list(dir)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void whatIsMissingIsEmptyAndWhatIsNewIsIgnored() throws IOException {
    Environment environment = read("{\"schema\":1,\"colour\":{\"a\":[]},\"run\":{\"kind\":null}}");
    assertThat(environment.run().kind()).isEmpty();
    assertThat(environment.run().complete()).isFalse();
    assertThat(environment.machine().cores()).isZero();
    assertThat(environment.datasets()).isEmpty();
  }

  @Test
  void aNewerSchemaIsSaid() {
    assertThatThrownBy(() -> read("{\"schema\":99}"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("run.env.json: expected schema 2 or older, found schema 99")
        .hasMessageContaining("newer version");
  }

  @Test
  void wrongTypesAreRefused() {
    for (String content :
        List.of(
            "",
            "[]",
            "7",
            "{",
            "{}",
            "{\"schema\":\"1\"}",
            "{\"schema\":1,\"run\":[]}",
            "{\"schema\":1,\"run\":{\"warnings\":7}}",
            "{\"schema\":1,\"run\":{\"warnings\":[7]}}",
            "{\"schema\":1,\"machine\":{\"cores\":\"two\"}}",
            "{\"schema\":1,\"datasets\":{\"a\":7}}",
            "{\"schema\":1} x",
            "{\"schema\":" + "[".repeat(10_000))) {
      assertThatThrownBy(() -> read(content))
          .as(content)
          .isInstanceOf(BadInputException.class)
          .message()
          .contains("run.env.json: ")
          .doesNotContain("\n");
    }
  }

  private Environment read(String content) throws IOException {
    Path file = dir.resolve("run.env.json");
    Files.writeString(file, content);
    return EnvironmentFiles.read(file);
  }
}
