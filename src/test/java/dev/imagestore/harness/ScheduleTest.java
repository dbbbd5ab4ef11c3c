package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Property(tries = 100)
  void everyRoundHasEveryForkOnceAndTargetsBackToBack(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int targets,
      @ForAll @IntRange(min = 1, max = 5) int rounds,
      @ForAll @IntRange(min = 1, max = 9) int configurations) {
    List<Integer> all = IntStream.range(0, configurations).boxed().toList();

    List<ForkSlot> slots = new Schedule(seed, targets).rounds(0, rounds, all);

    assertThat(slots).hasSize(rounds * configurations * targets).doesNotHaveDuplicates();
    for (int i = 0; i < slots.size(); i++) {
      assertThat(slots.get(i).round()).isEqualTo(i / (configurations * targets));
      assertThat(slots.get(i).configuration())
          .as("all targets one after the other")
          .isEqualTo(slots.get(i - i % targets).configuration());
    }
  }

  @Property(tries = 50)
  void roundsDoNotDependOnWhichAreAskedFor(@ForAll long seed) {
    List<Integer> all = List.of(0, 1, 2, 3);
    Schedule schedule = new Schedule(seed, 3);
    List<ForkSlot> together = new ArrayList<>(schedule.rounds(0, 2, all));
    together.addAll(schedule.rounds(2, 3, all));

    assertThat(together).isEqualTo(new Schedule(seed, 3).rounds(0, 5, all));
  }

  @Test
  void ordersAreDrawnAnew() {
    List<ForkSlot> slots = new Schedule(20, 2).rounds(0, 6, List.of(0, 1, 2, 3, 4));

    Set<List<Integer>> orders = new HashSet<>();
    int firstTargetFirst = 0;
    for (int round = 0; round < 6; round++) {
      List<ForkSlot> one = slots.subList(10 * round, 10 * round + 10);
      orders.add(one.stream().map(ForkSlot::configuration).distinct().toList());
      for (int i = 0; i < one.size(); i += 2) {
        firstTargetFirst += one.get(i).target() == 0 ? 1 : 0;
      }
    }
    assertThat(orders).hasSizeGreaterThanOrEqualTo(5);
    assertThat(firstTargetFirst).as("of 30").isBetween(8, 22);
  }
}
