package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.stats.PairSimulation.Noise;
import dev.imagestore.stats.PairSimulation.Planted;
import dev.imagestore.stats.PairSimulation.Rates;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rates that are promised for a table of 12 rows and 6 controls, on few tables. All of them:
 * {@code mvn test -Dtest.groups=simulation -Dtest.excludedGroups=}.
 */
class PairSimulationTest {
  private static final PairSimulation FEW = new PairSimulation(12);
  private static final PairSimulation MANY = new PairSimulation(1000);

  @ParameterizedTest
  @EnumSource
  void equalRowsRaiseNoAlarm(Noise noise) {
    // One table of 12, which at 1 % happens by chance once in nine times.
    assertThat(FEW.rates(noise, Planted.NOTHING, 15).alarms()).isLessThan(100 * 1.5 / 12);
  }

  @ParameterizedTest
  @EnumSource(names = {"READING_ROW", "READING_ROWS", "STORING_ROW"})
  void aSlowdownIsFound(Planted planted) {
    assertThat(FEW.rates(Noise.ODD, planted, 15).found()).isGreaterThanOrEqualTo(75);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void smallTablesRaiseNoAlarmEither(int rows) {
    assertThat(new PairSimulation(100).alarmsOfEvenTables(Noise.ODD, rows, 12))
        .isLessThanOrEqualTo(3);
  }

  @Tag("slow")
  @Tag("simulation")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 24})
  void tablesOfOtherSizesKeepItToo(int rows) {
    for (Noise noise : Noise.values()) {
      for (int pairs : new int[] {12, 20}) {
        assertThat(new PairSimulation(2000).alarmsOfEvenTables(noise, rows, pairs))
            .as("%s, %s pairs", noise, pairs)
            .isLessThanOrEqualTo(1);
      }
    }
  }

  @Tag("slow")
  @Tag("simulation")
  @ParameterizedTest
  @EnumSource
  void oneTableInAHundredRaisesAnAlarmAtMost(Noise noise) {
    for (double minutes : new double[] {15, 30}) {
      Rates rates = MANY.rates(noise, Planted.NOTHING, minutes);

      assertThat(rates.alarms()).as("%s, %s minutes", noise, minutes).isLessThanOrEqualTo(1);
      assertThat(rates.failedControls()).as("%s", noise).isLessThanOrEqualTo(1);
    }
  }

  @Tag("slow")
  @Tag("simulation")
  @ParameterizedTest
  @EnumSource(names = {"GAUSSIAN", "ODD", "VERY_ODD", "LEVELS"})
  void nineSlowdownsInTenAreFound(Noise noise) {
    for (Planted planted : new Planted[] {Planted.READING_ROW, Planted.STORING_ROW}) {
      Rates rates = MANY.rates(noise, planted, 15);

      assertThat(rates.found()).as("%s, %s", planted, noise).isGreaterThanOrEqualTo(90);
      assertThat(rates.reading()).isLessThanOrEqualTo(5);
      assertThat(rates.storing()).isLessThanOrEqualTo(8);
    }
  }

  @Tag("slow")
  @Tag("simulation")
  @Test
  void halfAnHourShowsMore() {
    Rates rates = MANY.rates(Noise.VERY_ODD, Planted.NOTHING, 30);

    assertThat(rates.reading()).isLessThanOrEqualTo(4);
    assertThat(rates.storing()).isLessThanOrEqualTo(6);
  }

  @Tag("slow")
  @Tag("simulation")
  @ParameterizedTest
  @EnumSource
  void theTableIsPrinted(Noise noise) {
    PairSimulation.print(System.out, 1000, noise);
  }
}
