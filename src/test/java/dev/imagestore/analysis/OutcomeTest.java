package dev.imagestore.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.Outcome.Status;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static final Outcome.Row SAME = row(Verdict.NO_CHANGE, 0.99, 1.01, 0.03);
  private static final Outcome.Row FASTER = row(Verdict.FASTER, 0.8, 0.9, 0.2);
  private static final Outcome.Row SEEING = row(Verdict.UNDECIDED, 0.95, 1.06, 0.09);
  private static final Outcome.Row BLIND = row(Verdict.UNDECIDED, 0.9, 1.2, 0.14);
  private static final Outcome.Row TOO_FEW = row(Verdict.TOO_FEW_FORKS, 0, 9, Double.NaN);
  private static final Outcome.Row REACHING = row(Verdict.SLOWER, 1.01, 1.05, 0.03);
  private static final Outcome.Row BELOW = row(Verdict.SLOWER, 1.01, 1.04, 0.03);

  @Test
  void cleanIsWhereEachRowIsDecidedOrCouldHaveShownWhatMustBeSeen() {
    assertThat(status(SAME, FASTER, SEEING)).isEqualTo(Status.CLEAN);
    assertThat(status(SAME, FASTER, BLIND)).isEqualTo(Status.NO_VERDICT);
    assertThat(status(SAME, TOO_FEW)).isEqualTo(Status.NO_VERDICT);
    assertThat(status()).isEqualTo(Status.NO_VERDICT);
  }

  @Test
  void aSlowerRowIsARegressionIfItsIntervalReachesTheThreshold() {
    assertThat(status(SAME, REACHING)).isEqualTo(Status.REGRESSION);
    assertThat(status(SAME, BELOW)).isEqualTo(Status.CLEAN);
    assertThat(outcome(List.of(SAME, BELOW), List.of(), List.of()).slightlySlower())
        .containsExactly(BELOW);
  }

  @Test
  void anUndecidedRowIsNoneHoweverFarItsIntervalReaches() {
    assertThat(status(BLIND, TOO_FEW)).isEqualTo(Status.NO_VERDICT);
  }

  @Test
  void blindRowsAndFailuresHideNoRegression() {
    assertThat(status(REACHING, BLIND)).isEqualTo(Status.REGRESSION);
    assertThat(outcome(List.of(REACHING), List.of(), List.of("png failed.")).status())
        .isEqualTo(Status.REGRESSION);
    assertThat(outcome(List.of(SAME), List.of(), List.of("png failed.")).status())
        .isEqualTo(Status.NO_VERDICT);
  }

  @Test
  void aBenchmarkOrACountIsARegressionTooButNeedNotBeDecided() {
    assertThat(outcome(List.of(SAME), List.of(REACHING), List.of()).status())
        .isEqualTo(Status.REGRESSION);
    assertThat(outcome(List.of(SAME), List.of(BLIND), List.of()).status()).isEqualTo(Status.CLEAN);
    Outcome.Row exact =
        new Outcome.Row(
            "allocated", Verdict.SLOWER, new Estimate(1.3, 1.3, 1.3, 6), Double.NaN, Double.NaN);
    assertThat(outcome(List.of(SAME), List.of(exact), List.of()).status())
        .isEqualTo(Status.REGRESSION);
  }

  private static Status status(Outcome.Row... rows) {
    return outcome(List.of(rows), List.of(), List.of()).status();
  }

  private static Outcome outcome(
      List<Outcome.Row> rows, List<Outcome.Row> others, List<String> failures) {
    return new Outcome(0.05, 0.1, rows, others, failures);
  }

  private static Outcome.Row row(Verdict verdict, double low, double high, double detectable) {
    return new Outcome.Row(
        "a row", verdict, new Estimate(Math.sqrt(low * high), low, high, 8), detectable, 60);
  }
}
