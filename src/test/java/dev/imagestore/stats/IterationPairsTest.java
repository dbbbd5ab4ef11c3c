package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IterationPairsTest {
  @Test
  void theSlowerForkHasAPositiveFigure() {
    double[] base = {1e-6, 2e-6, 3e-6};
    double[] next = Arrays.stream(base).map(t -> 1.05 * t).toArray();

    assertThat(IterationPairs.logRatio(base, next)).isCloseTo(Math.log(1.05), within(1e-12));
    assertThat(IterationPairs.logRatio(next, base)).isCloseTo(-Math.log(1.05), within(1e-12));
  }

  @Test
  void isTheMeanOfTheMiddleHalf() {
    double[] base = {1, 1, 1, 1};
    double[] next = {1, Math.exp(1), Math.exp(5), Math.exp(2)};

    assertThat(IterationPairs.logRatio(base, next)).isCloseTo(1.5, within(1e-12));
  }

  @Test
  void whatBothSufferTogetherCancels() {
    Random random = new Random(1);
    double[] base = new double[16];
    double[] next = new double[16];
    for (int k = 0; k < base.length; k++) {
      double drift = 1 + random.nextDouble();
      base[k] = drift;
      next[k] = 1.03 * drift;
    }

    assertThat(IterationPairs.logRatio(base, next)).isCloseTo(Math.log(1.03), within(1e-12));
  }

  @Test
  void threeSpikesOfSixteenHardlyMoveIt() {
    double[] base = new double[16];
    Arrays.setAll(base, k -> 1 + 0.001 * (k % 5));
    double[] next = base.clone();
    next[2] *= 3;
    next[7] *= 20;
    base[11] *= 2;

    assertThat(IterationPairs.logRatio(base, next)).isCloseTo(0, within(0.002));
  }

  @Test
  void iterationsWithoutAPartnerAreLeftOut() {
    assertThat(IterationPairs.logRatio(new double[] {1, 2}, new double[] {1, 2, 99})).isZero();
  }

  @Test
  void refusesWhatIsNoTime() {
    double[] one = {1};
    assertThatThrownBy(() -> IterationPairs.logRatio(one, new double[0]))
        .hasMessageContaining("no iterations");
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> IterationPairs.logRatio(one, new double[] {bad}))
          .hasMessageContaining("not a time");
    }
  }
}
