package dev.imagestore.store;

import dev.imagestore.input.Option;

/** Options that say how many threads of a store encode or decode images. */
public final class Threads {
  private static final String ALL = "all";

  private Threads() {}

  /** Such an option; one thread unless told otherwise. */
  public static Option option(String name, String meaning) {
    return Option.number(name, meaning, 1, new Option.Range(1, 1024), ALL);
  }

  /** How many threads a value of such an option stands for. */
  public static int number(String value) {
    return value.equals(ALL) ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(value);
  }
}
