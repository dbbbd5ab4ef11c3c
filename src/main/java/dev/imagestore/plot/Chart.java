package dev.imagestore.plot;

import java.awt.Graphics2D;

/** Something that {@link Canvas} makes a file of. */
interface Chart {
  /** Width in the units of {@link #paint}. */
  int width();

  /** Height in the same units. */
  int height();

  /** Paints all of it, from (0, 0) to ({@link #width}, {@link #height}). */
  void paint(Graphics2D g);
}
