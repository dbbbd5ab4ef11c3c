package dev.imagestore.render;

import dev.imagestore.analysis.Trend;
import dev.imagestore.analysis.TrendCause;
import dev.imagestore.analysis.TrendJdks;
import dev.imagestore.analysis.TrendLeftOut;
import dev.imagestore.analysis.TrendLine;
import dev.imagestore.analysis.TrendVerdict;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Trends in words: verdicts, causes, and what they come to. */
public final class TrendWords {
  private static final int LONGEST_VALUE = 40;

  private TrendWords() {}

  /** What it comes to, a sentence a line. */
  public static List<String> outcome(Trend trend) {
    List<String> lines = new ArrayList<>();
    List<TrendVerdict> verdicts = trend.lines().stream().flatMap(l -> l.newest().stream()).toList();
    Map<String, Long> counted = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      counted.put(
          (verdict.isGiven() ? "" : "with ") + verdict,
          verdicts.stream().filter(v -> v.runs() > 0 && v.finding().verdict() == verdict).count());
    }
    counted.put("for the first time", verdicts.stream().filter(v -> v.runs() == 0).count());
    String counts =
        counted.entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    if (!counts.isEmpty()) {
      lines.add(
          Numbers.plural(verdicts.size(), "configuration") + " of the newest run: " + counts + ".");
    }
    long changes = trend.lines().stream().mapToLong(l -> l.changes().size()).sum();
    long drifts =
        trend.lines().stream()
            .flatMap(l -> l.drifts().stream().filter(d -> d.to() == l.points().size()))
            .count();
    lines.add(
        Numbers.plural(changes, "change")
            + " of level in "
            + Numbers.plural(trend.lines().size(), "line")
            + (drifts == 0 ? "." : "; " + Numbers.plural(drifts, "drift") + " that goes on."));
    lines.addAll(OutcomeWords.of(trend.outcome(), "configuration"));
    return lines;
  }

  /** A verdict, or why there is none. */
  static String verdict(TrendLine line, TrendVerdict verdict) {
    ForkFinding finding = verdict.finding();
    int forks = line.last().forks().size();
    if (verdict.runs() == 0) {
      return "the first run: nothing to hold it against";
    }
    if (!finding.verdict().isGiven()) {
      return forks < ForkComparison.FEWEST_FORKS
          ? "needs " + ForkComparison.FEWEST_FORKS + " forks, has " + forks
          : "needs " + ForkComparison.FEWEST_FORKS + " forks before it";
    }
    return finding.verdict()
        + (verdict.regression() ? ", REGRESSION" : "")
        + (verdict.byRuns() ? "" : ", by forks: few runs at this level");
  }

  /** What else changed with a change. */
  static String causes(List<TrendCause> causes) {
    if (causes.isEmpty()) {
      return "nothing that is recorded";
    }
    return causes.stream()
        .map(
            c ->
                c.difference().what()
                    + " "
                    + shorten(c.difference().base())
                    + " → "
                    + shorten(c.difference().next())
                    + (c.later() == 0 ? "" : c.later() < 0 ? " (a run earlier)" : " (a run later)"))
        .collect(Collectors.joining("; "));
  }

  private static String shorten(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_VALUE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE - 1)) + "…";
  }

  /** {@code in turns, <sitting>}, or how long apart. */
  static String measured(TrendJdks row) {
    return row.together() ? "in turns, " + row.cells().get(0).point().run().sitting() : apart(row);
  }

  private static String apart(TrendJdks row) {
    Instant first =
        row.cells().stream()
            .map(c -> c.point().run().started())
            .min(Instant::compareTo)
            .orElseThrow();
    Instant last =
        row.cells().stream()
            .map(c -> c.point().run().started())
            .max(Instant::compareTo)
            .orElseThrow();
    long hours = Duration.between(first, last).toHours();
    return hours < 48
        ? Numbers.plural(hours, "hour") + " apart"
        : Numbers.plural(hours / 24, "day") + " apart";
  }

  /** {@code 3 quick, 1 incomplete}. */
  static String leftOut(List<TrendLeftOut> leftOut) {
    return leftOut.stream()
        .map(l -> l.runs().size() + " " + l.why())
        .collect(Collectors.joining(", "));
  }

  static List<String> legend() {
    return List.of(
        "Times are of one operation. time: new / old, above 1 is slower.",
        "Where the level changed: E-divisive (Matteson & James 2014) on the logarithms of the runs'"
            + " figures, with permutation tests. In all lines together the probability of any"
            + " change that is none is about 1 %. A change is placed within one run. It takes 5"
            + " runs on either side, and about 15 in all, before one is seen.",
        "Drift: Mann–Kendall test, Theil–Sen slope, where a straight line fits better than steps.",
        "Verdict: the newest run against the runs since the last change, by the procedure of"
            + " compare; the sample is a run, or with fewer than 4 of them a fork. Slower and"
            + " faster hold for the whole table: under 1 % of tables without a change have any. It"
            + " is a REGRESSION if its interval reaches the threshold.",
        "detectable: the smallest slowdown that would have been found, in 4 of 5 cases.");
  }
}
