package dev.imagestore.stats;

/**
 * One row to compare: what each fork of one configuration took on either side.
 *
 * @param base one time a fork, any unit, positive and finite; not copied
 * @param next the same of the other side, in the same unit
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of figures, never compared or kept
public record ForkPair(double[] base, double[] next) {
  /** Checks that logarithms exist. */
  public ForkPair {
    check(base);
    check(next);
  }

  /** Forks of the side that has fewer. */
  public int forks() {
    return Math.min(base.length, next.length);
  }

  private static void check(double[] times) {
    for (double time : times) {
      if (!(time > 0 && time < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("not a time: " + time);
      }
    }
  }
}
