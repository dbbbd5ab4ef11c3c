package dev.imagestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Standard output is data, standard error is for people. */
class ReportCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void tablesWithoutColoursWhereThereIsNoTerminal() {
    assertThat(run("report", "--format", "text", results("main"))).isEqualTo(Cli.OK);
    assertThat(out.toString())
        .startsWith("main\n====\n")
        .contains("StoreBenchmark.storeMany, synthetic, durability none")
        .contains("In words")
        .doesNotContain("\u001b");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void besideTheArticle() {
    assertThat(run("report", "--article", "--format", "csv", results("article"))).isEqualTo(Cli.OK);
    assertThat(out.toString()).startsWith("run,what,series,backend,images,unit,article,ours");
  }

  @Test
  void targetsAndWhatTheRunSaysOfThem() {
    assertThat(run("report", "--limits", "--format", "markdown", results("main")))
        .isEqualTo(Cli.OK);
    assertThat(out.toString())
        .contains("| what | figure | 95 % interval | target | verdict |")
        .contains("| readMany hdf5 ÷ readMany raw |")
        .contains("| readTimed raw | – | – | ≤ 20 | not measured |")
        .contains("| readRandom lmdb | – | – | ≤ 1 µs | not measured |")
        .contains("| readRandom raw | – | – | ≤ 16 B | not measured |")
        .contains("| Python.readMany lmdb ÷ readMany lmdb | – | – | ≥ 7 | not measured |");
  }

  @Test
  void whatAFormatLeavesOutIsAMessage() {
    assertThat(run("report", "--format=github-action", results("foreign"))).isEqualTo(Cli.OK);
    assertThat(out.toString()).startsWith("[").doesNotContain("left out");
    assertThat(err.toString())
        .contains("left out: 2 results whose unit is better when bigger")
        .contains("left out: 1 result whose unit does not say which way is better");
  }

  @Test
  void picturesOfEachRunHaveADirectoryOfTheirOwn(@TempDir Path dir) {
    String plots = dir.resolve("plots").toString();

    assertThat(run("report", "-o", plots, results("quick"), results("quick"), results("foreign")))
        .isEqualTo(Cli.OK);

    assertThat(out.toString()).as("the tables too").contains("In words");
    assertThat(dir.resolve("plots/quick/store-time-log.png")).isRegularFile();
    assertThat(dir.resolve("plots/quick-2/store-time-log.svg")).isRegularFile();
    assertThat(dir.resolve("plots/foreign")).doesNotExist();
    assertThat(err.toString())
        .contains("files in " + dir.resolve("plots/quick"))
        .contains("not drawn for foreign: any picture");
  }

  @Test
  void aPageOfSeveralRunsIsAFileAndPrintsNoTables(@TempDir Path dir) {
    Path page = dir.resolve("new/page.html");

    assertThat(run("report", "--html", page.toString(), results("main"), results("foreign")))
        .isEqualTo(Cli.OK);

    assertThat(page).isRegularFile().content().contains("Benchmark results: 2 runs");
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().strip()).isEqualTo("page: " + page);
  }

  @Test
  void whatCannotBeDoneIsOneLineAndNoData() {
    refused("no such file", "report", results("none"));
    refused("a directory", "report", Path.of("src").toString());
    refused("--format pdf: expected one of text", "report", "--format", "pdf", results("main"));
    refused(
        "has no form for this", "report", "--article", "--format", "benchstat", results("main"));
    refused("has no form for this", "report", "--limits", "--format", "benchstat", results("main"));
    refused("no such file", "report", results("main"), results("none"));
  }

  private void refused(String why, String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    assertThat(run(args)).isEqualTo(Cli.FAILED);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().strip()).contains(why).startsWith("error: ").doesNotContain("\n");
  }

  private int run(String... args) {
    CommandLine line = Cli.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  private static String results(String name) {
    return Path.of("src", "test", "resources", "results", name + ".json").toString();
  }
}
