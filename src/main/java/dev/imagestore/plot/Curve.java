package dev.imagestore.plot;

import dev.imagestore.stats.Estimate;
import java.util.List;

/**
 * One line, or one set of bars, of a picture.
 *
 * @param label what the legend calls it
 * @param subject what it is about, which decides its colour and marker: a backend's name
 * @param tone tells two curves of one subject apart
 * @param points in ascending order of x
 */
public record Curve(String label, String subject, Tone tone, List<Point> points) {
  /** How strongly a curve is drawn. */
  public enum Tone {
    /** Full colour, solid line, filled marker. */
    FULL,
    /** Lighter colour, dashed line, hollow marker. */
    LIGHT
  }

  /**
   * One point.
   *
   * @param x in the base unit of the x axis
   * @param y in the base unit of the y axis
   */
  public record Point(double x, Estimate y) {}

  /** Copies the list. */
  public Curve {
    points = List.copyOf(points);
  }
}
