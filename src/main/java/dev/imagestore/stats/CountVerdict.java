package dev.imagestore.stats;

/** What the comparison of a count comes to. */
public enum CountVerdict {
  /** The second side counts more. */
  MORE("more"),
  /** The second side counts less. */
  LESS("less"),
  /** The sides differ by no more than the tolerance. */
  EQUAL("equal"),
  /** The sides' middles differ by more, but so do forks of one side. */
  UNDECIDED("undecided"),
  /** No verdict: a side has no fork. */
  TOO_FEW_FORKS("too few forks");

  private final String words;

  CountVerdict(String words) {
    this.words = words;
  }

  /** True if the sides are told apart. */
  public boolean isDifferent() {
    return this == MORE || this == LESS;
  }

  /** As it is shown. */
  @Override
  public String toString() {
    return words;
  }
}
