package dev.imagestore.result;

import java.util.List;
import java.util.Optional;

/**
 * A result file and, where it lies beside it, its environment.
 *
 * @param name the file's name without directory and {@code .json}
 * @param environment from {@code <name>.env.json}; absent for other people's JMH files
 * @param results in the order of the file
 */
public record ResultFile(
    String name, Optional<Environment> environment, List<BenchmarkResult> results) {
  /** Copies the list. */
  public ResultFile {
    results = List.copyOf(results);
  }
}
