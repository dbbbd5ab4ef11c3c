package dev.imagestore.track;

import java.util.List;

/**
 * A look at the figures after which some configurations were still undecided, and got more rounds.
 *
 * @param first of the extra rounds
 * @param rounds how many more
 * @param configurations indices of those that get them
 */
record Look(int first, int rounds, List<Integer> configurations) {
  Look {
    configurations = List.copyOf(configurations);
  }

  /** The first round that is not among them. */
  int end() {
    return first + rounds;
  }
}
