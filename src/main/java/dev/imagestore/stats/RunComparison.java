package dev.imagestore.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Decides for each row of a table whether a run is off the level of the runs before it, by the
 * procedure of {@link ForkComparison}.
 *
 * <p>Runs differ by more than their forks tell: a machine is not the same on Tuesday. So where the
 * level has {@value #FEWEST_RUNS} runs or more the sample is a run, of which the new one is one
 * more: {@link ForkComparison#compareRuns}. With fewer runs nobody knows how much they differ; then
 * the forks of the level are pooled and compared as {@code compare} would, which says as much, and
 * as little, as a comparison of two runs one after the other. A newest run of fewer than {@value
 * ForkComparison#FEWEST_FORKS} forks gets no verdict: one odd fork would make it.
 *
 * <p>The two tables share {@link ForkComparison#FAMILY_ERROR}.
 */
public final class RunComparison {
  /** Runs of a level that tell how much runs differ. */
  public static final int FEWEST_RUNS = ForkComparison.FEWEST_FORKS;

  private final ForkComparison comparison;

  /**
   * A comparison.
   *
   * @param threshold the change that matters, 0.05 for 5 %
   */
  public RunComparison(double threshold) {
    this.comparison = new ForkComparison(threshold, 2);
  }

  /**
   * Judges runs.
   *
   * @param rows all rows that are looked at together; a level may be empty
   * @return one finding a row, in the same order
   */
  public List<ForkFinding> compare(List<RunPair> rows) {
    List<Integer> byRuns = new ArrayList<>();
    List<Integer> byForks = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      (judgesByRuns(rows.get(i)) ? byRuns : byForks).add(i);
    }
    List<ForkFinding> findings = new ArrayList<>(Collections.nCopies(rows.size(), null));
    set(
        findings,
        byForks,
        comparison.compare(byForks.stream().map(i -> rows.get(i).pooled()).toList()));
    set(
        findings,
        byRuns,
        comparison.compareRuns(byRuns.stream().map(i -> runs(rows.get(i))).toList()));
    return findings;
  }

  /** True if the level shows how much runs differ, and the new run has forks enough. */
  public static boolean judgesByRuns(RunPair row) {
    return row.level().size() >= FEWEST_RUNS && row.newest().length >= ForkComparison.FEWEST_FORKS;
  }

  /** One figure a run. */
  private static ForkPair runs(RunPair row) {
    return new ForkPair(
        row.level().stream().mapToDouble(RunComparison::figure).toArray(),
        new double[] {figure(row.newest())});
  }

  private static double figure(double[] forks) {
    return Estimates.ofForkFigures(forks).value();
  }

  private static void set(List<ForkFinding> all, List<Integer> places, List<ForkFinding> findings) {
    for (int k = 0; k < places.size(); k++) {
      all.set(places.get(k), findings.get(k));
    }
  }
}
