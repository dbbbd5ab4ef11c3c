package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** JMH's arguments of a tracked run: the user's, and what he left open. */
final class TrackArguments {
  /**
   * Many short iterations: what drifts is the same for two that are side by side, and of a fork's
   * time most goes into what counts. An operation that takes longer is one iteration.
   */
  private static final List<String> ITERATIONS =
      List.of("-wi", "5", "-w", "200ms", "-i", "12", "-r", "50ms");

  /** What is tracked where nothing was selected: whole sets, and one image at a time. */
  private static final String BENCHMARKS = "(readMany|storeMany|readRandom)$";

  private static final List<String> IMAGES = List.of("-p", "cutoff=1000");

  private TrackArguments() {}

  /**
   * All of them.
   *
   * @param user the user's
   * @throws BadInputException if JMH does not understand them
   */
  static List<String> of(List<String> user) throws BadInputException {
    CommandLineOptions parsed = RunPlan.parse(RunWords.of(user).jmh());
    List<String> all = new ArrayList<>(user);
    List<String> open = new ArrayList<>(ITERATIONS);
    if (parsed.getIncludes().isEmpty()) {
      all.add(BENCHMARKS);
      open.addAll(IMAGES);
    }
    return RunPlan.withDefaults(all, parsed, open);
  }
}
