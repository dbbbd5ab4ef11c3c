package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePointsTest {
  private static final ChangePoints SEARCH = new ChangePoints(0.002, 1);

  @ParameterizedTest
  @ValueSource(ints = {5, 12, 25})
  void aStepIsPlacedExactlyWhereTheNoiseIsSmall(int at) {
    double[] values = noise(30, 0.001, 1);
    add(values, at, 30, 0.05);

    assertThat(SEARCH.find(values)).extracting(ChangePoint::index).containsExactly(at);
  }

  @Test
  void severalStepsAreFoundInTheOrderOfTime() {
    double[] values = noise(60, 0.001, 2);
    add(values, 20, 40, 0.05);
    add(values, 40, 60, 0.02);

    assertThat(SEARCH.find(values)).extracting(ChangePoint::index).containsExactly(20, 40);
    assertThat(SEARCH.find(values)).allMatch(c -> c.pValue() > 0 && c.pValue() <= 0.002);
  }

  /** A passing change: the mean of what follows is that of what went before. */
  @Test
  void aChangeThatIsTakenBackIsTwoChanges() {
    double[] values = noise(40, 0.001, 3);
    add(values, 15, 22, 0.05);

    assertThat(SEARCH.find(values)).extracting(ChangePoint::index).containsExactly(15, 22);
  }

  @Test
  void aWildValueIsNoChange() {
    double[] values = noise(30, 0.01, 4);
    values[17] = 5;

    assertThat(SEARCH.find(values)).isEmpty();
  }

  @Test
  void valuesThatAreAllTheSameDoNotChange() {
    assertThat(SEARCH.find(new double[40])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11})
  void tooFewValuesSayNothing(int n) {
    double[] values = noise(n, 0.001, 5);
    add(values, n / 2, n, 1);

    assertThat(SEARCH.find(values)).isEmpty();
  }

  @Test
  void theSameSeriesGivesTheSame() {
    double[] values = noise(50, 0.01, 6);
    add(values, 30, 50, 0.03);
    double[] before = values.clone();

    assertThat(SEARCH.find(values)).isEqualTo(SEARCH.find(values)).isNotEmpty();
    assertThat(values).isEqualTo(before);
  }

  /** What is found depends neither on the unit (a factor) nor on the zero of the values. */
  @Test
  void scaleAndOriginDoNotMatter() {
    double[] values = noise(40, 0.01, 7);
    add(values, 10, 40, 0.05);
    double[] others = Arrays.stream(values).map(v -> 1000 * v - 7).toArray();

    assertThat(SEARCH.find(others))
        .extracting(ChangePoint::index)
        .isEqualTo(SEARCH.find(values).stream().map(ChangePoint::index).toList());
  }

  @Test
  void aLevelThatNoPermutationReachesIsRefused() {
    assertThatThrownBy(() -> new ChangePoints(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ChangePoints(1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  static double[] noise(int n, double deviation, long seed) {
    Random random = new Random(seed);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = deviation * random.nextGaussian();
    }
    return values;
  }

  static void add(double[] values, int from, int to, double size) {
    for (int i = from; i < to; i++) {
      values[i] += size;
    }
  }
}
