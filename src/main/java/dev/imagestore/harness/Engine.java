package dev.imagestore.harness;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs slots one after the other, keeps what became of each before the next begins, and leaves out
 * what is settled: slots that the journal has, configurations that failed on their target, targets that
 * are lost.
 */
public final class Engine {
  private final Journal journal;
  private final ForkRunner runner;
  private final List<Double> expectedSeconds;
  private final Clock clock;
  private final Consumer<String> progress;
  private final Saving saving;

  /** What the slots that this process ran took, and what they were expected to. */
  private double took;

  private double expected;

  /**
   * An engine.
   *
   * @param expectedSeconds of one slot of each configuration: a guess, corrected by what slots take
   * @param clock for the time that is left
   * @param progress is told in one line what runs, how far that is, and what went wrong
   * @param saving is done after each slot, beside the journal
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
     * Called between two slots.
     *
     * @param target whose figures are new
     */
    void save(int target) throws IOException;
  }

  /**
   * Runs slots.
   *
   * @param slots in their order
   * @throws IOException if the run can't go on; what was measured is kept
   */
  public void run(List<ForkSlot> slots) throws IOException {
    RunManifest manifest = journal.manifest();
    for (int i = 0; i < slots.size(); i++) {
      ForkSlot slot = slots.get(i);
      if (!journal.isSettled(slot)) {
        progress.accept(
            String.format(
                Locale.ROOT,
                "%s%d of %d, about %s to go: %s",
                manifest.rounds() > 1 ? "round " + (slot.round() + 1) + ", " : "",
                i + 1,
                slots.size(),
                words(secondsToGo(slots.subList(i, slots.size()))),
                name(slot)));
        run(slot);
        saving.save(slot.target());
      }
    }
  }

  private void run(ForkSlot slot) throws IOException {
    Instant begin = clock.instant();
    Fork fork = runner.run(slot.target(), slot.configuration());
    double seconds = Duration.between(begin, clock.instant()).toNanos() / 1e9;
    journal.add(slot, fork, seconds);
    if (fork instanceof Fork.Measured) {
      took += seconds;
      expected += expectedSeconds.get(slot.configuration());
    } else if (fork instanceof Fork.Failed failed) {
      progress.accept("FAILED: " + name(slot) + ": " + failed.reason());
    } else if (fork instanceof Fork.TargetLost lost) {
      String target = journal.manifest().targets().get(slot.target()).name();
      progress.accept("LOST: " + target + ": " + lost.reason() + "; the others go on");
    }
  }

  /** The configuration and, where there are several, the target. */
  private String name(ForkSlot slot) {
    RunManifest manifest = journal.manifest();
    String configuration = manifest.configurations().get(slot.configuration());
    return manifest.targets().size() == 1
        ? configuration
        : configuration + " on " + manifest.targets().get(slot.target()).name();
  }

  /** About how long those of {@code slots} take that are still to be run. */
  public double secondsToGo(List<ForkSlot> slots) {
    double guess =
        slots.stream()
            .filter(slot -> !journal.isSettled(slot))
            .mapToDouble(slot -> expectedSeconds.get(slot.configuration()))
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
