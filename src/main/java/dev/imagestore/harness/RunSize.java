package dev.imagestore.harness;

import java.util.List;
import java.util.Locale;

/**
 * How large a run is: which benchmarks, with which JMH settings. The user's own JMH arguments win
 * over all of them.
 */
enum RunSize {
  /** Every benchmark and backend, quickly: shows that all works, not for conclusions. */
  QUICK(
      Pass.of(
          ".*",
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

  /** Good enough to compare; the settings are those of the benchmark classes. */
  DEFAULT(Pass.of("\\.(storeMany|readMany|storeSingle|readSingle|readRandom)$")),

  /**
   * Every cutoff, and percentiles. An operation on 100,000 images takes so long that few iterations
   * do.
   */
  FULL(
      Pass.of(".*", "-p", "cutoff=10,100,1000,10000"),
      Pass.atOwnCutoffs(
          "\\.(storeMany|readMany|readShuffled|readSingle|readRandom)$",
          "-wi",
          "1",
          "-i",
          "2",
          "-p",
          "cutoff=100000"),
      Pass.of("\\.readRandom$", "-bm", "sample", "-p", "cutoff=10000"));

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
   */
  record Pass(String benchmarks, List<String> settings, boolean onlyAtOwnCutoffs) {
    private static Pass of(String benchmarks, String... settings) {
      return new Pass(benchmarks, List.of(settings), false);
    }

    private static Pass atOwnCutoffs(String benchmarks, String... settings) {
      return new Pass(benchmarks, List.of(settings), true);
    }
  }
}
