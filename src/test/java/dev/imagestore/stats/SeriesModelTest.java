package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.stats.SeriesModel.Levels;
import org.junit.jupiter.api.Test;

class SeriesModelTest {
  private static final Levels LEVELS = Levels.forTable(1);

  @Test
  void aQuietSeriesHasNeitherStepsNorDrifts() {
    SeriesModel model = SeriesModel.of(ChangePointsTest.noise(30, 0.01, 1), LEVELS, 1);

    assertThat(model).isEqualTo(new SeriesModel(java.util.List.of(), java.util.List.of()));
    assertThat(model.current()).isZero();
  }

  @Test
  void aStepIsNoDrift() {
    double[] values = ChangePointsTest.noise(30, 0.01, 2);
    ChangePointsTest.add(values, 15, 30, 0.05);
    SeriesModel model = SeriesModel.of(values, LEVELS, 1);

    assertThat(model.current()).isEqualTo(15);
    assertThat(model.drifts()).isEmpty();
  }

  @Test
  void aDriftIsNotStairs() {
    double[] values = ChangePointsTest.noise(40, 0.01, 3);
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.005 * i;
    }
    SeriesModel model = SeriesModel.of(values, LEVELS, 1);

    assertThat(new ChangePoints(LEVELS.steps(), 1).find(values)).hasSizeGreaterThan(1);
    assertThat(model.steps()).isEmpty();
    Estimate slope = model.currentDrift(40).orElseThrow().slope();
    assertThat(slope.low()).isLessThan(0.005);
    assertThat(slope.high()).isGreaterThan(0.005);
  }

  @Test
  void stairsAreNotADrift() {
    double[] values = ChangePointsTest.noise(45, 0.002, 4);
    ChangePointsTest.add(values, 15, 45, 0.05);
    ChangePointsTest.add(values, 30, 45, 0.05);
    SeriesModel model = SeriesModel.of(values, LEVELS, 1);

    assertThat(model.steps()).extracting(ChangePoint::index).containsExactly(15, 30);
    assertThat(model.drifts()).isEmpty();
  }

  @Test
  void aStepAfterADriftStaysAStep() {
    double[] values = ChangePointsTest.noise(45, 0.002, 5);
    for (int i = 0; i < 30; i++) {
      values[i] += 0.003 * i;
    }
    ChangePointsTest.add(values, 30, 45, -0.1);
    SeriesModel model = SeriesModel.of(values, LEVELS, 1);

    assertThat(model.current()).isEqualTo(30);
    assertThat(model.steps()).hasSize(1);
    assertThat(model.drifts()).singleElement().satisfies(d -> assertThat(d.to()).isEqualTo(30));
    assertThat(model.currentDrift(45)).isEmpty();
  }

  @Test
  void aStepTooRecentToBeSeenIsNoDrift() {
    double[] values = ChangePointsTest.noise(30, 0.002, 6);
    ChangePointsTest.add(values, 27, 30, 0.1);
    SeriesModel model = SeriesModel.of(values, LEVELS, 1);

    assertThat(model.steps()).isEmpty();
    assertThat(model.drifts()).isEmpty();
  }

  @Test
  void aTableSharesWhatOneSeriesHasAlone() {
    assertThat(Levels.forTable(1)).isEqualTo(new Levels(0.002, 0.001));
    assertThat(Levels.forTable(5)).isEqualTo(new Levels(0.002, 0.001));
    assertThat(Levels.forTable(50)).isEqualTo(new Levels(0.0002, 0.0001));
    assertThat(Levels.forTable(1_000_000).steps()).isEqualTo(5e-5);
    assertThat(Levels.forTable(0)).isEqualTo(Levels.forTable(1));
  }
}
