package dev.imagestore.harness;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs turns one after the other, keeps what became of each before the next begins, and leaves out
 * what is settled: turns that the journal has, configurations that failed on their arm, arms that
 * are lost.
 */
public final class Engine {
  private final Journal journal;
  private final ForkRunner runner;
  private final List<Double> expectedSeconds;
  private final Clock clock;
  private final Consumer<String> progress;
  private final Saving saving;

  /** What the turns that this process ran took, and what they were expected to. */
  private double took;

  private double expected;

  /**
   * An engine.
   *
   * @param expectedSeconds of one turn of each configuration: a guess, corrected by what turns take
   * @param clock for the time that is left
   * @param progress is told in one line what runs, how far that is, and what went wrong
   * @param saving is done after each turn, beside the journal
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
     * Called between two turns.
     *
     * @param arm whose figures are new
     */
    void save(int arm) throws IOException;
  }

  /**
   * Runs turns.
   *
   * @param turns in their order
   * @throws IOException if the run can't go on; what was measured is kept
   */
  public void run(List<Turn> turns) throws IOException {
    Header header = journal.header();
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      if (!journal.isSettled(turn)) {
        progress.accept(
            String.format(
                Locale.ROOT,
                "%s%d of %d, about %s to go: %s",
                header.rounds() > 1 ? "round " + (turn.round() + 1) + ", " : "",
                i + 1,
                turns.size(),
                words(secondsToGo(turns.subList(i, turns.size()))),
                name(turn)));
        run(turn);
        saving.save(turn.arm());
      }
    }
  }

  private void run(Turn turn) throws IOException {
    Instant begin = clock.instant();
    Fork fork = runner.run(turn.arm(), turn.configuration());
    double seconds = Duration.between(begin, clock.instant()).toNanos() / 1e9;
    journal.add(turn, fork, seconds);
    if (fork instanceof Fork.Measured) {
      took += seconds;
      expected += expectedSeconds.get(turn.configuration());
    } else if (fork instanceof Fork.Failed failed) {
      progress.accept("FAILED: " + name(turn) + ": " + failed.reason());
    } else if (fork instanceof Fork.ArmLost lost) {
      String arm = journal.header().arms().get(turn.arm()).name();
      progress.accept("LOST: " + arm + ": " + lost.reason() + "; the others go on");
    }
  }

  /** The configuration and, where there are several, the arm. */
  private String name(Turn turn) {
    Header header = journal.header();
    String configuration = header.configurations().get(turn.configuration());
    return header.arms().size() == 1
        ? configuration
        : configuration + " on " + header.arms().get(turn.arm()).name();
  }

  /** About how long those of {@code turns} take that are still to be run. */
  public double secondsToGo(List<Turn> turns) {
    double guess =
        turns.stream()
            .filter(turn -> !journal.isSettled(turn))
            .mapToDouble(turn -> expectedSeconds.get(turn.configuration()))
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
