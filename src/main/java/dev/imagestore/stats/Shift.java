package dev.imagestore.stats;

import java.util.List;

/**
 * A difference on the logarithmic scale, and how well it is known.
 *
 * @param log above 0 is slower
 * @param error standard error, positive
 * @param degrees of freedom of that error
 */
record Shift(double log, double error, double degrees) {
  /** The normal deviate that is as far out. */
  double deviate() {
    return StudentT.normal(log / error, degrees);
  }

  /** Half of an interval that reaches as far as the normal deviate {@code z}. */
  double half(double z) {
    return error * StudentT.of(z, degrees);
  }

  /** The same known from {@code times} as many pairs, which add {@code more} degrees of freedom. */
  Shift with(double times, double more) {
    return new Shift(log, error / Math.sqrt(times), degrees + more);
  }

  /**
   * The mean, weighted by what each is worth. Its degrees of freedom are those of the rows, by the
   * same weights.
   */
  static Shift mean(List<Shift> shifts) {
    double weights = 0;
    double log = 0;
    double spread = 0;
    for (Shift s : shifts) {
      double weight = 1 / (s.error * s.error);
      weights += weight;
      log += weight * s.log;
      spread += weight * weight / s.degrees;
    }
    return new Shift(log / weights, 1 / Math.sqrt(weights), weights * weights / spread);
  }
}
