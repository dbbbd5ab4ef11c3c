package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.Outcome;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Every kind of outcome in words, as it stands in {@code golden/outcome.txt}; {@code
 * -Dgolden.update=true} writes it anew.
 */
class OutcomeWordsTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "outcome.txt");

  private static final Outcome.Row SAME = row("readMany raw", Verdict.NO_CHANGE, 0.99, 1.01, 0.03);
  private static final Outcome.Row BLIND =
      row("storeMany lmdb", Verdict.UNDECIDED, 0.9, 1.2, 0.138);
  private static final Outcome.Row TOO_FEW =
      row("storeMany png", Verdict.TOO_FEW_FORKS, Double.NaN, Double.NaN, Double.NaN);
  private static final Outcome.Row SLOWER =
      row("readMany hdf5", Verdict.SLOWER, 1.032, 1.081, 0.03);
  private static final Outcome.Row BELOW = row("readMany png", Verdict.SLOWER, 1.01, 1.03, 0.01);
  private static final Outcome.Row MORE =
      new Outcome.Row(
          "allocated of readMany hdf5",
          Verdict.SLOWER,
          new Estimate(1.3, 1.3, 1.3, 6),
          Double.NaN,
          Double.NaN);

  @Test
  void everyKindOfOutcome() throws IOException {
    StringBuilder all = new StringBuilder();
    add(all, "clean", List.of(SAME, SAME), List.of(), List.of());
    add(all, "clean, one row", List.of(SAME), List.of(), List.of());
    add(all, "clean, slightly slower", List.of(SAME, BELOW), List.of(), List.of());
    add(all, "blind", List.of(SAME, BLIND, TOO_FEW), List.of(), List.of());
    add(all, "blind in many", Collections.nCopies(12, BLIND), List.of(), List.of());
    add(all, "regression", List.of(SAME, SLOWER), List.of(MORE), List.of());
    add(all, "regression, else blind", List.of(SLOWER, BLIND), List.of(), List.of());
    add(
        all,
        "failed",
        List.of(SAME),
        List.of(),
        List.of("jdk25 failed at storeMany png: exit status 134."));
    add(all, "nothing", List.of(), List.of(), List.of("jdk25: it is JDK 8."));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, all);
    }

    assertThat(all).hasToString(Files.readString(GOLDEN));
  }

  @Test
  void durationsAreRounded() {
    assertThat(OutcomeWords.duration(0.4)).isEqualTo("1 second");
    assertThat(OutcomeWords.duration(89)).isEqualTo("89 seconds");
    assertThat(OutcomeWords.duration(340)).isEqualTo("6 minutes");
    assertThat(OutcomeWords.duration(7000)).isEqualTo("2 hours");
  }

  private static void add(
      StringBuilder all,
      String title,
      List<Outcome.Row> rows,
      List<Outcome.Row> others,
      List<String> failures) {
    Outcome outcome = new Outcome(0.05, 0.1, rows, others, failures);
    all.append(String.format(Locale.ROOT, "[%s: %s]%n", title, outcome.status()));
    OutcomeWords.of(outcome, "row").forEach(line -> all.append(line).append('\n'));
    all.append('\n');
  }

  private static Outcome.Row row(
      String name, Verdict verdict, double low, double high, double detectable) {
    return new Outcome.Row(
        name, verdict, new Estimate(Math.sqrt(low * high), low, high, 8), detectable, 352);
  }
}
