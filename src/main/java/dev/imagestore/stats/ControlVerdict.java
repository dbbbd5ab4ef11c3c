package dev.imagestore.stats;

/** What a row says whose difference is known. */
public enum ControlVerdict {
  /** The interval holds the truth, and could have shown a change. */
  AS_EXPECTED("as expected"),
  /** The interval excludes the truth: no row of the table is to be trusted. */
  FAILED("failed"),
  /** The interval holds the truth, and too much besides. */
  COULD_NOT_SHOW("could not have shown");

  private final String words;

  ControlVerdict(String words) {
    this.words = words;
  }

  /**
   * Judges a control.
   *
   * @param control the row
   * @param finding what {@link PairedComparison} found for it
   * @param mustSee the slowdown that a control of equal targets must have been able to show. One of
   *     different targets must have shown its own
   */
  public static ControlVerdict of(PairRow control, PairFinding finding, double mustSee) {
    if (finding.verdict() == Verdict.TOO_FEW_FORKS) {
      return COULD_NOT_SHOW;
    }
    double truth = Math.exp(control.truth());
    if (finding.ratio().low() > truth || finding.ratio().high() < truth) {
      return FAILED;
    }
    boolean shown = truth == 1 ? finding.couldShow(mustSee) : finding.isChanged();
    return shown ? AS_EXPECTED : COULD_NOT_SHOW;
  }

  /** As it is shown. */
  @Override
  public String toString() {
    return words;
  }
}
