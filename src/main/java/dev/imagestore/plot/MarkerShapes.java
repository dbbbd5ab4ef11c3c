package dev.imagestore.plot;

import dev.imagestore.plot.Palette.Marker;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The shapes of {@link Palette.Marker}s. */
final class MarkerShapes {
  private MarkerShapes() {}

  /** The marker around (0, 0). */
  static Shape of(Marker marker) {
    double r = 5;
    return switch (marker) {
      case CIRCLE -> new Ellipse2D.Double(-r, -r, 2 * r, 2 * r);
      case SQUARE -> new Rectangle2D.Double(-r + 0.5, -r + 0.5, 2 * r - 1, 2 * r - 1);
      case TRIANGLE -> polygon(-r - 0.5, r - 1, r + 0.5, r - 1, 0, -r - 0.5);
      case TRIANGLE_DOWN -> polygon(-r - 0.5, 1 - r, r + 0.5, 1 - r, 0, r + 0.5);
      case DIAMOND -> polygon(0, -r - 1, r + 1, 0, 0, r + 1, -r - 1, 0);
      case PLUS -> plus(r + 0.5);
      case CROSS ->
          AffineTransform.getRotateInstance(Math.PI / 4).createTransformedShape(plus(r + 0.5));
      case DASH -> new Rectangle2D.Double(-r - 1, -r / 2, 2 * r + 2, r);
    };
  }

  private static Shape plus(double r) {
    Area plus = new Area(new Rectangle2D.Double(-r, -1.6, 2 * r, 3.2));
    plus.add(new Area(new Rectangle2D.Double(-1.6, -r, 3.2, 2 * r)));
    return plus;
  }

  private static Shape polygon(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }
}
