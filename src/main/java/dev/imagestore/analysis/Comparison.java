package dev.imagestore.analysis;

import dev.imagestore.stats.Verdict;
import java.util.List;

/**
 * What the comparison of two runs found.
 *
 * @param base name of the run that the other is measured against
 * @param next name of the other
 * @param options how it was done
 * @param warnings what limits the use of all that follows
 * @param differences what else is not the same in the two runs
 * @param rows what was compared, in the order of the base
 * @param exact figures that are compared exactly, in the order of the base
 * @param means one a benchmark
 * @param unpaired what was not compared
 * @param otherMetrics names of metrics that are neither a row's time nor exact
 */
public record Comparison(
    String base,
    String next,
    ComparisonOptions options,
    List<String> warnings,
    List<ComparisonDifference> differences,
    List<ComparisonRow> rows,
    List<ComparisonExactRow> exact,
    List<ComparisonMean> means,
    List<ComparisonUnpaired> unpaired,
    List<String> otherMetrics) {

  /** What it comes to. */
  public enum Outcome {
    /** No regression was found, which is not to say that every row could have shown one. */
    CLEAN("no regression found"),
    /** At least one row is slower, or larger, by more than the threshold. */
    REGRESSION("regression"),
    /** No regression was found, but no row could be judged either. */
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
  public Comparison {
    warnings = List.copyOf(warnings);
    differences = List.copyOf(differences);
    rows = List.copyOf(rows);
    exact = List.copyOf(exact);
    means = List.copyOf(means);
    unpaired = List.copyOf(unpaired);
    otherMetrics = List.copyOf(otherMetrics);
  }

  /** What it comes to. Exact figures alone make a verdict only where nothing was timed. */
  public Outcome outcome() {
    if (regressions() > 0) {
      return Outcome.REGRESSION;
    }
    boolean given =
        rows.isEmpty()
            ? !exact.isEmpty()
            : rows.stream().anyMatch(r -> r.finding().verdict().isGiven());
    return given ? Outcome.CLEAN : Outcome.NO_VERDICT;
  }

  /** Rows that are slower, or larger, by more than the threshold. */
  public long regressions() {
    return rows.stream().filter(ComparisonRow::regression).count()
        + exact.stream().filter(ComparisonExactRow::regression).count();
  }

  /** Rows with this verdict. */
  public long count(Verdict verdict) {
    return rows.stream().filter(r -> r.finding().verdict() == verdict).count();
  }
}
