package dev.imagestore.analysis;

import java.util.List;

/**
 * Result files that a trend does not follow.
 *
 * @param why in a few words
 * @param runs their names
 */
public record TrendLeftOut(String why, List<String> runs) {
  /** Copies the list. */
  public TrendLeftOut {
    runs = List.copyOf(runs);
  }
}
