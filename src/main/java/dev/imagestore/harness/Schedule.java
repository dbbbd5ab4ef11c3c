package dev.imagestore.harness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Who runs when, where a run goes in rounds: each round has a group of forks of every
 * configuration, in an order drawn anew. The same seed gives the same schedule, which is why a run
 * can be resumed without writing it down.
 */
final class Schedule {
  private Schedule() {}

  /** All groups of a run. */
  static List<ForkGroup> rounds(RunManifest manifest) {
    List<ForkGroup> groups = new ArrayList<>();
    for (int round = 0; round < manifest.rounds(); round++) {
      List<Integer> order =
          new ArrayList<>(IntStream.range(0, manifest.configurations().size()).boxed().toList());
      // Neighbouring seeds give similar first draws; an odd multiplier spreads them.
      Collections.shuffle(order, new Random(manifest.seed() + round * 0x9E3779B97F4A7C15L));
      for (int configuration : order) {
        groups.add(manifest.group(round, configuration));
      }
    }
    return groups;
  }
}
