package dev.imagestore.render;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.Comparison.Outcome;
import dev.imagestore.analysis.ComparisonExactRow;
import dev.imagestore.analysis.ComparisonRow;
import dev.imagestore.result.Resource;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
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
    String threshold = Numbers.threshold(comparison.options().threshold());
    Unseen unseen = new Unseen(comparison.options().threshold(), "row");
    comparison.rows().forEach(row -> unseen.add(row.key().label(), row.finding(), verdict(row)));
    lines.add(
        switch (comparison.outcome()) {
          case REGRESSION ->
              Numbers.plural(comparison.regressions(), "regression")
                  + " of more than "
                  + threshold
                  + ": "
                  + regressions(comparison)
                  + ".";
          case CLEAN -> unseen.nothingFound("No regression of more than " + threshold + ".");
          case NO_VERDICT ->
              comparison.rows().isEmpty()
                  ? "No verdict: no figure could be compared."
                  : "No verdict: run at least "
                      + ForkComparison.FEWEST_FORKS
                      + (comparison.options().growing()
                          ? " rounds (--rounds "
                          : " forks per side (-f ")
                      + ForkComparison.FEWEST_FORKS
                      + "), 6 are better.";
        });
    if (comparison.outcome() == Outcome.REGRESSION && !unseen.besides().isEmpty()) {
      lines.add(unseen.besides());
    }
    return lines;
  }

  private static String regressions(Comparison comparison) {
    return Stream.concat(
            comparison.rows().stream()
                .filter(ComparisonRow::regression)
                .map(r -> r.key().label() + " " + Numbers.ratio(r.finding().ratio().value())),
            comparison.exact().stream()
                .filter(ComparisonExactRow::regression)
                .map(r -> r.key().label() + " " + change(r)))
        .collect(Collectors.joining("; "));
  }

  /** A verdict, or why there is none. */
  static String verdict(ComparisonRow row) {
    ForkFinding finding = row.finding();
    StringBuilder words = new StringBuilder();
    if (!finding.verdict().isGiven()) {
      return "needs "
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

  /** {@code diskApparent × 1.024}, {@code +30 % allocated per image}. */
  private static String change(ComparisonExactRow row) {
    return Resource.of(row.metric()).isPresent()
        ? perImage(row)
        : row.metric() + " " + exactRatio(row);
  }

  /** The verdict on a figure that needs no clock. */
  static String verdict(ComparisonExactRow row) {
    boolean counted = Resource.of(row.metric()).isPresent() && row.isDifferent();
    return (counted ? perImage(row) : row.verdict())
        + (row.regression() ? ", REGRESSION" : "")
        + (row.forksDiffer() ? ", forks of one side differ" : "");
  }

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
