package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DriftTest {
  @Test
  void aLineHasItsSlopeWithoutDoubt() {
    Drift drift = Drift.of(new double[] {1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5});

    assertThat(drift.slope().value()).isEqualTo(0.5);
    assertThat(drift.slope().low()).isEqualTo(0.5);
    assertThat(drift.slope().high()).isEqualTo(0.5);
    // S = 45, variance 10 · 9 · 25 / 18 = 125, z = 44 / √125.
    assertThat(drift.pValue()).isCloseTo(8.3e-5, within(1e-6));
  }

  /** Worked by hand: seven pairs rise, three fall; variance 5 · 4 · 15 / 18. */
  @Test
  void aSmallSampleWorkedByHand() {
    Drift drift = Drift.of(new double[] {3, 1, 4, 2, 5});

    // z = (4 − 1) / √16.67 = 0.735.
    assertThat(drift.pValue()).isCloseTo(0.462, within(1e-3));
    // Slopes: −2, −2, −1/3, 1/2, 1/2, 1/2, 1/2, 4/3, 3, 3.
    assertThat(drift.slope().value()).isEqualTo(0.5);
  }

  @Test
  void tiesTakeFromTheVariance() {
    assertThat(Drift.of(new double[12]).pValue()).isEqualTo(1);
    assertThat(Drift.of(new double[12]).slope()).isEqualTo(new Estimate(0, 0, 0, 12));
  }

  @Test
  void aWildValueDecidesNothing() {
    double[] values = ChangePointsTest.noise(30, 0.01, 1);
    values[29] = 100;

    assertThat(Drift.of(values).pValue()).isGreaterThan(0.01);
    assertThat(Drift.of(values).slope().value()).isCloseTo(0, within(0.001));
  }

  @Test
  void theIntervalHoldsTheSlope() {
    int covered = 0;
    for (int seed = 0; seed < 200; seed++) {
      double[] values = ChangePointsTest.noise(20, 0.01, seed);
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.002 * i;
      }
      Estimate slope = Drift.of(values).slope();
      covered += slope.low() <= 0.002 && 0.002 <= slope.high() ? 1 : 0;
    }
    assertThat(covered).isBetween(182, 198);
  }

  @Test
  void oneValueHasNoTrend() {
    assertThatThrownBy(() -> Drift.of(new double[1])).isInstanceOf(IllegalArgumentException.class);
  }
}
