package dev.imagestore.cli;

import dev.imagestore.harness.BenchmarkRun;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the jar does without a subcommand: it runs benchmarks and shows what they found. */
public final class Benchmarks {
  private static final String STACKTRACE = "--stacktrace";

  private Benchmarks() {}

  /** Runs the benchmarks that JMH's arguments select; returns the exit status. */
  public static int run(String... args) {
    List<String> arguments = new ArrayList<>(List.of(args));
    boolean stacktrace = arguments.removeIf(STACKTRACE::equals);
    try {
      if (BenchmarkRun.isQuestion(arguments)) {
        BenchmarkRun.answer(arguments);
        return Cli.OK;
      }
      return measure(arguments);
    } catch (IOException | RuntimeException e) {
      System.err.println("error: " + Cli.oneLine(e));
      if (stacktrace) {
        e.printStackTrace();
      }
      return Cli.FAILED;
    }
  }

  @SuppressWarnings("ClosingStandardOutputStreams") // the run closes its directory, not the stream
  private static int measure(List<String> arguments) throws IOException {
    BenchmarkRun.Outcome outcome;
    try (BenchmarkRun run = new BenchmarkRun(arguments, System.out)) {
      outcome = run.run();
    }
    if (outcome.measured()) {
      System.out.println();
      Cli.run("report", outcome.file().toString());
    }
    System.out.println("# Results: " + outcome.file());
    if (!outcome.failed().isEmpty()) {
      throw new BadInputException(
          outcome.failed().size()
              + " configurations failed: "
              + String.join("; ", outcome.failed()));
    }
    return Cli.OK;
  }
}
