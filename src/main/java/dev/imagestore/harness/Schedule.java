package dev.imagestore.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Who runs when. In each round every configuration has its turn once, and then all targets run it back
 * to back, so that what drifts meets all targets alike; both orders are drawn anew for each round. The
 * same seed gives the same schedule, which is why a run can be resumed without writing it down.
 */
public final class Schedule {
  private final long seed;
  private final int targets;

  /**
   * A schedule.
   *
   * @param seed decides all orders
   * @param targets how many
   */
  public Schedule(long seed, int targets) {
    this.seed = seed;
    this.targets = targets;
  }

  /**
   * The slots of some rounds.
   *
   * @param first of the rounds
   * @param count of rounds
   * @param configurations indices of those that take part
   */
  public List<ForkSlot> rounds(int first, int count, List<Integer> configurations) {
    List<ForkSlot> slots = new ArrayList<>();
    for (int round = first; round < first + count; round++) {
      // Neighbouring seeds give similar first draws; an odd multiplier spreads them.
      Random order = new Random(seed + round * 0x9E3779B97F4A7C15L);
      List<Integer> shuffled = new ArrayList<>(configurations);
      Collections.shuffle(shuffled, order);
      for (int configuration : shuffled) {
        List<Integer> inTurn = new ArrayList<>(IntStream.range(0, targets).boxed().toList());
        Collections.shuffle(inTurn, order);
        for (int target : inTurn) {
          slots.add(new ForkSlot(round, configuration, target));
        }
      }
    }
    return slots;
  }
}
