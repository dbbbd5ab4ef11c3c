package dev.imagestore.harness;

import java.util.List;

/**
 * One step of a run: forks of one configuration, one on each of some targets, alive at the same
 * time; or all forks of a configuration on one target, where they are not spread over rounds.
 *
 * @param round from 0; of one configuration
 * @param configuration index
 * @param targets indices, the baseline's first
 */
public record ForkGroup(int round, int configuration, List<Integer> targets) {
  /** Copies the list. */
  public ForkGroup {
    targets = List.copyOf(targets);
  }

  /**
   * What became of it.
   *
   * @param forks one for each target, in their order
   * @param repeated why it was run once more, a line each; empty if it was not
   */
  public record Result(List<Fork> forks, List<String> repeated) {
    /** Copies the lists. */
    public Result {
      forks = List.copyOf(forks);
      repeated = List.copyOf(repeated);
    }
  }
}
