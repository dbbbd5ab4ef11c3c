package dev.imagestore;

import dev.imagestore.cli.Benchmarks;
import dev.imagestore.cli.Cli;

/** The door: a subcommand, or JMH. */
public final class Main {
  private Main() {}

  /**
   * Runs the subcommand that the first argument names, or else benchmarks, and exits with its
   * status.
   */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    boolean subcommand = args.length > 0 && (Cli.knows(args[0]) || args[0].equals("--help"));
    int status =
        subcommand
            ? Cli.run(args[0].equals("--help") ? new String[] {"help"} : args)
            : Benchmarks.run(args);
    System.exit(status);
  }
}
