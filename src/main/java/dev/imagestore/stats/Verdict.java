package dev.imagestore.stats;

/** What the comparison of one row comes to. */
public enum Verdict {
  /** The second side takes longer. */
  SLOWER("slower"),
  /** The second side takes less time. */
  FASTER("faster"),
  /** No change was found, and one as large as the threshold would have been. */
  NO_CHANGE("no change"),
  /** No change was found, but one beyond the threshold may have been missed. */
  UNDECIDED("undecided"),
  /** No verdict: a side has fewer than {@value ForkComparison#FEWEST_FORKS} forks. */
  TOO_FEW_FORKS("too few forks");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** True for all but {@link #TOO_FEW_FORKS}. */
  public boolean isGiven() {
    return this != TOO_FEW_FORKS;
  }

  /** True if a slowdown beyond the threshold would have been found, had there been one. */
  public boolean couldShow() {
    return this != UNDECIDED && this != TOO_FEW_FORKS;
  }

  /** As it is shown. */
  @Override
  public String toString() {
    return words;
  }
}
