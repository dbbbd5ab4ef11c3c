package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CountComparisonTest {
  private static final CountTolerance ALLOCATED = new CountTolerance(0.01, 64);

  @Test
  void exactCountsAreEqualOrDiffer() {
    CountFinding more = compare(CountTolerance.EXACT, of(2, 2, 2), 3, 3, 3);

    assertThat(more).isEqualTo(new CountFinding(CountVerdict.MORE, 2, 3, 2e-9));
    assertThat(more.ratio()).isEqualTo(1.5);
    assertThat(compare(CountTolerance.EXACT, of(3, 3), 2, 2).verdict())
        .isEqualTo(CountVerdict.LESS);
    assertThat(compare(CountTolerance.EXACT, of(0), 0).verdict()).isEqualTo(CountVerdict.EQUAL);
    assertThat(compare(CountTolerance.EXACT, of(0), 0).ratio()).isEqualTo(1);
  }

  @Test
  void whatRoundingDoesIsNoDifference() {
    assertThat(compare(CountTolerance.EXACT, of(0.1 + 0.2), 0.3).verdict())
        .isEqualTo(CountVerdict.EQUAL);
  }

  @Test
  void theToleranceIsTheLargerOfItsParts() {
    assertThat(compare(ALLOCATED, of(1000), 1064).verdict()).isEqualTo(CountVerdict.EQUAL);
    assertThat(compare(ALLOCATED, of(1000), 1065).verdict()).isEqualTo(CountVerdict.MORE);
    assertThat(compare(ALLOCATED, of(30_000), 30_300).verdict()).isEqualTo(CountVerdict.EQUAL);
    assertThat(compare(ALLOCATED, of(30_000), 30_301).verdict()).isEqualTo(CountVerdict.MORE);
  }

  @Test
  void forksThatOverlapLeaveItUndecided() {
    CountFinding f = compare(ALLOCATED, of(1000, 1000, 1300), 1200, 1200, 1200);

    assertThat(f.verdict()).isEqualTo(CountVerdict.UNDECIDED);
  }

  @Test
  void oneOddForkOfFiveDecidesNothing() {
    assertThat(compare(ALLOCATED, of(1000, 1001, 1002, 1000, 9000), 1200, 1201, 1, 1200, 1202))
        .extracting(CountFinding::verdict)
        .isEqualTo(CountVerdict.MORE);
    assertThat(compare(ALLOCATED, of(1000, 1001, 1002, 1000, 1000), 1000, 1001, 1, 1000, 9000))
        .extracting(CountFinding::verdict)
        .isEqualTo(CountVerdict.EQUAL);
  }

  @Test
  void aSideWithoutForksHasNoVerdict() {
    CountFinding f = compare(ALLOCATED, of(1000));

    assertThat(f.verdict()).isEqualTo(CountVerdict.TOO_FEW_FORKS);
    assertThat(f.base()).isEqualTo(1000);
    assertThat(f.next()).isNaN();
  }

  @Test
  void aRegressionIsMoreByTheThreshold() {
    assertThat(compare(ALLOCATED, of(1000), 1300).isRegression(0.05)).isTrue();
    assertThat(compare(ALLOCATED, of(10_000), 10_200).isRegression(0.05)).isFalse();
    assertThat(compare(CountTolerance.EXACT, of(0), 1).isRegression(0.05)).isTrue();
    assertThat(compare(ALLOCATED, of(1300), 1000).isRegression(0.05)).isFalse();
  }

  @Test
  void refusesAToleranceBelowNothing() {
    assertThatThrownBy(() -> new CountTolerance(-0.01, 0)).hasMessageContaining("tolerance");
    assertThatThrownBy(() -> new CountTolerance(0, Double.NaN)).hasMessageContaining("tolerance");
  }

  private static CountFinding compare(CountTolerance tolerance, double[] base, double... next) {
    return CountComparison.compare(base, next, tolerance);
  }

  private static double[] of(double... forks) {
    return forks;
  }
}
