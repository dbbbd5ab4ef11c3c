package dev.imagestore.analysis;

import java.util.List;

/**
 * How the configurations of a history developed.
 *
 * @param threshold the change that matters, 0.05 for 5 %
 * @param mustSee the slowdown that each configuration must have been able to show, 0.1 for 10 %
 * @param runs that were followed, in the order of time; at least one
 * @param leftOut runs that were not, by reason
 * @param lines one per configuration and place
 * @param jdks the same configuration on several JDKs
 */
public record Trend(
    double threshold,
    double mustSee,
    List<TrendRun> runs,
    List<TrendLeftOut> leftOut,
    List<TrendLine> lines,
    List<TrendJdks> jdks) {

  /** Copies the lists. */
  public Trend {
    runs = List.copyOf(runs);
    leftOut = List.copyOf(leftOut);
    lines = List.copyOf(lines);
    jdks = List.copyOf(jdks);
  }

  /**
   * What the newest run comes to. A configuration that was never measured before has nothing to be
   * held against, and is no row of it.
   */
  public Outcome outcome() {
    List<Outcome.Row> rows =
        lines.stream()
            .flatMap(
                line ->
                    line
                        .newest()
                        .filter(v -> v.runs() > 0)
                        .map(v -> Outcome.Row.of(line.nameOnJdk(), v.finding()))
                        .stream())
            .toList();
    List<Outcome.Row> figures =
        lines.stream().flatMap(line -> line.judgedExact().stream()).toList();
    return new Outcome(threshold, mustSee, rows, figures, List.of());
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
