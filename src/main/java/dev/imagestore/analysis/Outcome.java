package dev.imagestore.analysis;

import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a comparison comes to, decided in one place for all that compare. It is a regression if
 * something that is surely slower may be as much slower as matters. It is clean only if nothing
 * failed and each row is decided, or could have shown a slowdown that must be seen; else it says
 * nothing. A failure hides no regression.
 *
 * @param threshold the change that matters, 0.05 for 5 %
 * @param mustSee the slowdown that each row must have been able to show, 0.1 for 10 %
 * @param rows what must be decided: one for each configuration
 * @param others what may be a regression too, but need not be decided: benchmarks over their rows,
 *     and counts
 * @param failures what could not be measured, and controls that failed; a sentence each
 */
public record Outcome(
    double threshold, double mustSee, List<Row> rows, List<Row> others, List<String> failures) {
  /** Copies the lists. */
  public Outcome {
    rows = List.copyOf(rows);
    others = List.copyOf(others);
    failures = List.copyOf(failures);
  }

  /** What it comes to. */
  public enum Status {
    /** No regression was found, and one that must be seen would have been. */
    CLEAN("no regression found"),
    /** Something is slower, or more, and perhaps by as much as matters. */
    REGRESSION("regression"),
    /** No regression was found, but not all that was asked for could be judged. */
    NO_VERDICT("no verdict");

    private final String words;

    Status(String words) {
      this.words = words;
    }

    /** As it is shown. */
    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * Something that was judged.
   *
   * @param name as it is shown
   * @param verdict what was found; of a count, {@link Verdict#SLOWER} is more
   * @param ratio next / base, with its interval at the error that the verdict keeps to; one value
   *     of what is exact
   * @param detectable the smallest slowdown that would have been found, 0.03 for 3 %; NaN if
   *     unknown
   * @param secondsMore about how much longer the measurement must be until {@link Outcome#mustSee}
   *     could be shown; NaN if unknown
   */
  public record Row(
      String name, Verdict verdict, Estimate ratio, double detectable, double secondsMore) {
    /** Of a comparison of forks, which does not say how much longer it would need. */
    static Row of(String name, ForkFinding finding) {
      return new Row(
          name, finding.verdict(), finding.ratio(), finding.smallestEffect(), Double.NaN);
    }

    /** True if it is surely slower, and perhaps by {@code threshold} or more. */
    public boolean isRegression(double threshold) {
      double most = ratio.hasInterval() ? ratio.high() : ratio.value();
      return verdict == Verdict.SLOWER && most >= 1 + threshold;
    }
  }

  /** What it comes to. */
  public Status status() {
    if (!regressions().isEmpty()) {
      return Status.REGRESSION;
    }
    boolean nothing = rows.isEmpty() && others.isEmpty();
    return nothing || !failures.isEmpty() || !unseen().isEmpty() ? Status.NO_VERDICT : Status.CLEAN;
  }

  /** What is slower, or more, and perhaps by as much as matters. */
  public List<Row> regressions() {
    return all().filter(row -> row.isRegression(threshold)).toList();
  }

  /** What is slower, or more, but surely by less than matters. */
  public List<Row> slightlySlower() {
    return all()
        .filter(row -> row.verdict() == Verdict.SLOWER && !row.isRegression(threshold))
        .toList();
  }

  /** Rows that are not decided and could not have shown what must be seen. */
  public List<Row> unseen() {
    return rows.stream()
        .filter(row -> !row.verdict().couldShow() && !(row.detectable() <= mustSee))
        .toList();
  }

  private Stream<Row> all() {
    return Stream.concat(rows.stream(), others.stream());
  }
}
