package dev.imagestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is said without measuring; {@code TrackIT} measures. */
class TrackCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -f 3 readMany             | -f: forks run until --budget is spent
          -jvm /opt/jdk/bin/java    | -jvm: the JDKs are chosen with --jdk
          --rounds 0                | --rounds 0: expected a number from 1
          --budget 15               | --budget 15: expected a time such as 90s, 15m or 2h
          --budget 9m --rounds 3    | --rounds and --budget exclude each other
          --planted much            | --planted much: expected more than 0
          --must-see 0              | --must-see 0: expected more than 0
          --collector z             | --collector z: expected serial, g1, parallel or default
          --quick                   | --quick: a tracked run is as large as its --budget
          --format pdf              | --format pdf: expected one of text
          readMany -p backend=raw   | track runs from the jar only
          """)
  void mistakesAreOneLine(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(Cli.FAILED);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(message);
  }

  @Test
  void theJdksOfThisMachineAreListed() {
    assertThat(run("--list-jdks")).isEqualTo(Cli.OK);
    assertThat(out.toString()).startsWith("version").contains("vendor").contains("path");
  }

  private int run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "track";
    System.arraycopy(args, 0, all, 1, args.length);
    CommandLine line = Cli.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int status = line.execute(all);
    line.getErr().flush();
    return status;
  }
}
