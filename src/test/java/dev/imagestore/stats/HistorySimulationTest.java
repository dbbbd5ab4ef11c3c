package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.stats.HistorySimulation.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The error rates that {@code trend} promises, on a tenth of the histories. All of them: {@code mvn
 * test -Dtest=HistorySimulationTest -Dtest.groups=simulation -Dtest.excludedGroups=}.
 */
class HistorySimulationTest {
  private static final int HISTORIES = 100;
  private static final Kind ONE_PERCENT = new Kind(30, 0.01, 0);
  private static final Kind ODD_RUNS = new Kind(30, 0.01, 0.1);

  @Test
  void quietHistoriesRaiseNoAlarm() {
    assertThat(new HistorySimulation(11, HISTORIES).alarms(ONE_PERCENT)).isLessThanOrEqualTo(1);
    assertThat(new HistorySimulation(12, HISTORIES).alarms(ODD_RUNS)).isLessThanOrEqualTo(1);
  }

  @Test
  void aStepIsFoundAndPlacedWithinOneRun() {
    assertThat(new HistorySimulation(13, HISTORIES).stepsFound(ONE_PERCENT, 0.05))
        .isGreaterThanOrEqualTo(95);
  }

  @Test
  void aDriftIsNamedAsADrift() {
    assertThat(new HistorySimulation(14, HISTORIES).driftsNamed(ONE_PERCENT, 0.005))
        .isGreaterThanOrEqualTo(90);
  }

  @Tag("slow")
  @Tag("simulation")
  @Test
  void theWholeKeepsWhatIsPromised() {
    int histories = 1000;
    for (Kind quiet : new Kind[] {ONE_PERCENT, new Kind(30, 0.03, 0), ODD_RUNS}) {
      assertThat(new HistorySimulation(1, histories).alarms(quiet))
          .as("alarms, %s", quiet)
          .isLessThanOrEqualTo(10);
    }
    assertThat(new HistorySimulation(2, histories).stepsFound(ONE_PERCENT, 0.05))
        .isGreaterThanOrEqualTo(950);
    assertThat(new HistorySimulation(3, histories).driftsNamed(ONE_PERCENT, 0.005))
        .isGreaterThanOrEqualTo(950);
    // Any false finding among steps, drifts and newest runs: 0.01 + 0.005 + 0.0025 a table.
    assertThat(new HistorySimulation(5, 200).tablesWithAlarms(ONE_PERCENT, 50))
        .isLessThanOrEqualTo(9);
  }

  @Tag("slow")
  @Tag("simulation")
  @Test
  void theFiguresArePrinted() {
    HistorySimulation.print(System.out, 1000);
  }
}
