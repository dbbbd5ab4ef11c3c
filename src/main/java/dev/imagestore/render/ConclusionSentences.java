package dev.imagestore.render;

import dev.imagestore.analysis.Conclusions;
import dev.imagestore.analysis.Conclusions.Contest;
import dev.imagestore.analysis.Conclusions.Fastest;
import dev.imagestore.analysis.Conclusions.Overtaking;
import dev.imagestore.analysis.Conclusions.Unranked;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.ForkComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/** {@link Conclusions} as sentences. */
final class ConclusionSentences {
  private ConclusionSentences() {}

  /** A sentence or two for each contest. */
  static List<String> of(Conclusions conclusions) {
    List<Fastest> all =
        conclusions.contests().stream().flatMap(c -> c.fastest().values().stream()).toList();
    if (!all.isEmpty() && all.stream().allMatch(fastest -> fastest.backends().isEmpty())) {
      return List.of(
          "Nothing can be said: it takes "
              + ForkComparison.FEWEST_FORKS
              + " forks of each backend to tell which is faster (-f 5).");
    }
    List<String> sentences = new ArrayList<>();
    for (Contest contest : conclusions.contests()) {
      String subject = subject(contest.subject(), conclusions.datasets()) + ": ";
      if (!contest.fastest().isEmpty()) {
        sentences.add(subject + fastest(contest.fastest()) + ".");
      }
      contest.overtakings().forEach(o -> sentences.add(subject + overtaking(o) + "."));
      if (!contest.unranked().isEmpty()) {
        sentences.add(subject + unranked(contest.unranked()) + ".");
      }
    }
    return sentences;
  }

  private static String subject(Key key, boolean datasets) {
    StringBuilder subject =
        new StringBuilder(key.workload().map(Workload::words).orElse(key.shortName()));
    if (datasets) {
      subject.append(", ").append(key.param(Names.DATASET));
    }
    if (!key.param(Names.DURABILITY).isEmpty()) {
      subject.append(", durability ").append(key.param(Names.DURABILITY));
    }
    key.others().forEach((name, value) -> subject.append(", " + name + " " + value));
    if (key.threads() != 1) {
      subject.append(", ").append(key.threads()).append(" threads");
    }
    if (!key.hasUsualMode()) {
      subject.append(" (mode ").append(key.mode()).append(')');
    }
    return subject.toString();
  }

  private static String fastest(NavigableMap<Long, Fastest> fastest) {
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
            case 0 -> "undecided, with too few forks,";
            case 1 -> best.backends().get(0) + " is fastest" + among(best);
            default ->
                best.all()
                    ? "none is surely the fastest" + among(best)
                    : list(best.backends(), "or")
                        + " is fastest"
                        + among(best)
                        + ", with no sure difference,";
          };
      parts.add(who + " " + at(cutoffs.get(from), cutoffs.get(to)));
      from = to + 1;
    }
    return String.join("; ", parts);
  }

  private static String among(Fastest best) {
    return best.partial() ? " of those ranked" : "";
  }

  /** {@code a, b or c}. */
  private static String list(List<String> several, String word) {
    int last = several.size() - 1;
    return last == 0
        ? several.get(0)
        : String.join(", ", several.subList(0, last)) + " " + word + " " + several.get(last);
  }

  private static String at(long from, long to) {
    if (from == to) {
      return "at " + images(from);
    }
    return "from " + Numbers.count(from) + " to " + images(to);
  }

  private static String overtaking(Overtaking o) {
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
            + "; with fewer there is no sure difference";
  }

  /** {@code not ranked, as their intervals are wider than ± 25 %: lmdb at 10 and 100 images}. */
  private static String unranked(List<Unranked> rows) {
    Map<String, List<Unranked>> byBackend =
        rows.stream()
            .collect(
                Collectors.groupingBy(Unranked::backend, LinkedHashMap::new, Collectors.toList()));
    return (rows.size() == 1
            ? "not ranked, as its interval is wider than ± "
            : "not ranked, as their intervals are wider than ± ")
        + Numbers.threshold(Conclusions.WIDEST)
        + ": "
        + byBackend.entrySet().stream()
            .map(
                e -> {
                  List<String> counts =
                      e.getValue().stream()
                          .map(Unranked::images)
                          .sorted()
                          .map(Numbers::count)
                          .toList();
                  boolean one = counts.equals(List.of("1"));
                  return e.getKey() + " at " + list(counts, "and") + (one ? " image" : " images");
                })
            .collect(Collectors.joining("; "));
  }

  private static String images(long n) {
    return Numbers.count(n) + (n == 1 ? " image" : " images");
  }
}
