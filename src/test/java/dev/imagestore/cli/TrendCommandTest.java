package dev.imagestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.result.Environment;
import dev.imagestore.result.EnvironmentFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TrendCommandTest {
  private static final double[] LEVEL = {1, 1.004, 0.997, 1.002, 0.999, 1.003, 0.998, 1.001};

  @TempDir private Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path results;

  @BeforeEach
  void aQuietHistory() throws IOException {
    results = Files.createDirectories(dir.resolve("results"));
    for (int i = 0; i < LEVEL.length; i++) {
      write(results.resolve("run" + i + ".json"), i + 1, LEVEL[i], "default", true);
    }
  }

  @Test
  void noRegressionIsZero() {
    assertThat(run("--format", "text")).isEqualTo(Cli.OK);
    assertThat(out.toString())
        .startsWith("Trend of 8 runs to run7\n")
        .contains("Some CPU, 8 cores, 16 GiB, ext4 · JDK 17")
        .contains(
            "Nothing above 5 % found; the configuration is decided or could have shown 10 %.");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aRegressionOfTheNewestIsOne() throws IOException {
    write(results.resolve("slow.json"), 20, 1.3, "default", true);

    assertThat(run("--format", "text")).isEqualTo(Cli.REGRESSION);
    assertThat(out.toString())
        .contains("1 regression that may reach 5 %: A.b avgt (JDK 17) × 1.299");
    assertThat(run("--format", "text", "--threshold", "50%")).isEqualTo(Cli.OK);
  }

  @Test
  void oneThatIsNotTheNewestIsHistory() throws IOException {
    write(results.resolve("slow.json"), 4, 1.3, "default", true);

    assertThat(run("--format", "text")).isEqualTo(Cli.OK);
  }

  @Test
  void directoriesBelowCountToo() throws IOException {
    Path track = Files.createDirectories(results.resolve("2026-track"));
    write(track.resolve("jdk17.json"), 20, 1.3, "default", true);
    Path deeper = Files.createDirectories(track.resolve("forks"));
    write(deeper.resolve("a.json"), 21, 9, "default", true);

    assertThat(run("--format", "text")).isEqualTo(Cli.REGRESSION);
    assertThat(out.toString()).startsWith("Trend of 9 runs to 2026-track/jdk17\n");
  }

  @Test
  void whatCanNotBeFollowedIsLeftOutAndCounted() throws IOException {
    write(results.resolve("fast.json"), 20, 1.3, "quick", true);
    write(results.resolve("stopped.json"), 21, 1.3, "default", false);
    write(results.resolve("cut.json"), 22, 1.3, "default", true);
    Files.writeString(results.resolve("cut.json"), "[{\"benchmark\": ");
    Files.writeString(results.resolve("theirs.json"), "[]");

    assertThat(run("--format", "text")).isEqualTo(Cli.OK);
    assertThat(out.toString())
        .contains("Left out: 1 incomplete, 1 not readable as results, 1 quick, 1 without an")
        .startsWith("Trend of 8 runs to run7\n");
    assertThat(err.toString().lines())
        .contains("left out, quick: fast", "left out, incomplete: stopped");
  }

  @Test
  void noVerdictIsTwoAndThereAreFiguresAllTheSame() throws IOException {
    Path one = Files.createDirectories(dir.resolve("one"));
    write(one.resolve("only.json"), 1, 1, "default", true);

    assertThat(execute("trend", one.toString(), "--format", "text")).isEqualTo(Cli.FAILED);
    assertThat(out.toString()).contains("the first run: nothing to hold it against");
    assertThat(out.toString()).contains("No verdict: no figure could be compared.");
  }

  @Test
  void whatCanNotBeReadIsTwoAndOneLine() throws IOException {
    Path empty = Files.createDirectories(dir.resolve("empty"));

    assertThat(execute("trend", empty.toString())).isEqualTo(Cli.FAILED);
    assertThat(execute("trend", dir.resolve("none").toString())).isEqualTo(Cli.FAILED);
    assertThat(execute("trend", results.resolve("run0.json").toString())).isEqualTo(Cli.FAILED);
    assertThat(run("--format", "pdf")).isEqualTo(Cli.FAILED);
    assertThat(run("--threshold", "much")).isEqualTo(Cli.FAILED);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(5)
        .allMatch(line -> line.startsWith("error: "))
        .noneMatch(line -> line.contains("unexpected"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "markdown", "json"})
  void everyFormatGoesToStandardOutput(String format) {
    assertThat(run("--format", format)).isEqualTo(Cli.OK);
    assertThat(out.toString()).contains("run7").endsWith("\n");
  }

  @Test
  void picturesAreDrawnWhereAsked() {
    Path plots = dir.resolve("pictures");

    assertThat(run("-o", plots.toString())).isEqualTo(Cli.OK);
    assertThat(plots.resolve("overview.png")).isRegularFile();
    assertThat(plots.resolve("a-b-avgt-jdk17.svg")).isRegularFile();
    assertThat(err.toString()).contains("pictures: 4 files in ");
  }

  @Test
  void aPageIsWrittenWhereAskedAndNothingElse() throws IOException {
    Path track = Files.createDirectories(results.resolve("2026-track"));
    write(track.resolve("jdk17.json"), 20, 1.3, "default", true);
    Path page = dir.resolve("new/trend.html");

    assertThat(run("--html", page.toString())).isEqualTo(Cli.REGRESSION);

    assertThat(page)
        .content()
        .contains("<title>Trend of 9 runs to 2026-track/jdk17</title>", "slower, REGRESSION");
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("page: ").doesNotContain("pictures");

    assertThat(run("--html", page.toString(), "--format", "json")).isEqualTo(Cli.REGRESSION);
    assertThat(out.toString()).startsWith("{");
  }

  private int run(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "trend";
    all[1] = results.toString();
    System.arraycopy(args, 0, all, 2, args.length);
    return execute(all);
  }

  private int execute(String... args) {
    CommandLine line = Cli.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int status = line.execute(args);
    line.getErr().flush();
    return status;
  }

  private static void write(Path file, int day, double factor, String kind, boolean complete)
      throws IOException {
    StringBuilder raw = new StringBuilder();
    for (double fork : new double[] {100, 101, 99, 100.5, 99.5, 100.2}) {
      raw.append(raw.isEmpty() ? "[" : ", [").append(fork * factor).append(']');
    }
    Files.writeString(
        file,
        """
        [{"benchmark": "x.A.b", "mode": "avgt", "threads": 1, "forks": 6,
          "primaryMetric": {"score": 100, "scoreUnit": "us/op", "rawData": [%s]},
          "secondaryMetrics": {}}]
        """
            .formatted(raw));
    EnvironmentFiles.write(
        new Environment(
            Environment.SCHEMA,
            new Environment.Run(
                kind,
                "2026-01-%02dT00:00:00Z".formatted(day),
                60,
                complete,
                List.of(),
                List.of(),
                List.of()),
            new Environment.Machine("Some CPU", 8, 16L << 30, "Linux", "6.1.0", "amd64"),
            new Environment.WorkDirectory("ext4", "yes", "rw"),
            new Environment.Jdk(17, "17.0.15", "Debian", "OpenJDK", "Serial", List.of()),
            new TreeMap<>(),
            "0123456",
            new TreeMap<>()),
        EnvironmentFiles.beside(file));
  }
}
