package dev.imagestore.harness;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs groups of forks one after the other, keeps what became of each before the next begins, and
 * leaves out what is settled: groups that the journal has, and configurations of which nothing can
 * be compared any more.
 */
public final class Engine {
  private final Journal journal;
  private final ForkRunner runner;
  private final List<Double> expectedSeconds;
  private final Clock clock;
  private final Consumer<String> progress;
  private final Saving saving;

  /** What the groups that this process ran took, and what they were expected to. */
  private double took;

  private double expected;

  /**
   * An engine.
   *
   * @param expectedSeconds of one fork of each configuration: a guess, corrected by what groups
   *     take
   * @param clock for the time that is left
   * @param progress is told in one line what runs, how far that is, and what went wrong
   * @param saving is done after each group, beside the journal
   */
  public Engine(
      Journal journal,
      ForkRunner runner,
      List<Double> expectedSeconds,
      Clock clock,
      Consumer<String> progress,
      Saving saving) {
    this.journal = journal;
    this.runner = runner;
    this.expectedSeconds = List.copyOf(expectedSeconds);
    this.clock = clock;
    this.progress = progress;
    this.saving = saving;
  }

  /** Puts what has been measured so far where the user finds it. */
  public interface Saving {
    /**
     * Called between two groups.
     *
     * @param target whose figures are new
     */
    void save(int target) throws IOException;
  }

  /**
   * Runs groups.
   *
   * @param groups in their order
   * @throws IOException if the run can't go on; what was measured is kept
   */
  public void run(List<ForkGroup> groups) throws IOException {
    RunManifest manifest = journal.manifest();
    for (int i = 0; i < groups.size(); i++) {
      ForkGroup group = groups.get(i);
      if (!journal.isSettled(group)) {
        run(
            group,
            String.format(
                Locale.ROOT,
                "%s%d of %d, about %s to go",
                manifest.rounds() > 1 ? "round " + (group.round() + 1) + ", " : "",
                i + 1,
                groups.size(),
                words(secondsToGo(groups.subList(i, groups.size())))));
      }
    }
  }

  /**
   * Runs a group that is not settled.
   *
   * @param how how far the run is
   */
  void run(ForkGroup group, String how) throws IOException {
    ForkGroup left = journal.left(group);
    progress.accept(how + ": " + name(left));
    Instant begin = clock.instant();
    ForkGroup.Result result = runner.run(left);
    double seconds = Duration.between(begin, clock.instant()).toNanos() / 1e9;
    journal.add(left, result, seconds);
    for (int i = 0; i < left.targets().size(); i++) {
      int target = left.targets().get(i);
      String name = journal.manifest().targets().get(target).name();
      if (result.forks().get(i) instanceof Fork.Failed failed) {
        progress.accept("FAILED: " + name(left, target) + ": " + failed.reason());
      } else if (result.forks().get(i) instanceof Fork.TargetLost lost) {
        progress.accept("LOST: " + name + ": " + lost.reason() + "; the others go on");
      }
    }
    if (result.forks().stream().allMatch(Fork.Measured.class::isInstance)) {
      took += seconds;
      expected += expectedSeconds(left);
    }
    for (int target : left.targets()) {
      saving.save(target);
    }
  }

  /** About how long a group takes: as long as those of its configuration took, if any. */
  double seconds(ForkGroup group) {
    double guess = expectedSeconds(group) * (expected > 0 ? took / expected : 1);
    return journal.seconds(group.configuration()).stream()
        .mapToDouble(s -> s)
        .average()
        .orElse(guess);
  }

  private double expectedSeconds(ForkGroup group) {
    return group.targets().size() * expectedSeconds.get(group.configuration());
  }

  private String name(ForkGroup group) {
    return journal.manifest().configurations().get(group.configuration());
  }

  /** The configuration and, where there are several, the target. */
  private String name(ForkGroup group, int target) {
    return journal.manifest().targets().size() == 1
        ? name(group)
        : name(group) + " on " + journal.manifest().targets().get(target).name();
  }

  /** About how long those of {@code groups} take that are still to be run. */
  public double secondsToGo(List<ForkGroup> groups) {
    double guess =
        groups.stream()
            .filter(group -> !journal.isSettled(group))
            .map(journal::left)
            .mapToDouble(this::expectedSeconds)
            .sum();
    return expected > 0 ? guess * took / expected : guess;
  }

  /** A duration as a person says it. */
  public static String words(double seconds) {
    long s = Math.round(seconds);
    if (s < 90) {
      return s + " s";
    }
    return s < 5400
        ? Math.round(s / 60.0) + " min"
        : String.format(Locale.ROOT, "%.1f h", s / 3600.0);
  }
}
