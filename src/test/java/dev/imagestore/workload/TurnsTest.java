package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads stand for forks; {@code TargetProcessPoolTest} has real ones. */
@Timeout(60)
class TurnsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path dir;

  private final ExecutorService forks = Executors.newCachedThreadPool();
  private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger working = new AtomicInteger();

  @AfterEach
  void end() {
    forks.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "2, 2", "2, 3", "3, 1", "4, 7", "1, 1"})
  void eachHasOneTurnARoundAndEverySecondRoundIsReversed(int slots, long seed) throws Exception {
    run(slots, seed, 40);

    assertThat(order).hasSize(40 * slots);
    for (int round = 0; round < 40; round += 2) {
      List<Integer> first = order.subList(round * slots, (round + 1) * slots);
      List<Integer> second = order.subList((round + 1) * slots, (round + 2) * slots);
      assertThat(first).doesNotHaveDuplicates();
      List<Integer> reversed = new ArrayList<>(first);
      Collections.reverse(reversed);
      assertThat(second).isEqualTo(reversed);
    }
  }

  @Test
  void nobodyIsFavoured() throws Exception {
    run(2, 5, 200);

    long begun = 0;
    for (int round = 0; round < 200; round += 2) {
      begun += order.get(2 * round);
    }
    assertThat(begun).as("of 100 pairs of rounds").isBetween(30L, 70L);
  }

  @Test
  void nobodyBeginsBeforeAllAreThere() throws Exception {
    Turns parent = Turns.create(dir.resolve("turns"), 2, 1);
    int first = parent.awaited(); // Nobody is there: the lowest.
    Future<?> one = forks.submit(() -> work(open(), 1 - first, 1));
    while (parent.progress() == 0) {
      Thread.onSpinWait();
    }

    assertThat(parent.awaited()).isEqualTo(first);
    assertThat(order).isEmpty();
    forks.submit(() -> work(open(), first, 1)).get();
    one.get();
    assertThat(order).hasSize(2);
  }

  @Test
  void whoeverHasEndedIsNotWaitedFor() throws Exception {
    Turns parent = Turns.create(dir.resolve("turns"), 3, 1);
    Future<?> one = forks.submit(() -> work(open(), 0, 4));
    Future<?> other = forks.submit(() -> work(open(), 2, 4));
    while (parent.progress() < 2) {
      Thread.onSpinWait();
    }
    assertThat(order).isEmpty();

    parent.end(1);

    one.get();
    other.get();
    assertThat(order).hasSize(8).doesNotContain(1);
  }

  @Test
  void aForkThatHangsIsWaitedForOnlySoLong() throws Exception {
    Turns parent = Turns.create(dir.resolve("turns"), 2, 1);
    Turns hanging = open();
    Future<?> other = forks.submit(() -> open().take(0, Duration.ofMillis(20)));

    assertThatThrownBy(other::get)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("fork 1 of its group has not moved");
    assertThat(parent.awaited()).isEqualTo(1);
    assertThat(hanging.progress()).isOne();
  }

  private void run(int slots, long seed, int rounds) throws Exception {
    Turns.create(dir.resolve("turns"), slots, seed);
    List<Future<?>> all = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      int me = slot;
      Turns turns = open();
      all.add(forks.submit(() -> work(turns, me, rounds)));
    }
    for (Future<?> one : all) {
      one.get();
    }
  }

  /** As {@link TurnTaking} does. */
  private void work(Turns turns, int slot, int rounds) {
    long turn = -1;
    for (int round = 0; round < rounds; round++) {
      if (turn >= 0) {
        turns.pass(turn);
      }
      turn = turns.take(slot, PATIENCE);
      assertThat(working.incrementAndGet()).as("working at the same time").isOne();
      order.add(slot);
      working.decrementAndGet();
    }
    turns.leave(slot, turn, PATIENCE);
  }

  private Turns open() {
    try {
      return Turns.open(dir.resolve("turns"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
