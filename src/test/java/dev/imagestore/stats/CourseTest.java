package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.stats.Course.Levels;
import org.junit.jupiter.api.Test;

class CourseTest {
  private static final Levels LEVELS = Levels.forTable(1);

  @Test
  void aQuietSeriesHasNeitherStepsNorDrifts() {
    Course course = Course.of(ChangePointsTest.noise(30, 0.01, 1), LEVELS, 1);

    assertThat(course).isEqualTo(new Course(java.util.List.of(), java.util.List.of()));
    assertThat(course.current()).isZero();
  }

  @Test
  void aStepIsNoDrift() {
    double[] values = ChangePointsTest.noise(30, 0.01, 2);
    ChangePointsTest.add(values, 15, 30, 0.05);
    Course course = Course.of(values, LEVELS, 1);

    assertThat(course.current()).isEqualTo(15);
    assertThat(course.drifts()).isEmpty();
  }

  @Test
  void aDriftIsNotStairs() {
    double[] values = ChangePointsTest.noise(40, 0.01, 3);
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.005 * i;
    }
    Course course = Course.of(values, LEVELS, 1);

    assertThat(new ChangePoints(LEVELS.steps(), 1).find(values)).hasSizeGreaterThan(1);
    assertThat(course.steps()).isEmpty();
    Estimate slope = course.currentDrift(40).orElseThrow().slope();
    assertThat(slope.low()).isLessThan(0.005);
    assertThat(slope.high()).isGreaterThan(0.005);
  }

  @Test
  void stairsAreNotADrift() {
    double[] values = ChangePointsTest.noise(45, 0.002, 4);
    ChangePointsTest.add(values, 15, 45, 0.05);
    ChangePointsTest.add(values, 30, 45, 0.05);
    Course course = Course.of(values, LEVELS, 1);

    assertThat(course.steps()).extracting(ChangePoint::index).containsExactly(15, 30);
    assertThat(course.drifts()).isEmpty();
  }

  @Test
  void aStepAfterADriftStaysAStep() {
    double[] values = ChangePointsTest.noise(45, 0.002, 5);
    for (int i = 0; i < 30; i++) {
      values[i] += 0.003 * i;
    }
    ChangePointsTest.add(values, 30, 45, -0.1);
    Course course = Course.of(values, LEVELS, 1);

    assertThat(course.current()).isEqualTo(30);
    assertThat(course.steps()).hasSize(1);
    assertThat(course.drifts()).singleElement().satisfies(d -> assertThat(d.to()).isEqualTo(30));
    assertThat(course.currentDrift(45)).isEmpty();
  }

  @Test
  void aStepTooRecentToBeSeenIsNoDrift() {
    double[] values = ChangePointsTest.noise(30, 0.002, 6);
    ChangePointsTest.add(values, 27, 30, 0.1);
    Course course = Course.of(values, LEVELS, 1);

    assertThat(course.steps()).isEmpty();
    assertThat(course.drifts()).isEmpty();
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
