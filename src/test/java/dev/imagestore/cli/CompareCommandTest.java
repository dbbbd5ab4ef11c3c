package dev.imagestore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CompareCommandTest {
  private static final double[] FORKS = {100, 101, 99, 100.5, 99.5, 100.2};

  @TempDir private Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void noRegressionIsZero() throws IOException {
    String file = write("a", "x.A.b", 1, FORKS);

    assertThat(run(file, file)).isEqualTo(Cli.OK);
    assertThat(out.toString()).startsWith("a → a\n").contains("Nothing above 5 % found;");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aRegressionIsOneInAnyOfTheNewFiles() throws IOException {
    String base = write("base", "x.A.b", 1, FORKS);
    String slow = write("slow", "x.A.b", 1.2, FORKS);

    assertThat(run(base, base, slow)).isEqualTo(Cli.REGRESSION);
    assertThat(out.toString()).contains("base → base").contains("base → slow");
    assertThat(out.toString()).contains("1 regression that may reach 5 %: A.b avgt × 1.200");
  }

  @Test
  void theThresholdDecidesWhatARegressionIs() throws IOException {
    String base = write("base", "x.A.b", 1, FORKS);
    String slow = write("slow", "x.A.b", 1.2, FORKS);

    assertThat(run("--threshold", "25%", base, slow)).isEqualTo(Cli.OK);
    assertThat(run("--threshold=0.1", base, slow)).isEqualTo(Cli.REGRESSION);
  }

  @Test
  void noVerdictIsTwoAndThereAreFiguresAllTheSame() throws IOException {
    String file = write("a", "x.A.b", 1, 100, 101);

    assertThat(run(file, file)).isEqualTo(Cli.FAILED);
    assertThat(out.toString()).contains("needs 4 forks per side, has 2 and 2");
    assertThat(out.toString()).contains("1 of 1 row could not have shown 10 %");
  }

  @Test
  void whatCanNotBeComparedIsTwoAndOneLine() throws IOException {
    String base = write("base", "x.A.b", 1, FORKS);

    assertThat(run(base, dir.resolve("none.json").toString())).isEqualTo(Cli.FAILED);
    assertThat(run(base, dir.toString())).isEqualTo(Cli.FAILED);
    assertThat(run(base, write("other", "x.A.c", 1, FORKS))).isEqualTo(Cli.FAILED);
    assertThat(run(base, base, "--format", "pdf")).isEqualTo(Cli.FAILED);
    assertThat(run(base, base, "--threshold", "much")).isEqualTo(Cli.FAILED);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(5)
        .allMatch(line -> line.startsWith("error: "))
        .noneMatch(line -> line.contains("unexpected"));
  }

  @Test
  void oneFileIsNotEnough() throws IOException {
    assertThat(run(write("base", "x.A.b", 1, FORKS))).isEqualTo(Cli.FAILED);
    assertThat(err.toString()).contains("NEW");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "markdown", "csv", "json"})
  void everyFormatGoesToStandardOutput(String format) throws IOException {
    String file = write("a", "x.A.b", 1, FORKS);

    assertThat(run("--format", format, file, file)).isEqualTo(Cli.OK);
    assertThat(out.toString()).contains("avgt").endsWith("\n");
  }

  @Test
  void aThresholdIsAPercentageOrAPart() throws IOException {
    assertThat(CompareCommand.threshold("--threshold", "5%")).isCloseTo(0.05, within(1e-12));
    assertThat(CompareCommand.threshold("--threshold", "2.5 %")).isCloseTo(0.025, within(1e-12));
    assertThat(CompareCommand.threshold("--threshold", "0.05")).isEqualTo(0.05);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5", "-5%", "100%", "NaN", "%", "", "5%%", "1e400%"})
  void aThresholdThatMustBeAMistakeIsRefused(String threshold) {
    assertThatThrownBy(() -> CompareCommand.threshold("--threshold", threshold))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--threshold " + threshold);
  }

  private int run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "compare";
    System.arraycopy(args, 0, all, 1, args.length);
    CommandLine line = Cli.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int status = line.execute(all);
    line.getErr().flush();
    return status;
  }

  private String write(String name, String benchmark, double factor, double... forks)
      throws IOException {
    String raw =
        Arrays.stream(forks)
            .mapToObj(f -> "[" + f * factor + "]")
            .collect(Collectors.joining(",", "[", "]"));
    String json =
        """
        [{"benchmark": "%s", "mode": "avgt", "threads": 1, "forks": %d,
          "primaryMetric": {"score": %s, "scoreUnit": "us/op", "rawData": %s},
          "secondaryMetrics": {}}]
        """
            .formatted(benchmark, forks.length, forks[0] * factor, raw);
    return Files.writeString(dir.resolve(name + ".json"), json).toString();
  }
}
