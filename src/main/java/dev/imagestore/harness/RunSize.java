package dev.imagestore.harness;

import dev.imagestore.result.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How large a run is: which benchmarks, with which JMH settings. The user's own JMH arguments win
 * over all of them.
 */
enum RunSize {
  /** Every benchmark and backend, quickly: shows that everything works, not for conclusions. */
  QUICK(
      Pass.of(
          Workload::isInFullRun,
          "-f",
          "1",
          "-wi",
          "2",
          "-w",
          "100ms",
          "-i",
          "3",
          "-r",
          "100ms",
          "-p",
          "cutoff=10,1000")),

  /**
   * Good enough to compare, in a quarter of an hour. It has fewer and shorter measured iterations
   * than the benchmark classes ask for, and the same warm-up: forks differ more than their
   * iterations do, by 6.0 % in the median with three iterations and 5.3 % with five (84
   * configurations of the reference run of 2026-11-20).
   */
  DEFAULT(
      Pass.of(Workload::isInDefaultRun, "-i", "3", "-r", "150ms"),
      Pass.asDocumented("-i", "3", "-r", "150ms")),

  /** Every cutoff. An operation on 100,000 images takes so long that few iterations do. */
  FULL(
      Pass.of(Workload::isInFullRun, "-p", "cutoff=10,100,1000,10000"),
      Pass.asDocumented(),
      Pass.atOwnCutoffs(
          workload -> workload.isInFullRun() && workload.hasCutoffs(),
          "-wi",
          "1",
          "-i",
          "2",
          "-p",
          "cutoff=100000"));

  private final List<Pass> passes;

  RunSize(Pass... passes) {
    this.passes = List.of(passes);
  }

  /** What is run, in order. */
  List<Pass> passes() {
    return passes;
  }

  /** As it is written in an argument and in the environment file. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Benchmarks with common settings.
   *
   * @param benchmarks regular expression over full names
   * @param settings JMH options, each followed by its value
   * @param onlyAtOwnCutoffs true if the pass makes no sense at cutoffs that the user chooses
   * @param documented true if backends are used as their libraries' documentation shows; those
   *     without such a way have no part in the pass
   */
  record Pass(
      String benchmarks, List<String> settings, boolean onlyAtOwnCutoffs, boolean documented) {
    /** Whatever the user's regular expressions select. */
    static final Pass CUSTOM = new Pass(".*", List.of(), false, false);

    private static Pass of(Predicate<Workload> which, String... settings) {
      return new Pass(names(which), List.of(settings), false, false);
    }

    private static Pass atOwnCutoffs(Predicate<Workload> which, String... settings) {
      return new Pass(names(which), List.of(settings), true, false);
    }

    /**
     * The documented ways beside the tuned ones: whole sets of 1,000 images, which take the slowest
     * of them about a second.
     */
    private static Pass asDocumented(String... settings) {
      List<String> all = new ArrayList<>(List.of(settings));
      all.addAll(List.of("-p", "cutoff=1000"));
      return new Pass(
          names(workload -> workload.isWholeSet() && workload.isInDefaultRun()), all, true, true);
    }

    private static String names(Predicate<Workload> which) {
      return Stream.of(Workload.values())
          .filter(which)
          .map(workload -> workload.benchmark().replace(".", "\\."))
          .collect(Collectors.joining("|", "\\.(", ")$"));
    }
  }
}
