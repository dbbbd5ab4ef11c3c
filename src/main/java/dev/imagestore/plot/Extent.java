package dev.imagestore.plot;

import dev.imagestore.plot.Axis.Scale;
import dev.imagestore.stats.Estimate;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * From where to where an axis goes.
 *
 * @param low lower end; above 0 where the axis is logarithmic
 * @param high upper end, above {@code low}
 */
record Extent(double low, double high) {
  private static final double DECADE = 10;

  /** Room for half a marker beside the outermost points, as a share of the axis. */
  private static final double MARGIN = 0.035;

  /** The horizontal axis: all points and some room, so that no marker is cut. */
  static Extent ofX(Picture picture) {
    double[] xs =
        picture.curves().stream()
            .flatMap(c -> c.points().stream())
            .mapToDouble(Curve.Point::x)
            .sorted()
            .toArray();
    double first = xs[0];
    double last = xs[xs.length - 1];
    if (picture.x().scale() == Scale.LINEAR) {
      double top = last > 0 ? last : 1;
      return new Extent(-MARGIN / 2 * top, top * (1 + MARGIN));
    }
    // A single point stands in the middle of a decade.
    double decades = Math.max(Math.log10(last / first), 0.5);
    double room = Math.pow(DECADE, decades * MARGIN);
    return new Extent(first / room, last * room);
  }

  /** The vertical axis: from 0, or whole decades, and room for markers on either edge. */
  static Extent ofY(Picture picture) {
    DoubleStream references = picture.reference().stream().mapToDouble(Picture.Reference::y);
    return ofY(picture.y().scale(), picture.curves(), references);
  }

  /** True if an interval of {@code curves} goes on beyond the vertical axis that shows them. */
  static boolean cutsAnInterval(Scale scale, List<Curve> curves) {
    Extent extent = ofY(scale, curves, DoubleStream.empty());
    return curves.stream()
        .flatMap(c -> c.points().stream())
        .map(Curve.Point::y)
        .anyMatch(y -> y.hasInterval() && (y.low() < extent.low() || y.high() > extent.high()));
  }

  /**
   * {@code value}, or a place just outside of the axis: far outside, surfaces draw slowly or not.
   */
  double near(double value) {
    double outside = low > 0 ? low / 2 : 2 * low;
    return Math.max(outside, Math.min(2 * high, value));
  }

  private static Extent ofY(Scale scale, List<Curve> curves, DoubleStream references) {
    DoubleStream shown =
        curves.stream().flatMap(c -> c.points().stream()).flatMapToDouble(p -> shown(p.y()));
    var range = DoubleStream.concat(shown, references).summaryStatistics();
    if (scale == Scale.LINEAR) {
      double top = range.getMax() > 0 ? range.getMax() : 1;
      return new Extent(-MARGIN / 2 * top, top * (1 + MARGIN));
    }
    double low = Math.floor(Math.log10(range.getMin()));
    double high = Math.max(Math.ceil(Math.log10(range.getMax())), low + 1);
    double room = (high - low) * MARGIN / 2;
    return new Extent(Math.pow(DECADE, low - room), Math.pow(DECADE, high + room));
  }

  /**
   * What an axis must hold of an estimate: its interval, but not more than a decade either way.
   * With few forks it may reach from almost nothing to almost anything, and the axis would show
   * little else.
   */
  private static DoubleStream shown(Estimate e) {
    return e.hasInterval()
        ? DoubleStream.of(
            e.value(),
            Math.max(e.low(), e.value() / DECADE),
            Math.min(e.high(), e.value() * DECADE))
        : DoubleStream.of(e.value());
  }
}
