package dev.imagestore.harness;

import java.io.IOException;
import java.util.List;

/** What arguments of benchmarks come to, for tests of other packages. */
public final class Arguments {
  private Arguments() {}

  /**
   * How many configurations they choose.
   *
   * @throws dev.imagestore.input.BadInputException if an option, a parameter or a value is unknown,
   *     or no benchmark is chosen
   */
  public static int configurations(List<String> arguments) throws IOException {
    return RunPlan.of(arguments).configurations().size();
  }
}
