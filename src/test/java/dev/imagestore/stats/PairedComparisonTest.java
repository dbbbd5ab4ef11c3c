package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  /** Quantiles of a normal deviate in an order without a trend: mean 0, standard deviation 1. */
  private static final double[] NOISE = {
    0.3, -1.2, 0.9, -0.4, 1.5, -0.8, 0.1, -0.1, 0.8, -1.5, 0.4, 1.2, -0.9, -0.3
  };

  private final PairedComparison comparison = new PairedComparison(0.05, 0.1);

  @Test
  void aRowThatTakesLongerIsSlowerAndItsIntervalExcludesOne() {
    PairFinding f = judge(row("read", 1.08, 0.02, 14));

    assertThat(f.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(f.ratio().value()).isCloseTo(1.08, within(0.005));
    assertThat(f.ratio().low()).isBetween(1.0, f.ratio().value());
    assertThat(f.ratio().samples()).isEqualTo(14);
  }

  @Test
  void swappingTheSidesInvertsTheRatio() {
    PairFinding slower = judge(row("read", 1.08, 0.02, 14));
    PairFinding faster =
        judge(
            PairRow.comparison(
                "read",
                Arrays.stream(row("read", 1.08, 0.02, 14).logRatios()).map(x -> -x).toArray()));

    assertThat(faster.verdict()).isEqualTo(Verdict.FASTER);
    assertThat(faster.ratio().value()).isCloseTo(1 / slower.ratio().value(), within(1e-12));
    assertThat(faster.ratio().low()).isCloseTo(1 / slower.ratio().high(), within(1e-12));
    assertThat(faster.pValue()).isCloseTo(slower.pValue(), within(1e-12));
  }

  @Test
  void anIntervalWithinTheThresholdIsNoChange() {
    PairFinding f = judge(row("read", 1.002, 0.01, 14));

    assertThat(f.verdict()).isEqualTo(Verdict.NO_CHANGE);
    assertThat(f.ratio().low()).isBetween(1 / 1.05, 1.0);
    assertThat(f.ratio().high()).isBetween(1.0, 1.05);
    assertThat(f.couldShow(0.05)).isTrue();
    assertThat(f.pairsToThreshold()).isZero();
  }

  @Test
  void aNoisyRowIsUndecidedAndSaysHowMuchMoreItNeeds() {
    PairFinding f = judge(row("read", 1, 0.06, 14));

    assertThat(f.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(f.detectable()).isGreaterThan(0.05);
    assertThat(f.pairsToThreshold()).isGreaterThan(f.pairsToMustSee());
    PairFinding later = judge(row("read", 1, 0.06, 14 + f.pairsToThreshold()));
    assertThat(later.detectable()).isCloseTo(0.05, within(0.01));
  }

  @Test
  void aChangeThatFreshPairsDoNotShowIsNone() {
    double[] logs = Arrays.copyOf(row("read", 1.2, 0.01, 7).logRatios(), 40);
    System.arraycopy(row("read", 1, 0.01, 33).logRatios(), 0, logs, 7, 33);

    PairFinding first = judge(PairRow.comparison("read", Arrays.copyOf(logs, 7)));
    assertThat(first.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(first.awaitsFresh()).isTrue();
    assertThat(first.ratio().low()).isEqualTo(1);
    for (int n = 8; n <= logs.length; n++) {
      PairFinding f = judge(PairRow.comparison("read", Arrays.copyOf(logs, n)));
      assertThat(f.isChanged()).as("%d pairs", n).isFalse();
    }
  }

  @Test
  void oddPairsHideNothingAndMakeNothing() {
    double[] changed = row("read", 1.1, 0.02, 20).logRatios();
    changed[3] -= Math.log(2);
    double[] same = row("read", 1, 0.02, 20).logRatios();
    same[5] += Math.log(2);

    assertThat(judge(PairRow.comparison("read", changed)).verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(judge(PairRow.comparison("read", same)).isChanged()).isFalse();
  }

  @Test
  void tooFewPairsHaveNoVerdict() {
    for (int n = 0; n < PairedComparison.FEWEST_PAIRS; n++) {
      PairFinding f = judge(row("read", 2, 0.01, n));

      assertThat(f.verdict()).isEqualTo(Verdict.TOO_FEW_FORKS);
      assertThat(f.ratio().hasInterval()).isFalse();
      assertThat(f.ratio().samples()).isEqualTo(n);
      assertThat(f.detectable()).isNaN();
      assertThat(f.pairsToMustSee()).isEqualTo(-1);
    }
  }

  @Test
  void pairsThatAreAllTheSameAreNotCertainty() {
    PairFinding f = judge(PairRow.comparison("read", new double[12]));

    assertThat(f.verdict()).isEqualTo(Verdict.NO_CHANGE);
    assertThat(f.ratio().high()).isGreaterThan(1);
    assertThat(f.pValue()).isEqualTo(1);
  }

  @Test
  void aLookOnTheWayIsStricterThanTheLast() {
    List<PairRow> rows = List.of(row("read", 1.05, 0.02, 10));
    Estimate early = comparison.compare(rows, 0.3).rows().get(0).ratio();
    Estimate late = comparison.compare(rows, 1).rows().get(0).ratio();

    assertThat(early.high()).isGreaterThan(late.high());
    assertThat(early.value()).isEqualTo(late.value());
  }

  @Test
  void moreComparisonsAreHeldToMoreAndControlsAreNotCounted() {
    double[] logs = row("read", 1, 0.03, 12).logRatios();
    List<PairRow> one = new ArrayList<>(List.of(PairRow.comparison("b0", logs)));
    List<PairRow> many = new ArrayList<>(one);
    for (int i = 1; i < 20; i++) {
      one.add(PairRow.control("b" + i, 0, logs));
      many.add(PairRow.comparison("b" + i, logs));
    }

    assertThat(comparison.compare(many, 1).rows().get(0).detectable())
        .isGreaterThan(1.2 * comparison.compare(one, 1).rows().get(0).detectable());
  }

  @Test
  void theSameSmallChangeInSeveralRowsIsTheBenchmarks() {
    List<PairRow> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rows.add(row("read", 1.03, 0.03, 12));
      rows.add(row("store", 1, 0.03, 12));
    }
    PairFindings f = comparison.compare(rows, 1);

    assertThat(f.rows()).noneMatch(PairFinding::isChanged);
    assertThat(f.benchmarks().get("read").verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(f.benchmarks().get("read").ratio().value()).isCloseTo(1.03, within(0.01));
    assertThat(f.benchmarks().get("read").ratio().samples()).isEqualTo(48);
    assertThat(f.benchmarks().get("store").isChanged()).isFalse();
  }

  @Test
  void oneRowIsNotTheBenchmark() {
    List<PairRow> rows = new ArrayList<>(List.of(row("read", 1.5, 0.02, 14)));
    for (int i = 0; i < 3; i++) {
      rows.add(row("read", 1, 0.02, 14));
    }
    PairFindings f = comparison.compare(rows, 1);

    assertThat(f.rows().get(0).verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(f.benchmarks().get("read").isChanged()).isFalse();
  }

  @Test
  void controlsAreJudgedButCountForNoBenchmark() {
    List<PairRow> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rows.add(row("read", 1, 0.02, 14));
      rows.add(PairRow.control("read", Math.log(1.2), row("read", 1.2, 0.02, 14).logRatios()));
    }
    PairFindings f = comparison.compare(rows, 1);

    assertThat(f.rows().get(1).verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(f.benchmarks().get("read").ratio().value()).isCloseTo(1, within(0.01));
    assertThat(f.benchmarks().get("read").ratio().samples()).isEqualTo(42);
  }

  @Test
  void aBenchmarkOfOneRowHasNoVerdictOfItsOwn() {
    assertThat(comparison.compare(List.of(row("read", 1, 0.02, 14)), 1).benchmarks()).isEmpty();
    assertThat(comparison.compare(List.of(), 1).rows()).isEmpty();
  }

  @Test
  void aControlFailsOnlyIfItsIntervalExcludesTheTruth() {
    assertThat(control(0, 1, 0.02)).isEqualTo(ControlVerdict.AS_EXPECTED);
    assertThat(control(0, 1.1, 0.02)).isEqualTo(ControlVerdict.FAILED);
    assertThat(control(0, 1, 0.2)).isEqualTo(ControlVerdict.COULD_NOT_SHOW);
    assertThat(control(Math.log(1.05), 1.05, 0.01)).isEqualTo(ControlVerdict.AS_EXPECTED);
    assertThat(control(Math.log(1.05), 1.05, 0.06)).isEqualTo(ControlVerdict.COULD_NOT_SHOW);
    assertThat(control(Math.log(1.05), 1, 0.01)).isEqualTo(ControlVerdict.FAILED);
    PairRow few = PairRow.control("read", 0, new double[3]);
    assertThat(ControlVerdict.of(few, judge(few), 0.1)).isEqualTo(ControlVerdict.COULD_NOT_SHOW);
  }

  @Test
  void refusesWhatItCannotJudge() {
    assertThatThrownBy(() -> new PairedComparison(0, 0.1)).hasMessageContaining("threshold");
    assertThatThrownBy(() -> comparison.compare(List.of(), 0)).hasMessageContaining("budget");
    assertThatThrownBy(() -> comparison.compare(List.of(), 1.1)).hasMessageContaining("budget");
    double[] bad = {Double.NaN};
    assertThatThrownBy(() -> PairRow.comparison("read", bad)).hasMessageContaining("ratio");
    assertThatThrownBy(() -> PairRow.control("read", Double.NaN, new double[0]))
        .hasMessageContaining("must be known");
  }

  private PairFinding judge(PairRow row) {
    return comparison.compare(List.of(row), 1).rows().get(0);
  }

  private ControlVerdict control(double truth, double ratio, double noise) {
    PairRow row = PairRow.control("read", truth, row("read", ratio, noise, 14).logRatios());
    return ControlVerdict.of(row, judge(row), 0.1);
  }

  private static PairRow row(String benchmark, double ratio, double noise, int pairs) {
    double[] logs = new double[pairs];
    Arrays.setAll(logs, i -> Math.log(ratio) + noise * NOISE[i % NOISE.length]);
    return PairRow.comparison(benchmark, logs);
  }
}
