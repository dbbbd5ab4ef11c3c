package dev.imagestore.cli;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The subcommands. Standard output is data, standard error is for people. Exit status: 0 done, 1 a
 * regression was found, 2 it could not be done.
 */
@Command(
    name = "benchmarks.jar",
    subcommands = {
      ReportCommand.class,
      CompareCommand.class,
      TrackCommand.class,
      TrendCommand.class,
      FootprintCommand.class,
      DatasetsCommand.class,
      HelpCommand.class
    },
    exitCodeOnInvalidInput = Cli.FAILED,
    exitCodeOnExecutionException = Cli.FAILED)
public final class Cli {
  /** Exit status: done, nothing to complain about. */
  public static final int OK = 0;

  /** Exit status: done, and a regression was found. */
  public static final int REGRESSION = 1;

  /** Exit status: it could not be done. */
  public static final int FAILED = 2;

  @Option(
      names = "--stacktrace",
      description = "Show where in the program an error came from.",
      scope = ScopeType.INHERIT)
  private boolean stacktrace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text and exit.",
      scope = ScopeType.INHERIT)
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  private Cli() {}

  /** The command line, with every subcommand. */
  public static CommandLine commandLine() {
    Cli cli = new Cli();
    return new CommandLine(cli)
        // Files are UTF-8 whatever the locale, and standard output may become one.
        .setOut(new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, line, parsed) -> report(e, line, cli.stacktrace));
  }

  /** True if {@code word} is the name of a subcommand. */
  public static boolean knows(String word) {
    return commandLine().getSubcommands().containsKey(word);
  }

  /** Runs a subcommand and returns its exit status. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  private static int report(Exception e, CommandLine line, boolean stacktrace) {
    line.getErr().println(line.getColorScheme().errorText("error: " + oneLine(e)));
    if (stacktrace) {
      e.printStackTrace(line.getErr());
    }
    return FAILED;
  }

  /** What happened, in one line. */
  static String oneLine(Throwable e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof BadInputException) {
      return message;
    }
    if (cause instanceof FileSystemException f) {
      String reason = f.getReason() != null ? f.getReason() : f.getClass().getSimpleName();
      return f.getFile() + ": " + reason;
    }
    if (cause instanceof IOException) {
      return message;
    }
    return "unexpected "
        + cause.getClass().getSimpleName()
        + ": "
        + message
        + " (--stacktrace shows where)";
  }
}
