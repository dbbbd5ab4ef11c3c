package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.distribution.continuous.TDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentTTest {
  @ParameterizedTest
  @CsvSource({"3, 0.15", "4, 0.07", "5, 0.04", "8, 0.01", "12, 0.005", "30, 0.001"})
  void isTheQuantileOrALittleMore(double degrees, double part) {
    for (double tail : new double[] {0.1, 0.01, 1e-3, 1e-4}) {
      double exact = -new TDistribution(degrees).inverseCumulativeProbability(tail);
      double t = StudentT.of(StudentT.deviate(tail), degrees);

      assertThat(t / exact - 1).as("tail %s", tail).isBetween(-1e-3, part);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-6, -1.3, 0, 0.2, 3.5})
  void theNormalDeviateIsItsInverse(double z) {
    assertThat(StudentT.normal(StudentT.of(z, 7.3), 7.3)).isCloseTo(z, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.01, 1e-6})
  void bothTailsOfADeviateAreTwiceTheTail(double p) {
    assertThat(StudentT.bothTails(StudentT.deviate(p)) / (2 * p)).isCloseTo(1, within(1e-9));
  }
}
