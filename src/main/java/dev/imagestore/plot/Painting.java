package dev.imagestore.plot;

import java.awt.Graphics2D;

/** Something that can be painted on pixels or as shapes. */
interface Painting {
  /** Width in its own units. */
  int width();

  /** Height in the same units. */
  int height();

  /** Paints all of it, from (0, 0) to (width, height). */
  void paint(Graphics2D g);
}
