package dev.imagestore.plot;

import dev.imagestore.render.Numbers;
import dev.imagestore.stats.Estimate;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Ratios and their intervals below each other, on a logarithmic axis with 1 in its middle. */
final class ForestPlot {
  /** What the labels of the axis take below the plot. */
  private static final int AXIS = 24;

  private static final Color GRID = new Color(0xDCDCDC);
  private static final Color BAND = new Color(0xF1F1F1);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final BasicStroke THIN = new BasicStroke(1.2f);
  private static final BasicStroke THICK = new BasicStroke(1.8f);

  /** The axis ends here even if an interval does not: a factor of 4 either way. */
  private static final double WIDEST = Math.log(4);

  private static final double NARROWEST = Math.log(1.08);

  /** Ratios that may have a tick, the largest first; each has its inverse. */
  private static final double[] TICKS = {4, 3, 2, 1.5, 1.2, 1.1, 1.05, 1.02, 1.01};

  /** Between two ticks, as a part of the axis to either side. */
  private static final double ROOM = 0.32;

  private static final int MAX_TICKS_A_SIDE = 3;

  private final List<Dot> dots;
  private final double threshold;

  /** Logarithm of the ratio at which the axis ends. */
  private final double end;

  /**
   * A ratio.
   *
   * @param filled what is sure is filled, what is not is hollow
   * @param y how far below the upper edge, in the units of the drawing
   */
  record Dot(Estimate ratio, boolean filled, Palette.Style style, double y) {}

  /**
   * A plot.
   *
   * @param dots at least one
   * @param threshold half of the band around 1, as a part
   */
  ForestPlot(List<Dot> dots, double threshold) {
    this.dots = List.copyOf(dots);
    this.threshold = threshold;
    double furthest = dots.stream().mapToDouble(d -> 1.1 * reach(d.ratio())).max().orElse(0);
    end = Math.min(Math.max(NARROWEST, furthest), WIDEST);
  }

  /** True if an interval goes on beyond the axis. */
  boolean isCut() {
    return dots.stream()
        .map(Dot::ratio)
        .anyMatch(r -> r.hasInterval() && Math.max(-log(r.low()), log(r.high())) > end);
  }

  /**
   * How far from no change an estimate is to be seen: its interval, if that is not all there is.
   */
  private static double reach(Estimate ratio) {
    double value = Math.abs(log(ratio.value()));
    if (!ratio.hasInterval()) {
      return value;
    }
    double most = 3 * Math.max(value, NARROWEST);
    return Math.max(value, Math.min(most, Math.max(-log(ratio.low()), log(ratio.high()))));
  }

  private static double log(double ratio) {
    return Math.log(Math.max(ratio, 1e-9));
  }

  /** Draws it; the labels of the axis are below {@code area}. */
  void draw(Graphics2D g, Rectangle2D area) {
    NumberAxis down = new NumberAxis();
    down.setRange(0, area.getHeight());
    down.setInverted(true);
    down.setVisible(false);
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawYError(false);
    renderer.setCapLength(8);
    renderer.setErrorStroke(THICK);
    renderer.setUseFillPaint(true);
    renderer.setUseOutlinePaint(true);
    XYPlot plot = new XYPlot(data(renderer), ratios(), down, renderer);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setOutlineVisible(false);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinesVisible(false);
    plot.setDomainGridlinePaint(GRID);
    plot.setDomainGridlineStroke(new BasicStroke(1));
    AxisSpace below = new AxisSpace();
    below.setBottom(AXIS);
    plot.setFixedDomainAxisSpace(below);
    plot.setFixedRangeAxisSpace(new AxisSpace());
    IntervalMarker band = new IntervalMarker(1 / (1 + threshold), 1 + threshold, BAND);
    band.setAlpha(1);
    plot.addDomainMarker(band, Layer.BACKGROUND);
    plot.addDomainMarker(new ValueMarker(1, Drawing.QUIET, THIN), Layer.BACKGROUND);
    // Restored afterwards; a hint that was never set can't be.
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    plot.draw(
        g,
        new Rectangle2D.Double(area.getX(), area.getY(), area.getWidth(), area.getHeight() + AXIS),
        null,
        null,
        null);
  }

  /** A series for each dot, which has a colour, a shape and a filling of its own. */
  private XYIntervalSeriesCollection data(XYErrorRenderer renderer) {
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    for (int i = 0; i < dots.size(); i++) {
      Dot dot = dots.get(i);
      Estimate ratio = dot.ratio();
      double value = clipped(ratio.value());
      double low = ratio.hasInterval() ? clipped(ratio.low()) : value;
      double high = ratio.hasInterval() ? clipped(ratio.high()) : value;
      XYIntervalSeries series = new XYIntervalSeries(i);
      series.add(value, low, high, dot.y(), dot.y(), dot.y());
      data.addSeries(series);
      Color color = new Color(dot.style().light());
      renderer.setSeriesPaint(i, color);
      renderer.setSeriesOutlinePaint(i, color);
      renderer.setSeriesOutlineStroke(i, THICK);
      renderer.setSeriesFillPaint(i, dot.filled() ? color : Color.WHITE);
      renderer.setSeriesShape(i, MarkerShapes.of(dot.style().marker()));
    }
    return data;
  }

  /** What is beyond the axis ends beyond it, where its cap is not seen. */
  private double clipped(double ratio) {
    return Math.exp(Math.max(-2 * end, Math.min(2 * end, log(ratio))));
  }

  private LogAxis ratios() {
    List<NumberTick> ticks = new ArrayList<>();
    ticks.add(tick(1));
    double last = Double.POSITIVE_INFINITY;
    for (double ratio : TICKS) {
      double log = Math.log(ratio);
      boolean room = log <= end && (last - log) / end > ROOM && log / end > ROOM;
      if (room && ticks.size() < 2 * MAX_TICKS_A_SIDE) {
        ticks.add(tick(ratio));
        ticks.add(tick(1 / ratio));
        last = log;
      }
    }
    LogAxis axis = new ChartAxes.TicksGiven(ticks);
    axis.setRange(Math.exp(-end), Math.exp(end));
    axis.setTickLabelFont(SMALL);
    axis.setTickLabelPaint(Drawing.INK);
    axis.setAxisLinePaint(Drawing.QUIET);
    axis.setAxisLineStroke(THIN);
    axis.setTickMarksVisible(false);
    return axis;
  }

  private static NumberTick tick(double ratio) {
    String words = "× " + Numbers.digits(ratio, 3);
    return new NumberTick(ratio, words, TextAnchor.TOP_CENTER, TextAnchor.CENTER, 0);
  }
}
