package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
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
  void everyRoundHasEveryConfigurationOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int rounds,
      @ForAll @IntRange(min = 1, max = 9) int configurations) {
    List<ForkGroup> groups = Schedule.rounds(manifest(seed, rounds, configurations));

    assertThat(groups).hasSize(rounds * configurations).doesNotHaveDuplicates();
    for (int i = 0; i < groups.size(); i++) {
      assertThat(groups.get(i).round()).isEqualTo(i / configurations);
      assertThat(groups.get(i).targets()).containsExactly(0, 1);
    }
  }

  @Test
  void ordersAreDrawnAnew() {
    List<ForkGroup> groups = Schedule.rounds(manifest(20, 6, 5));

    Set<List<Integer>> orders = new HashSet<>();
    for (int round = 0; round < 6; round++) {
      orders.add(
          groups.subList(5 * round, 5 * round + 5).stream().map(ForkGroup::configuration).toList());
    }
    assertThat(orders).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void controlsRunBesideTheFirstConfigurationOfEachBenchmark() {
    RunManifest manifest =
        new RunManifest(
            "2026-01-01T00:00Z",
            "ab",
            List.of(),
            1,
            0,
            20,
            List.of("readMany{a=1}", "readMany{a=2}", "storeMany{a=1}"),
            List.of(target(null), target(null), target(0.0), target(0.05)));

    assertThat(IntStream.range(0, 3).mapToObj(c -> manifest.group(7, c)))
        .containsExactly(
            new ForkGroup(7, 0, List.of(0, 1, 2, 3)),
            new ForkGroup(7, 1, List.of(0, 1)),
            new ForkGroup(7, 2, List.of(0, 1, 2, 3)));
  }

  private static RunManifest manifest(long seed, int rounds, int configurations) {
    return new RunManifest(
        "2026-01-01T00:00Z",
        "ab",
        List.of(),
        rounds,
        0,
        seed,
        Collections.nCopies(configurations, "a"),
        List.of(target(null), target(null)));
  }

  private static RunManifest.TargetEntry target(Double control) {
    return new RunManifest.TargetEntry("jdk17", "17.0.15 Debian", "cd", control, "", null);
  }
}
