package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run that a file beside this class describes, for a question of its own: {@code --plan NAME}. A
 * line of {@code NAME.plan} is a pass, JMH's options and then a regular expression over benchmarks;
 * {@code python NAME} on a line stands for programs in Python, those of a {@link PythonScript};
 * {@code memory 1024} for the mebibytes that each fork has, {@link MemoryCgroup}.
 *
 * @param name as it is written in the argument and in the environment file
 * @param passes what is run, in order
 * @param python whose programs are run too, if any are
 * @param memoryBytes that each fork has, the page cache of its files included; 0 for all there are
 */
record NamedPlan(
    String name, List<RunSize.Pass> passes, Optional<PythonScript> python, long memoryBytes) {
  /** The word before the name. */
  static final String WORD = "--plan";

  private static final List<String> NAMES = List.of("limits", "memory", "stores", "sizes");
  private static final String MEMORY = "memory ";
  private static final String PYTHON = "python ";

  /** Copies the list. */
  NamedPlan {
    passes = List.copyOf(passes);
  }

  /**
   * The plan of a name.
   *
   * @throws BadInputException if there is none
   */
  static NamedPlan of(String name) throws BadInputException {
    if (!NAMES.contains(name)) {
      throw new BadInputException(
          "unknown plan '" + name + "'; known: " + String.join(", ", NAMES));
    }
    List<RunSize.Pass> passes = new ArrayList<>();
    Optional<PythonScript> python = Optional.empty();
    long memoryBytes = 0;
    for (String line : lines(name + ".plan")) {
      if (line.startsWith(PYTHON)) {
        python = Optional.of(PythonScript.named(line.substring(PYTHON.length())));
      } else if (line.startsWith(MEMORY)) {
        memoryBytes = Long.parseLong(line.substring(MEMORY.length()).strip()) << 20;
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        List<String> words = List.of(line.split(" +"));
        String benchmarks = "\\.(" + words.get(words.size() - 1) + ")$";
        passes.add(new RunSize.Pass(benchmarks, words.subList(0, words.size() - 1), false, false));
      }
    }
    return new NamedPlan(name, passes, python, memoryBytes);
  }

  private static List<String> lines(String resource) {
    try (InputStream in = NamedPlan.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .map(String::strip)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
