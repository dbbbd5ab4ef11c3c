package dev.imagestore.plot;

import java.util.List;
import java.util.Optional;

/**
 * All that is to be seen on one picture, before anything is drawn.
 *
 * @param name of the file, without extension
 * @param title what is shown
 * @param subtitle what it was measured with: dataset, durability, threads
 * @param warning what must not be overlooked, in a few words; empty if there is nothing
 * @param kind of picture
 * @param groups names of what stands at 0, 1, 2 … of the horizontal axis; empty where it has
 *     numbers
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param curves at least one, each with at least one point
 * @param reference a value to compare with, drawn across
 * @param caption lines below: what the error bars mean, where it was measured
 */
public record Picture(
    String name,
    String title,
    String subtitle,
    String warning,
    Kind kind,
    List<String> groups,
    Axis x,
    Axis y,
    List<Curve> curves,
    Optional<Reference> reference,
    List<String> caption) {

  /** Lines or bars. */
  public enum Kind {
    /** A line with markers for each curve. */
    LINES,
    /** Bars in groups, a group for each x. */
    BARS
  }

  /**
   * A value to compare with.
   *
   * @param label what the legend calls it
   * @param y in the base unit of the y axis
   */
  public record Reference(String label, double y) {}

  /** What it shows in one line, for those who don't see it. */
  public String inWords() {
    return String.join(" ", title + ".", subtitle + ".", warning, String.join(" ", caption))
        .strip();
  }

  /** Copies the lists. */
  public Picture {
    groups = List.copyOf(groups);
    curves = List.copyOf(curves);
    caption = List.copyOf(caption);
  }
}
