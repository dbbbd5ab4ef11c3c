package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command line of a run, its own words told from JMH's.
 *
 * @param size {@code --quick}, {@code --full}; empty if none is given
 * @param plan {@code --plan NAME}
 * @param everyBackend {@code --all}
 * @param resume {@code --resume}
 * @param jmh all other arguments
 */
record RunWords(
    Optional<RunSize> size,
    Optional<NamedPlan> plan,
    boolean everyBackend,
    boolean resume,
    List<String> jmh) {
  /** The word that goes on with a run. */
  static final String RESUME = "--resume";

  private static final String EVERY_BACKEND = "--all";

  /** Copies the list. */
  RunWords {
    jmh = List.copyOf(jmh);
  }

  /**
   * Tells them apart.
   *
   * @throws BadInputException if a plan is unknown, or two words exclude each other
   */
  static RunWords of(List<String> arguments) throws BadInputException {
    List<String> jmh = new ArrayList<>(arguments);
    List<String> given = new ArrayList<>();
    Optional<RunSize> size = Optional.empty();
    for (RunSize candidate : List.of(RunSize.QUICK, RunSize.FULL)) {
      String word = "--" + candidate.word();
      if (jmh.removeIf(word::equals)) {
        size = Optional.of(candidate);
        given.add(word);
      }
    }
    Optional<NamedPlan> plan = plan(jmh);
    plan.ifPresent(named -> given.add(NamedPlan.WORD + " " + named.name()));
    if (given.size() > 1) {
      throw new BadInputException(String.join(" and ", given) + " exclude each other; give one");
    }
    boolean everyBackend = jmh.removeIf(EVERY_BACKEND::equals);
    if (everyBackend && plan.isPresent()) {
      throw new BadInputException(
          EVERY_BACKEND + " and " + given.get(0) + " exclude each other: a plan has its own");
    }
    return new RunWords(size, plan, everyBackend, jmh.removeIf(RESUME::equals), jmh);
  }

  private static Optional<NamedPlan> plan(List<String> words) throws BadInputException {
    int at = words.indexOf(NamedPlan.WORD);
    if (at < 0) {
      return Optional.empty();
    }
    words.remove(at);
    return Optional.of(NamedPlan.of(at < words.size() ? words.remove(at) : ""));
  }

  /**
   * What is run, in order.
   *
   * @param choseBenchmarks true if the user named some himself
   */
  List<RunSize.Pass> passes(boolean choseBenchmarks) {
    if (plan.isPresent()) {
      return plan.get().passes();
    }
    return size.isEmpty() && choseBenchmarks
        ? List.of(RunSize.Pass.CUSTOM)
        : size.orElse(RunSize.DEFAULT).passes();
  }

  /** The same in a word, for the environment file. */
  String kind(boolean choseBenchmarks) {
    return plan.map(NamedPlan::name)
        .or(() -> size.map(RunSize::word))
        .orElse(choseBenchmarks ? RunPlan.CUSTOM : RunSize.DEFAULT.word());
  }
}
