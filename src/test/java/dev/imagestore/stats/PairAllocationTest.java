package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.stats.PairAllocation.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairAllocationTest {
  private final List<PairFinding> rows = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  @Test
  void everyGroupGetsItsFewestPairsFirstInTurns() {
    group(4, finding(Verdict.UNDECIDED, 8, 0.2, 3, 9, true));
    group(4, finding(Verdict.TOO_FEW_FORKS, 3, Double.NaN, -1, -1, false));
    group(9, finding(Verdict.TOO_FEW_FORKS, 2, Double.NaN, -1, -1, false));
    group(4, finding(Verdict.TOO_FEW_FORKS, 2, Double.NaN, -1, -1, false));

    assertThat(next(600)).isEqualTo(2);
  }

  @Test
  void whatLooksChangedIsConfirmedNext() {
    group(4, finding(Verdict.UNDECIDED, 8, 0.12, 1, 9, false));
    group(4, finding(Verdict.UNDECIDED, 9, 0.12, 2, 9, true));

    assertThat(next(600)).isEqualTo(1);
  }

  @Test
  void thenTheGroupThatSoonestShowsWhatMustBeSeen() {
    group(4, finding(Verdict.UNDECIDED, 8, 0.06, 0, 2, false));
    group(5, finding(Verdict.UNDECIDED, 8, 0.2, 4, 9, false));
    group(3, finding(Verdict.UNDECIDED, 8, 0.2, 5, 9, false));

    assertThat(next(600)).isEqualTo(2);
  }

  @Test
  void thenTheGroupThatSoonestShowsTheThreshold() {
    group(4, finding(Verdict.UNDECIDED, 8, 0.08, 0, 9, false));
    group(4, finding(Verdict.UNDECIDED, 8, 0.06, 0, 3, false));
    group(4, finding(Verdict.NO_CHANGE, 8, 0.04, 0, 0, false));

    assertThat(next(600)).isEqualTo(1);
  }

  @Test
  void whatCannotBeReachedIsNotBegun() {
    group(4, finding(Verdict.UNDECIDED, 8, 0.3, 20, 60, false));
    group(4, finding(Verdict.UNDECIDED, 8, 0.09, 0, 7, false));

    assertThat(next(40)).isEqualTo(1);
  }

  @Test
  void timeThatReachesNothingGoesWhereItTellsMost() {
    group(4, finding(Verdict.UNDECIDED, 20, 0.12, 20, 60, false));
    group(4, finding(Verdict.UNDECIDED, 8, 0.12, 20, 60, false));
    group(4, finding(Verdict.NO_CHANGE, 2, 0.3, 0, 0, false));

    assertThat(next(10)).isEqualTo(1);
  }

  @Test
  void groupsWithoutAChangeYieldAndChangedOnesStop() {
    group(4, finding(Verdict.SLOWER, 8, 0.2, 4, 9, false));
    group(4, finding(Verdict.NO_CHANGE, 20, 0.04, 0, 0, false));
    group(4, finding(Verdict.FASTER, 8, 0.2, 4, 9, false));

    assertThat(next(600)).isEqualTo(1);
    groups.remove(1);
    assertThat(next(600)).isEqualTo(-1);
  }

  @Test
  void aControlKeepsItsGroupGoing() {
    group(
        6,
        finding(Verdict.SLOWER, 8, 0.2, 4, 9, false),
        finding(Verdict.UNDECIDED, 8, 0.12, 2, 9, false));

    assertThat(next(600)).isZero();
  }

  @Test
  void aGroupThatTakesLongerThanIsLeftIsNotBegun() {
    group(6, finding(Verdict.TOO_FEW_FORKS, 2, Double.NaN, -1, -1, false));

    assertThat(next(5)).isEqualTo(-1);
  }

  private void group(double seconds, PairFinding... findings) {
    List<Integer> places = new ArrayList<>();
    for (PairFinding f : findings) {
      places.add(rows.size());
      rows.add(f);
    }
    groups.add(new Group(places, seconds));
  }

  private int next(double secondsLeft) {
    return PairAllocation.next(new PairFindings(rows, Map.of()), groups, secondsLeft).orElse(-1);
  }

  private static PairFinding finding(
      Verdict verdict,
      int pairs,
      double detectable,
      int toMustSee,
      int toThreshold,
      boolean awaitsFresh) {
    return new PairFinding(
        verdict,
        new Estimate(1, Double.NaN, Double.NaN, pairs),
        0.5,
        detectable,
        toMustSee,
        toThreshold,
        awaitsFresh,
        0.03);
  }
}
