package dev.imagestore.render;

import dev.imagestore.stats.ForkFinding;
import java.util.ArrayList;
import java.util.List;

/**
 * What could not have shown a regression: rows that are undecided or have too few forks. Nothing
 * may be said of them but that.
 */
final class Unseen {
  private static final int NAMED = 10;

  private final double threshold;
  private final String noun;
  private final List<String> rows = new ArrayList<>();
  private int all;

  /**
   * Of no rows yet.
   *
   * @param threshold the change that matters, 0.05 for 5 %
   * @param noun what a row is called
   */
  Unseen(double threshold, String noun) {
    this.threshold = threshold;
    this.noun = noun;
  }

  /**
   * Counts a row, and keeps its name if it could not have shown a regression.
   *
   * @param verdict says why there is none, if there is none
   */
  void add(String name, ForkFinding finding, String verdict) {
    all++;
    if (!finding.verdict().couldShow()) {
      double smallest = finding.smallestEffect();
      String why = Double.isNaN(smallest) ? verdict : "detectable " + Numbers.effect(smallest);
      rows.add(name + " (" + why + ")");
    }
  }

  /**
   * What to say where no regression was found.
   *
   * @param otherwise the sentence if every row could have shown one
   */
  String nothingFound(String otherwise) {
    return rows.isEmpty()
        ? otherwise
        : "Nothing above " + Numbers.threshold(threshold) + " found; " + couldNot("it");
  }

  /** What to say beside regressions that were found; empty if every row could have shown one. */
  String besides() {
    return rows.isEmpty()
        ? ""
        : "Besides, " + couldNot("a slowdown of more than " + Numbers.threshold(threshold));
  }

  private String couldNot(String what) {
    int more = rows.size() - NAMED;
    return "%d of %d %s could not have shown %s: %s%s."
        .formatted(
            rows.size(),
            all,
            all == 1 ? noun : noun + "s",
            what,
            String.join("; ", rows.subList(0, Math.min(NAMED, rows.size()))),
            more > 0 ? "; and " + more + " more" : "");
  }
}
