package dev.imagestore.stats;

/**
 * A figure with its confidence interval.
 *
 * @param value the estimate
 * @param low lower end of the interval; NaN where the samples allow none
 * @param high upper end; NaN where the samples allow none
 * @param samples how many independent samples (forks) it comes from
 */
public record Estimate(double value, double low, double high, int samples) {

  /** True if there is an interval: two forks or more. */
  public boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  /** The same in another unit, {@code factor} &gt; 0 times as large. */
  public Estimate times(double factor) {
    return new Estimate(value * factor, low * factor, high * factor, samples);
  }

  /**
   * {@code factor} divided by this, which turns images a second into seconds an image; the ends
   * change places.
   */
  public Estimate inverse(double factor) {
    return new Estimate(factor / value, factor / high, factor / low, samples);
  }
}
