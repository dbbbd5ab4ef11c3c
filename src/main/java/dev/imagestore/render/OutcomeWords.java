package dev.imagestore.render;

import dev.imagestore.analysis.Outcome;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a comparison comes to, in sentences. */
public final class OutcomeWords {
  /** More names than these help nobody. */
  private static final int NAMED = 10;

  private OutcomeWords() {}

  /**
   * The sentences, the most important first.
   *
   * @param noun what a row is called
   */
  public static List<String> of(Outcome outcome, String noun) {
    if (outcome.rows().isEmpty() && outcome.others().isEmpty()) {
      List<String> nothing = new ArrayList<>(List.of("No verdict: no figure could be compared."));
      nothing.addAll(outcome.failures());
      return nothing;
    }
    List<String> lines = new ArrayList<>();
    String threshold = Numbers.threshold(outcome.threshold());
    List<Outcome.Row> regressions = outcome.regressions();
    if (regressions.isEmpty()) {
      lines.add("Nothing above " + threshold + " found; " + sight(outcome, noun) + ".");
    } else {
      lines.add(
          plural(regressions.size(), "regression")
              + " that may reach "
              + threshold
              + ": "
              + names(regressions, OutcomeWords::change)
              + ".");
      if (!outcome.unseen().isEmpty()) {
        lines.add("Besides, " + sight(outcome, noun) + ".");
      }
    }
    if (!outcome.slightlySlower().isEmpty()) {
      lines.add(
          "Slower, but surely by less than "
              + threshold
              + ": "
              + names(outcome.slightlySlower(), OutcomeWords::change)
              + ".");
    }
    lines.addAll(outcome.failures());
    return lines;
  }

  private static String sight(Outcome outcome, String noun) {
    List<Outcome.Row> unseen = outcome.unseen();
    String mustSee = Numbers.threshold(outcome.mustSee());
    int all = outcome.rows().size();
    return unseen.isEmpty()
        ? (all == 1 ? "the " + noun : "each of " + plural(all, noun))
            + " is decided or could have shown "
            + mustSee
        : "%d of %s could not have shown %s: %s"
            .formatted(
                unseen.size(), plural(all, noun), mustSee, names(unseen, OutcomeWords::blindness));
  }

  private static String names(List<Outcome.Row> rows, Function<Outcome.Row, String> words) {
    int more = rows.size() - NAMED;
    return rows.stream().limit(NAMED).map(words).collect(Collectors.joining("; "))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  private static String change(Outcome.Row row) {
    Estimate ratio = row.ratio();
    String value = row.name() + " × " + Numbers.digits(ratio.value(), 4);
    return ratio.hasInterval() && ratio.low() < ratio.high()
        ? value
            + " ("
            + Numbers.digits(ratio.low(), 4)
            + " to "
            + Numbers.digits(ratio.high(), 4)
            + ")"
        : value;
  }

  private static String blindness(Outcome.Row row) {
    String what =
        row.name()
            + " "
            + (Double.isNaN(row.detectable())
                ? "(" + row.verdict() + ")"
                : Numbers.effect(row.detectable()));
    return Double.isNaN(row.secondsMore())
        ? what
        : what + ", needs about " + duration(row.secondsMore()) + " more";
  }

  /** A duration as a person says it: {@code 40 seconds}, {@code 6 minutes}, {@code 2 hours}. */
  static String duration(double seconds) {
    double minutes = seconds / 60;
    if (minutes < 1.5) {
      return plural(Math.max(1, Math.round(seconds)), "second");
    }
    return minutes < 90
        ? plural(Math.round(minutes), "minute")
        : plural(Math.round(minutes / 60), "hour");
  }

  private static String plural(long count, String noun) {
    return Numbers.count(count) + " " + noun + (count == 1 ? "" : "s");
  }
}
