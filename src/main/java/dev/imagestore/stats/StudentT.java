package dev.imagestore.stats;

import org.hipparchus.special.Erf;

/**
 * Student's t in terms of the normal deviate of the same tail, by D. L. Wallace's formula ("Bounds
 * on normal approximations to Student's and the chi-square distributions", Annals of Mathematical
 * Statistics 30 (1959) 1121–1130). Down to a tail of 10⁻⁴ it is met within 1 % with 8 degrees of
 * freedom, within 4 % with 5 and within 15 % with 3, always on the safe side. A table is judged
 * after every pair, each time with many quantiles per row; inverting the distribution itself takes
 * too long for a simulation of that.
 */
final class StudentT {
  private StudentT() {}

  /** The t of {@code degrees} freedom that is as far out as the normal deviate {@code z}. */
  static double of(double z, double degrees) {
    double share = z * (8 * degrees + 3) / (8 * degrees + 1);
    return Math.signum(z) * Math.sqrt(degrees * Math.expm1(share * share / degrees));
  }

  /** The normal deviate that is as far out as {@code t}: the inverse of {@link #of}. */
  static double normal(double t, double degrees) {
    double share = Math.sqrt(degrees * Math.log1p(t * t / degrees));
    return Math.signum(t) * share * (8 * degrees + 1) / (8 * degrees + 3);
  }

  /** Probability of a normal deviate beyond {@code z} on either side. */
  static double bothTails(double z) {
    return Erf.erfc(Math.abs(z) / Math.sqrt(2));
  }

  /** The normal deviate that {@code p} lies beyond, on one side. */
  static double deviate(double p) {
    return Math.sqrt(2) * Erf.erfcInv(2 * p);
  }
}
