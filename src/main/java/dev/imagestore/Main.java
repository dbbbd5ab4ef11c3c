package dev.imagestore;

import dev.imagestore.cli.Benchmarks;
import dev.imagestore.cli.Cli;
import dev.imagestore.harness.TargetServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The door: a subcommand, or JMH. */
public final class Main {
  private Main() {}

  /**
   * Runs the subcommand that the first argument names, or else benchmarks, and exits with its
   * status.
   */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    // In containers the locale is often C, in which "µs" and "×" would become "?s" and "?".
    System.setOut(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    if (args.length > 0 && args[0].equals(TargetServer.WORD)) {
      System.exit(work());
    }
    boolean subcommand = args.length > 0 && (Cli.knows(args[0]) || args[0].equals("--help"));
    int status =
        subcommand
            ? Cli.run(args[0].equals("--help") ? new String[] {"help"} : args)
            : Benchmarks.run(args);
    System.exit(status);
  }

  /** Standard output carries answers only: whatever else is printed goes to standard error. */
  private static int work() {
    PrintStream answers = System.out;
    System.setOut(System.err);
    try {
      return TargetServer.serve(System.in, answers, System.err);
    } catch (IOException e) {
      System.err.println("error: " + e.getMessage());
      return Cli.FAILED;
    }
  }
}
