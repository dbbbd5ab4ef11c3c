package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.stats.ComparisonSimulation.Kind;
import dev.imagestore.stats.ComparisonSimulation.Noise;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The error rates that are promised, on few of the tables. All of them, and the figures of the
 * README: {@code mvn test -Dtest.groups=simulation -Dtest.excludedGroups=}.
 */
class ComparisonSimulationTest {
  private static final int TABLES = 60;

  @ParameterizedTest
  @CsvSource({
    "ONE_PERCENT,0", "THREE_PERCENT,0", "MIXED,0",
    "ONE_PERCENT,0.1", "THREE_PERCENT,0.1", "MIXED,0.1"
  })
  void equalPairsRaiseNoAlarm(Noise noise, double odd) {
    assertThat(new ComparisonSimulation(11, TABLES).alarms(new Kind(60, 6, noise, odd)))
        .isLessThanOrEqualTo(1);
  }

  @Test
  void aSlowdownIsFound() {
    Kind kind = new Kind(60, 6, Noise.ONE_PERCENT, 0);
    assertThat(new ComparisonSimulation(12, TABLES).found(kind, false))
        .isGreaterThanOrEqualTo(TABLES * 9 / 10);
  }

  @Test
  void anOddForkDoesNotHideASlowdown() {
    Kind kind = new Kind(60, 6, Noise.ONE_PERCENT, 0);
    assertThat(new ComparisonSimulation(13, TABLES).found(kind, true))
        .isGreaterThanOrEqualTo(TABLES * 8 / 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20})
  void smallTablesRaiseNoAlarmEither(int rows) {
    for (Noise noise : Noise.values()) {
      assertThat(
              new ComparisonSimulation(14, 5 * TABLES / rows + 50)
                  .alarms(new Kind(rows, 6, noise, 0.1)))
          .as("%d rows, noise %s", rows, noise.words)
          .isLessThanOrEqualTo(3);
    }
  }

  @Tag("slow")
  @Tag("simulation")
  @Test
  void theWholeKeepsWhatIsPromised() {
    int tables = 1000;
    for (Noise noise : Noise.values()) {
      for (double odd : new double[] {0, 0.1}) {
        assertThat(new ComparisonSimulation(1, tables).alarms(new Kind(60, 6, noise, odd)))
            .as("alarms, noise %s, odd %s", noise.words, odd)
            .isLessThanOrEqualTo(10);
      }
    }
    Kind kind = new Kind(60, 6, Noise.ONE_PERCENT, 0);
    assertThat(new ComparisonSimulation(2, tables).found(kind, false)).isGreaterThanOrEqualTo(900);
    assertThat(new ComparisonSimulation(2, tables).found(kind, true)).isGreaterThanOrEqualTo(800);
  }

  @Tag("slow")
  @Tag("simulation")
  @Test
  void extraRoundsKeepItToo() {
    for (Noise noise : Noise.values()) {
      assertThat(
              new ComparisonSimulation(5, 1000)
                  .alarmsWithExtraRounds(new Kind(60, 6, noise, 0.1), 4))
          .as("noise %s", noise.words)
          .isLessThanOrEqualTo(10);
    }
  }

  /** Small tables and sides of different size, which the README does not state. */
  @Tag("slow")
  @Tag("simulation")
  @Test
  void otherShapesOfTableKeepItToo() {
    for (int rows : new int[] {1, 2, 3, 5, 10, 20}) {
      for (int[] forks : new int[][] {{4, 4}, {5, 5}, {6, 6}, {6, 12}, {12, 12}}) {
        for (double odd : new double[] {0, 0.1}) {
          Kind kind = new Kind(rows, forks[0], forks[1], Noise.MIXED, odd);
          // Up to 1 % by chance and approximation: 20 of 2,000, and 3 standard deviations.
          assertThat(new ComparisonSimulation(4, 2000).alarms(kind))
              .as("%s", kind)
              .isLessThanOrEqualTo(33);
        }
      }
    }
  }

  @Tag("slow")
  @Tag("simulation")
  @Test
  void theTableOfTheReadmeIsPrinted() {
    ComparisonSimulation.print(System.out, 1000);
  }
}
