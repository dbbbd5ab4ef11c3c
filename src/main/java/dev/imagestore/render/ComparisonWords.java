package dev.imagestore.render;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonExactRow;
import dev.imagestore.analysis.ComparisonRow;
import dev.imagestore.result.Resource;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.PairedComparison;
import dev.imagestore.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Comparisons in words: verdicts, and what they come to. */
public final class ComparisonWords {
  private ComparisonWords() {}

  /** What a comparison comes to, a sentence or two each. */
  public static List<String> outcome(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    String counts =
        Stream.of(Verdict.values())
            .filter(v -> comparison.count(v) > 0)
            .map(v -> comparison.count(v) + (v.isGiven() ? " " : " with ") + v)
            .collect(Collectors.joining(", "));
    if (!counts.isEmpty()) {
      lines.add(Numbers.plural(comparison.rows().size(), "row") + ": " + counts + ".");
    }
    lines.addAll(OutcomeWords.of(comparison.outcome(), "row"));
    return lines;
  }

  /**
   * A verdict, or why there is none.
   *
   * @param paired true if it was made of pairs of forks
   */
  static String verdict(ComparisonRow row, boolean paired) {
    ForkFinding finding = row.finding();
    StringBuilder words = new StringBuilder();
    if (!finding.verdict().isGiven()) {
      return paired
          ? "needs " + PairedComparison.FEWEST_PAIRS + " pairs, has " + finding.ratio().samples()
          : "needs "
              + ForkComparison.FEWEST_FORKS
              + " forks per side, has "
              + row.baseForks()
              + " and "
              + row.nextForks();
    }
    words.append(finding.verdict());
    if (row.regression()) {
      words.append(", REGRESSION");
    }
    odd(words, finding.oddBase(), row.baseForks(), "base");
    odd(words, finding.oddNext(), row.nextForks(), "new");
    return words.toString();
  }

  private static void odd(StringBuilder words, int odd, int forks, String side) {
    if (odd > 0) {
      words.append(", ").append(odd).append(" of ").append(forks).append(" forks odd in ");
      words.append(side);
    }
  }

  /** The verdict on a figure that needs no clock. */
  static String verdict(ComparisonExactRow row) {
    boolean counted = Resource.of(row.metric()).isPresent() && row.isDifferent();
    return (counted ? perImage(row) : row.verdict())
        + (row.regression() ? ", REGRESSION" : "")
        + (row.forksDiffer() ? ", forks of one side differ" : "");
  }

  /** {@code +30 % allocated per image}. */
  private static String perImage(ComparisonExactRow row) {
    double more = row.next() - row.base();
    String amount =
        row.base() == 0
            ? Numbers.digits(Math.abs(more), 4, false) + (row.unit().equals("B") ? " B" : "")
            : Numbers.digits(100 * Math.abs(more) / row.base(), 3, false) + " %";
    return (more > 0 ? "+" : "-") + amount + " " + row.metric() + " per image";
  }

  /** Never "1.000" for what differs. */
  static String exactRatio(ComparisonExactRow row) {
    String shown = Numbers.ratio(row.ratio());
    return row.isDifferent() && shown.equals(Numbers.ratio(1))
        ? (row.next() > row.base() ? "> " : "< ") + shown
        : shown;
  }
}
