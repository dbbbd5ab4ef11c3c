package dev.imagestore.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** Axes of charts: ticks at round figures or where there are points, labelled with units. */
final class ChartAxes {
  private static final double DECADE = 10;

  private static final int MAX_TICKS = 10;

  /** Lets a decade at the end of an axis be inside it in spite of rounding. */
  private static final double SLACK = 1e-9;

  private ChartAxes() {}

  /** An axis with ticks at round figures. */
  static ValueAxis of(Axis axis, Extent extent) {
    return labelled(
        switch (axis.scale()) {
          case LINEAR -> linear(extent, axis.quantity());
          case LOG -> log(extent, axis.quantity());
        },
        axis.label());
  }

  /** An axis that has, if it is logarithmic, its ticks where there are points. */
  static ValueAxis of(Axis axis, Extent extent, NavigableSet<Double> points) {
    return axis.scale() == Axis.Scale.LINEAR
        ? of(axis, extent)
        : labelled(logOfPoints(extent, axis.quantity(), points), axis.label());
  }

  private static ValueAxis labelled(ValueAxis drawn, String label) {
    drawn.setLabel(label);
    drawn.setLabelFont(Drawing.TEXT);
    drawn.setLabelPaint(Drawing.INK);
    drawn.setLabelInsets(new RectangleInsets(4, 2, 4, 6));
    drawn.setTickLabelFont(Drawing.TEXT);
    drawn.setTickLabelPaint(Drawing.INK);
    drawn.setTickLabelInsets(new RectangleInsets(3, 4, 2, 5));
    drawn.setAxisLinePaint(Drawing.QUIET);
    drawn.setTickMarkPaint(Drawing.QUIET);
    return drawn;
  }

  private static NumberAxis linear(Extent extent, AxisUnit quantity) {
    NumberAxis axis = new NumberAxis();
    axis.setRange(extent.low(), extent.high());
    double step = step(extent.high());
    axis.setTickUnit(new NumberTickUnit(step, format(v -> quantity.format(v, extent.high()))));
    return axis;
  }

  /** 1, 2 or 5 times a power of ten: five to ten of them make {@code top}. */
  private static double step(double top) {
    double decade = Math.pow(DECADE, Math.floor(Math.log10(top)) - 1);
    return DoubleStream.of(1, 2, 5, 10, 20)
        .map(nice -> nice * decade)
        .filter(step -> top / step <= MAX_TICKS)
        .findFirst()
        .orElse(2 * DECADE * decade);
  }

  private static LogAxis log(Extent extent, AxisUnit quantity) {
    LogAxis axis = new LogAxis();
    axis.setRange(extent.low() * (1 - SLACK), extent.high() * (1 + SLACK));
    int decades = (int) Math.ceil(Math.log10(extent.high() / extent.low()) / MAX_TICKS);
    axis.setTickUnit(new NumberTickUnit(decades, format(quantity::format), decades == 1 ? 9 : 1));
    axis.setNumberFormatOverride(format(quantity::format));
    return axis;
  }

  /** Ticks where there are points, as many as have room. */
  private static LogAxis logOfPoints(Extent extent, AxisUnit unit, NavigableSet<Double> points) {
    double apart = Math.log10(extent.high() / extent.low()) / MAX_TICKS;
    List<NumberTick> ticks = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    for (double x : points) {
      if (Math.log10(x) - last >= apart) {
        ticks.add(new NumberTick(x, unit.format(x), TextAnchor.TOP_CENTER, TextAnchor.CENTER, 0));
        last = Math.log10(x);
      }
    }
    LogAxis axis = new TicksGiven(ticks);
    axis.setRange(extent.low(), extent.high());
    return axis;
  }

  /** A logarithmic axis with the ticks that it is given. */
  static final class TicksGiven extends LogAxis {
    private static final long serialVersionUID = 1L;
    private final ArrayList<NumberTick> ticks;

    TicksGiven(List<NumberTick> ticks) {
      this.ticks = new ArrayList<>(ticks);
    }

    @Override
    @SuppressWarnings("rawtypes") // JFreeChart's
    public List refreshTicks(Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
      return ticks;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** Ticks in words. */
  static NumberFormat format(DoubleFunction<String> words) {
    return new NumberFormat() {
      private static final long serialVersionUID = 1L;

      @Override
      public StringBuffer format(double number, StringBuffer to, FieldPosition ignored) {
        return to.append(words.apply(number));
      }

      @Override
      public StringBuffer format(long number, StringBuffer to, FieldPosition ignored) {
        return to.append(words.apply((double) number));
      }

      @Override
      public Number parse(String source, ParsePosition position) {
        throw new UnsupportedOperationException("axes are not read back");
      }
    };
  }
}
