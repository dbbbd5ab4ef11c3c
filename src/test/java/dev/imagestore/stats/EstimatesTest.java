package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimatesTest {
  @Test
  void twoForksGiveStudentsIntervalOfTheLogarithms() {
    Estimate e = Estimates.ofForkFigures(new double[] {Math.exp(1), Math.exp(3)});

    // mean 2, standard error 1, t with one degree of freedom 12.7062
    assertThat(Math.log(e.value())).isCloseTo(2, within(1e-9));
    assertThat(Math.log(e.low())).isCloseTo(2 - 12.7062, within(1e-4));
    assertThat(Math.log(e.high())).isCloseTo(2 + 12.7062, within(1e-4));
    assertThat(e.samples()).isEqualTo(2);
  }

  @Test
  void oneForkHasNoIntervalAndNoForkHasNoFigure() {
    assertThat(Estimates.ofForkFigures(new double[] {7}).hasInterval()).isFalse();
    assertThat(Estimates.ofForkFigures(new double[] {7}).value()).isEqualTo(7);
    assertThat(Estimates.ofForkFigures(new double[0]).value()).isNaN();
    assertThat(Estimates.ofForkFigures(new double[0]).samples()).isZero();
  }

  @Test
  void equalFiguresHaveAnIntervalWithoutWidth() {
    assertThat(Estimates.ofForkFigures(new double[] {0, 0, 0})).isEqualTo(new Estimate(0, 0, 0, 3));
    assertThat(Estimates.ofForkFigures(new double[] {8192, 8192}))
        .isEqualTo(new Estimate(8192, 8192, 8192, 2));
  }

  @Test
  void figuresThatMayBeZeroAreTakenAsTheyAre() {
    Estimate e = Estimates.ofForkFigures(new double[] {0, 1, 2});

    assertThat(e.value()).isCloseTo(1, within(1e-12));
    // t with two degrees of freedom, 4.3027, times 1 / √3
    assertThat(e.high()).isCloseTo(1 + 4.3027 / Math.sqrt(3), within(1e-4));
  }

  @Test
  void anOddForkNeitherMovesTheFigureNorHidesIt() {
    Estimate good = Estimates.ofForkFigures(new double[] {99, 100, 101, 100.5, 99.5, 100.2});
    Estimate odd = Estimates.ofForkFigures(new double[] {99, 100, 400, 100.5, 99.5, 100.2});

    assertThat(odd.value()).isCloseTo(good.value(), within(0.5));
    assertThat(odd.high() - odd.low()).isLessThan(2 * (good.high() - good.low()));
  }

  @Test
  void theEstimateOfARateIsTheInverseOfThatOfATime() {
    double[] times = {2, 2.1, 1.9, 2.05, 2.4};
    Estimate rate = Estimates.ofForkFigures(Arrays.stream(times).map(t -> 1 / t).toArray());
    Estimate inverse = Estimates.ofForkFigures(times).inverse(1);

    assertThat(rate.value()).isCloseTo(inverse.value(), within(1e-12));
    assertThat(rate.low()).isCloseTo(inverse.low(), within(1e-12));
    assertThat(rate.high()).isCloseTo(inverse.high(), within(1e-12));
  }

  @Test
  void theIntervalCoversTheTrueFigureAsOftenAsItSays() {
    Random random = new Random(20);
    for (int forks : new int[] {2, 3, 4, 5, 6, 10}) {
      int covered = 0;
      int trials = 10_000;
      for (int t = 0; t < trials; t++) {
        double[] times = new double[forks];
        Arrays.setAll(times, i -> Math.exp(0.03 * random.nextGaussian()));
        Estimate e = Estimates.ofForkFigures(times);
        covered += e.low() <= 1 && 1 <= e.high() ? 1 : 0;
      }
      assertThat(covered / (double) trials).as("%d forks", forks).isBetween(0.94, 0.96);
    }
  }

  @Test
  void oddForksDoNotCostTheIntervalItsTruth() {
    Random random = new Random(21);
    int covered = 0;
    int trials = 10_000;
    for (int t = 0; t < trials; t++) {
      double[] times = new double[6];
      Arrays.setAll(times, i -> Math.exp(0.03 * random.nextGaussian()));
      times[0] *= 1 + 3 * random.nextDouble();
      Estimate e = Estimates.ofForkFigures(times);
      covered += e.low() <= 1 && 1 <= e.high() ? 1 : 0;
    }
    assertThat(covered / (double) trials).isGreaterThan(0.9);
  }
}
