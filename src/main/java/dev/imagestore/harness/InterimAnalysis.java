package dev.imagestore.harness;

import java.util.List;

/**
 * An analysis at the figures after which some configurations were still undecided, and got more rounds.
 *
 * @param first of the extra rounds
 * @param rounds how many more
 * @param configurations indices of those that get them
 */
public record InterimAnalysis(int first, int rounds, List<Integer> configurations) {
  /** Copies the list. */
  public InterimAnalysis {
    configurations = List.copyOf(configurations);
  }

  /** The first round that is not among them. */
  public int end() {
    return first + rounds;
  }
}
