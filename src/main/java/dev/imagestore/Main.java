package dev.imagestore;

/** The door: a subcommand, or JMH. */
public final class Main {
  private Main() {}

  /** Runs the subcommand that the first argument names, or else benchmarks. */
  public static void main(String[] args) {
    System.err.println(String.join(" ", args));
    System.exit(2);
  }
}
