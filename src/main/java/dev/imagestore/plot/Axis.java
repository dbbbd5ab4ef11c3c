package dev.imagestore.plot;

/**
 * One axis of a picture.
 *
 * @param label what it shows, without the unit where the ticks have it
 * @param quantity what it measures
 * @param scale how it is divided
 */
public record Axis(String label, AxisUnit quantity, Scale scale) {
  /** How an axis is divided. */
  public enum Scale {
    /** Equal steps, from 0. */
    LINEAR,
    /** Whole decades. */
    LOG
  }

  /** A linear axis. */
  public static Axis linear(String label, AxisUnit quantity) {
    return new Axis(label, quantity, Scale.LINEAR);
  }

  /** A logarithmic axis. */
  public static Axis log(String label, AxisUnit quantity) {
    return new Axis(label, quantity, Scale.LOG);
  }
}
