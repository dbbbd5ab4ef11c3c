package dev.imagestore.track;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Runs turns one after the other, keeps what became of each before the next begins, and leaves out
 * what is settled: turns that the journal has, configurations that failed on their arm, arms that
 * are lost.
 */
final class Engine {
  private final Journal journal;
  private final ForkRunner runner;
  private final List<Double> expectedSeconds;
  private final Clock clock;
  private final Progress progress;

  /** What the forks that this process ran took, and what they were expected to. */
  private double took;

  private double expected;

  /**
   * An engine.
   *
   * @param expectedSeconds of one fork of each configuration: a guess, corrected by what forks take
   * @param clock for the time that is left
   */
  Engine(
      Journal journal,
      ForkRunner runner,
      List<Double> expectedSeconds,
      Clock clock,
      Progress progress) {
    this.journal = journal;
    this.runner = runner;
    this.expectedSeconds = List.copyOf(expectedSeconds);
    this.clock = clock;
    this.progress = progress;
  }

  /** What is done when a round has ended. */
  interface AfterRound {
    /** Called between two forks. */
    void run() throws IOException;
  }

  /**
   * Runs turns.
   *
   * @param turns in the order of their rounds
   * @param afterRound called after the last turn of each round that any fork was run in
   * @throws IOException if the run can't go on; what was measured is kept
   */
  void run(List<Turn> turns, AfterRound afterRound) throws IOException {
    boolean ran = false;
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      if (!journal.isSettled(turn)) {
        progress.fork(
            journal.header().arms().get(turn.arm()).name(),
            journal.header().configurations().get(turn.configuration()),
            turn.round() + 1,
            i,
            turns.size(),
            secondsToGo(turns.subList(i, turns.size())));
        run(turn);
        ran = true;
      }
      boolean last = i + 1 == turns.size() || turns.get(i + 1).round() != turn.round();
      if (last && ran) {
        afterRound.run();
        ran = false;
      }
    }
  }

  private void run(Turn turn) throws IOException {
    Instant begin = clock.instant();
    Fork fork = runner.run(turn.arm(), turn.configuration());
    double seconds = Duration.between(begin, clock.instant()).toNanos() / 1e9;
    journal.add(turn, fork, seconds);
    String arm = journal.header().arms().get(turn.arm()).name();
    if (fork instanceof Fork.Measured) {
      took += seconds;
      expected += expectedSeconds.get(turn.configuration());
    } else if (fork instanceof Fork.Failed failed) {
      progress.say(
          "FAILED on "
              + arm
              + ": "
              + journal.header().configurations().get(turn.configuration())
              + ": "
              + failed.reason());
    } else if (fork instanceof Fork.ArmLost lost) {
      progress.say("LOST: " + arm + ": " + lost.reason() + "; the others go on");
    }
  }

  private double secondsToGo(List<Turn> rest) {
    double guess =
        rest.stream()
            .filter(turn -> !journal.isSettled(turn))
            .mapToDouble(turn -> expectedSeconds.get(turn.configuration()))
            .sum();
    return expected > 0 ? guess * took / expected : guess;
  }
}
