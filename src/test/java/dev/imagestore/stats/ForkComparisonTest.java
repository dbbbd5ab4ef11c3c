package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForkComparisonTest {
  private final ForkComparison comparison = new ForkComparison(0.05);

  @Test
  void aSingleRowIsYuensTest() {
    double[] base = {100, 102, 99, 101, 100, 98};
    double[] next = {110, 112, 109, 108, 111, 120};
    ForkFinding f = comparison.compare(List.of(new ForkPair(base, next))).get(0);

    TrimmedMean a = TrimmedMean.of(Arrays.stream(base).map(Math::log).toArray(), 1);
    TrimmedMean b = TrimmedMean.of(Arrays.stream(next).map(Math::log).toArray(), 1);
    assertThat(Math.log(f.ratio().value())).isCloseTo(b.value() - a.value(), within(1e-12));
    assertThat(f.logError())
        .isCloseTo(Math.sqrt(a.squaredError() + b.squaredError()), within(1e-12));
    assertThat(f.degrees()).isBetween(Math.min(a.degrees(), b.degrees()), 2 * a.degrees());
    assertThat(f.ratio().samples()).isEqualTo(12);
  }

  @Test
  void theTrimmedMeanHasTheErrorOfTheWinsorisedSample() {
    TrimmedMean mean = TrimmedMean.of(new double[] {50, 1, 3, 2, 4, -9}, 1);

    assertThat(mean.value()).isEqualTo(2.5);
    // Winsorised 1, 1, 2, 3, 4, 4: squared deviations 9.5; h = 4.
    assertThat(mean.squaredError()).isCloseTo(9.5 / (4 * 3), within(1e-12));
    assertThat(TrimmedMean.of(new double[] {1, 2, 3}, 0).squaredError())
        .isCloseTo(1.0 / 3, within(1e-12));
  }

  @Test
  void swappingTheSidesInvertsTheRatioAndTheVerdict() {
    ForkPair slower = pair(1, 6, 6, 1.2);
    ForkFinding forward = comparison.compare(List.of(slower)).get(0);
    ForkFinding back =
        comparison
            .compare(List.of(new ForkPair(/* base= */ slower.next(), /* next= */ slower.base())))
            .get(0);

    assertThat(forward.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(back.verdict()).isEqualTo(Verdict.FASTER);
    assertThat(back.ratio().value()).isCloseTo(1 / forward.ratio().value(), within(1e-12));
    assertThat(back.ratio().low()).isCloseTo(1 / forward.ratio().high(), within(1e-12));
    assertThat(back.pValue()).isCloseTo(forward.pValue(), within(1e-12));
  }

  @Test
  void unitsDoNotMatter() {
    List<ForkPair> rows = table(3, 12);
    List<ForkPair> micros =
        rows.stream().map(r -> new ForkPair(times(r.base(), 1e6), times(r.next(), 1e6))).toList();

    List<ForkFinding> inSeconds = comparison.compare(rows);
    List<ForkFinding> inMicros = comparison.compare(micros);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(inMicros.get(i).pValue()).isCloseTo(inSeconds.get(i).pValue(), within(1e-9));
    }
  }

  @Test
  void oneOddForkNeitherMakesNorHidesAChange() {
    List<ForkPair> rows = table(4, 20);
    rows.get(0).next()[2] *= 4;
    rows.set(1, pair(5, 6, 6, 1.1));
    rows.get(1).base()[3] *= 3;

    List<ForkFinding> findings = comparison.compare(rows);

    assertThat(findings.get(0).verdict()).isIn(Verdict.NO_CHANGE, Verdict.UNDECIDED);
    assertThat(findings.get(0).oddNext()).isEqualTo(1);
    assertThat(findings.get(1).verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(findings.get(1).oddBase()).isEqualTo(1);
  }

  @Test
  void aSideWhoseForksDisagreeIsUndecided() {
    List<ForkPair> rows = table(6, 20);
    rows.get(0).next()[0] *= 2.1;
    rows.get(0).next()[1] *= 3.3;
    rows.get(0).next()[2] *= 1.6;

    ForkFinding f = comparison.compare(rows).get(0);

    assertThat(f.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(f.degrees()).isLessThan(5);
  }

  @Test
  void rowsOfATableLendEachOtherDegreesOfFreedom() {
    ForkPair row = pair(7, 6, 6, 1);
    List<ForkPair> rows = table(8, 60);
    rows.set(0, row);

    ForkFinding alone = comparison.compare(List.of(row)).get(0);
    ForkFinding together = comparison.compare(rows).get(0);

    assertThat(together.degrees()).isGreaterThan(alone.degrees() + 10);
    assertThat(together.smallestEffect()).isLessThan(alone.smallestEffect());
  }

  @Test
  void fewerThanFourForksHaveNoVerdictAndLendNothing() {
    ForkPair few = pair(9, 3, 6, 2);
    ForkPair enough = pair(10, 6, 6, 1);

    List<ForkFinding> findings = comparison.compare(List.of(few, enough));

    assertThat(findings.get(0).verdict()).isEqualTo(Verdict.TOO_FEW_FORKS);
    assertThat(findings.get(0).pValue()).isNaN();
    assertThat(findings.get(0).ratio().value()).isCloseTo(2, within(0.1));
    assertThat(findings.get(0).ratio().hasInterval()).isTrue();
    assertThat(findings.get(1)).isEqualTo(comparison.compare(List.of(enough)).get(0));
    ForkFinding one = comparison.compare(List.of(pair(11, 1, 6, 2))).get(0);
    assertThat(one.ratio().hasInterval()).isFalse();
    ForkFinding none =
        comparison.compare(List.of(new ForkPair(new double[0], new double[] {1}))).get(0);
    assertThat(none.ratio().value()).isNaN();
  }

  @Test
  void figuresWithoutAnyNoiseAreComparedAsTheyAre() {
    double[] five = {5, 5, 5, 5};
    double[] six = {6, 6, 6, 6};
    List<ForkFinding> findings =
        comparison.compare(List.of(new ForkPair(five, five), new ForkPair(five, six)));

    assertThat(findings.get(0).verdict()).isEqualTo(Verdict.NO_CHANGE);
    assertThat(findings.get(0).smallestEffect()).isZero();
    assertThat(findings.get(1).verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(findings.get(1).ratio().value()).isCloseTo(1.2, within(1e-12));
  }

  @Test
  void severalLooksShareTheProbabilityOfAnAlarm() {
    ForkPair row = pair(12, 6, 6, 1);
    ForkFinding once = new ForkComparison(0.05).compare(List.of(row)).get(0);
    ForkFinding often = new ForkComparison(0.05, 5).compare(List.of(row)).get(0);

    assertThat(often.smallestEffect()).isGreaterThan(once.smallestEffect());
    assertThat(often.pValue()).isEqualTo(once.pValue());
    assertThatThrownBy(() -> new ForkComparison(0.05, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEffectOfTheSmallestSizeIsFoundAsOftenAsItSays() {
    Random random = new Random(13);
    int found = 0;
    int tables = 400;
    for (int t = 0; t < tables; t++) {
      List<ForkPair> rows = table(random.nextLong(), 30);
      double smallest = comparison.compare(rows).get(0).smallestEffect();
      ForkPair first = rows.get(0);
      rows.set(0, new ForkPair(first.base(), times(first.next(), 1 + smallest)));
      found += comparison.compare(rows).get(0).verdict() == Verdict.SLOWER ? 1 : 0;
    }
    assertThat(found / (double) tables).isBetween(0.7, 0.9);
  }

  @Test
  void theGeometricMeanIsThatOfTheRatios() {
    List<ForkFinding> findings =
        comparison.compare(List.of(pair(14, 6, 6, 2), pair(15, 6, 6, 0.5), pair(16, 6, 6, 1)));
    Estimate mean = ForkComparison.geometricMean(findings);

    assertThat(mean.value()).isCloseTo(1, within(0.03));
    assertThat(mean.low()).isLessThan(mean.value());
    assertThat(mean.samples()).isEqualTo(3);
    assertThat(ForkComparison.geometricMean(List.of()).value()).isNaN();
    assertThat(
            ForkComparison.geometricMean(comparison.compare(List.of(pair(17, 1, 1, 2))))
                .hasInterval())
        .isFalse();
  }

  @Test
  void anEmptyTableIsAnEmptyTable() {
    assertThat(comparison.compare(List.of())).isEmpty();
  }

  @Test
  void theInverseOfTrigamma() {
    for (double x : new double[] {1e-3, 0.43, 1, 2.5, 30, 1e4}) {
      double y = org.hipparchus.special.Gamma.trigamma(x);
      assertThat(NoisePrior.inverseTrigamma(y)).isCloseTo(x, within(1e-6 * x));
    }
  }

  /** Equal pairs of six forks with 1 % noise. */
  private static List<ForkPair> table(long seed, int rows) {
    List<ForkPair> table = new ArrayList<>();
    Random random = new Random(seed);
    for (int i = 0; i < rows; i++) {
      table.add(pair(random.nextLong(), 6, 6, 1));
    }
    return table;
  }

  private static ForkPair pair(long seed, int base, int next, double factor) {
    Random random = new Random(seed);
    double[] a = new double[base];
    double[] b = new double[next];
    Arrays.setAll(a, i -> Math.exp(0.01 * random.nextGaussian()));
    Arrays.setAll(b, i -> factor * Math.exp(0.01 * random.nextGaussian()));
    return new ForkPair(a, b);
  }

  private static double[] times(double[] values, double factor) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }
}
