package dev.imagestore.render;

import dev.imagestore.analysis.Conclusions;
import dev.imagestore.analysis.Conclusions.Contest;
import dev.imagestore.analysis.Conclusions.Fastest;
import dev.imagestore.analysis.Conclusions.Overtaking;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/** {@link Conclusions} as sentences. */
final class ConclusionSentences {
  private ConclusionSentences() {}

  /** A sentence or two each. */
  static List<String> of(Conclusions conclusions) {
    List<String> sentences = new ArrayList<>();
    if (!conclusions.contests().isEmpty()
        && conclusions.contests().stream()
            .flatMap(c -> c.fastest().values().stream())
            .allMatch(fastest -> fastest.backends().isEmpty())) {
      return List.of(
          "Nothing can be said: one fork gives no interval, and it takes intervals to compare"
              + " (-f 5).");
    }
    for (Contest contest : conclusions.contests()) {
      sentences.add(contest.what() + ": " + fastestInWords(contest.fastest()) + ".");
      for (Overtaking o : contest.overtakings()) {
        sentences.add(contest.what() + ": " + inWords(o) + ".");
      }
    }
    return sentences;
  }

  private static String fastestInWords(NavigableMap<Long, Fastest> fastest) {
    List<String> parts = new ArrayList<>();
    List<Long> cutoffs = List.copyOf(fastest.keySet());
    for (int from = 0; from < cutoffs.size(); ) {
      Fastest best = fastest.get(cutoffs.get(from));
      int to = from;
      while (to + 1 < cutoffs.size() && fastest.get(cutoffs.get(to + 1)).equals(best)) {
        to++;
      }
      String who =
          switch (best.backends().size()) {
            case 0 -> "undecided for want of forks";
            case 1 -> best.backends().get(0) + " is fastest";
            default ->
                best.all()
                    ? "none is known to be fastest (their intervals overlap)"
                    : oneOf(best.backends()) + " is fastest (their intervals overlap)";
          };
      parts.add(who + " " + at(cutoffs.get(from), cutoffs.get(to)));
      from = to + 1;
    }
    return String.join("; ", parts);
  }

  /** {@code a, b or c}. */
  private static String oneOf(List<String> several) {
    int last = several.size() - 1;
    return String.join(", ", several.subList(0, last)) + " or " + several.get(last);
  }

  private static String at(long from, long to) {
    if (from == to) {
      return "at " + images(from);
    }
    return "from " + Numbers.count(from) + " to " + images(to);
  }

  private static String inWords(Overtaking o) {
    String lead = ", " + Numbers.times(o.times()) + " times as fast at " + Numbers.count(o.most());
    return o.wasBehind()
        ? o.winner() + " overtakes " + o.loser() + " from " + images(o.from()) + " on" + lead
        : o.winner()
            + " is faster than "
            + o.loser()
            + " from "
            + images(o.from())
            + " on"
            + lead
            + "; with fewer, their intervals overlap";
  }

  private static String images(long n) {
    return Numbers.count(n) + (n == 1 ? " image" : " images");
  }
}
