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
  void everyRoundHasEveryForkOnceAndArmsBackToBack(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int arms,
      @ForAll @IntRange(min = 1, max = 5) int rounds,
      @ForAll @IntRange(min = 1, max = 9) int configurations) {
    List<Integer> all = IntStream.range(0, configurations).boxed().toList();

    List<Turn> turns = new Schedule(seed, arms).rounds(0, rounds, all);

    assertThat(turns).hasSize(rounds * configurations * arms).doesNotHaveDuplicates();
    for (int i = 0; i < turns.size(); i++) {
      assertThat(turns.get(i).round()).isEqualTo(i / (configurations * arms));
      assertThat(turns.get(i).configuration())
          .as("all arms one after the other")
          .isEqualTo(turns.get(i - i % arms).configuration());
    }
  }

  @Property(tries = 50)
  void roundsDoNotDependOnWhichAreAskedFor(@ForAll long seed) {
    List<Integer> all = List.of(0, 1, 2, 3);
    Schedule schedule = new Schedule(seed, 3);
    List<Turn> together = new ArrayList<>(schedule.rounds(0, 2, all));
    together.addAll(schedule.rounds(2, 3, all));

    assertThat(together).isEqualTo(new Schedule(seed, 3).rounds(0, 5, all));
  }

  @Test
  void ordersAreDrawnAnew() {
    List<Turn> turns = new Schedule(20, 2).rounds(0, 6, List.of(0, 1, 2, 3, 4));

    Set<List<Integer>> orders = new HashSet<>();
    int firstArmFirst = 0;
    for (int round = 0; round < 6; round++) {
      List<Turn> one = turns.subList(10 * round, 10 * round + 10);
      orders.add(one.stream().map(Turn::configuration).distinct().toList());
      for (int i = 0; i < one.size(); i += 2) {
        firstArmFirst += one.get(i).arm() == 0 ? 1 : 0;
      }
    }
    assertThat(orders).hasSizeGreaterThanOrEqualTo(5);
    assertThat(firstArmFirst).as("of 30").isBetween(8, 22);
  }
}
