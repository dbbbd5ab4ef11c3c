package dev.imagestore.analysis;

import java.util.List;

/**
 * How the configurations of a history developed.
 *
 * @param threshold the change that matters, 0.05 for 5 %
 * @param runs that were followed, in the order of time; at least one
 * @param leftOut runs that were not, by reason
 * @param lines one per configuration and place
 * @param jdks the same configuration on several JDKs
 */
public record Trend(
    double threshold,
    List<TrendRun> runs,
    List<TrendLeftOut> leftOut,
    List<TrendLine> lines,
    List<TrendJdks> jdks) {

  /** What the newest run comes to. */
  public enum Outcome {
    /** No regression was found, which is not to say that every row could have shown one. */
    CLEAN("no regression found"),
    /**
     * At least one configuration is slower, or larger, than its level by more than the threshold.
     */
    REGRESSION("regression"),
    /** No configuration of the newest run could be judged. */
    NO_VERDICT("no verdict");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** As it is shown. */
    @Override
    public String toString() {
      return words;
    }
  }

  /** Copies the lists. */
  public Trend {
    runs = List.copyOf(runs);
    leftOut = List.copyOf(leftOut);
    lines = List.copyOf(lines);
    jdks = List.copyOf(jdks);
  }

  /** What the newest run comes to. */
  public Outcome outcome() {
    if (lines.stream().anyMatch(TrendLine::isRegression)) {
      return Outcome.REGRESSION;
    }
    return lines.stream()
            .flatMap(l -> l.newest().stream())
            .anyMatch(v -> v.finding().verdict().isGiven())
        ? Outcome.CLEAN
        : Outcome.NO_VERDICT;
  }

  /** The run that is judged, with those that it took turns with. */
  public TrendRun newest() {
    return runs.get(runs.size() - 1);
  }

  /** The newest run and those that it took turns with, in the order of time. */
  public List<TrendRun> newestSitting() {
    return runs.stream().filter(run -> run.isWith(newest())).toList();
  }
}
