package dev.imagestore.plot;

import dev.imagestore.plot.Curve.Point;
import dev.imagestore.plot.Curve.Tone;
import dev.imagestore.plot.Palette.Marker;
import dev.imagestore.stats.Estimate;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.Arrangement;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.block.FlowArrangement;
import org.jfree.chart.block.GridArrangement;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.chart.ui.VerticalAlignment;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/**
 * A {@link Picture} on a {@link Graphics2D}, whichever that is: pixels or shapes.
 *
 * <p>JFreeChart draws. XChart was tried first: its error bars are symmetric, which an interval
 * computed on logarithms is not, its logarithmic axes can't be labelled {@code 10 µs}, and odd data
 * can keep its search for ticks from ending.
 */
final class Drawing implements Chart {
  /** Width in the units of {@link #paint}; type is sized for a page this wide. */
  static final int WIDTH = 860;

  /** Height in the same units. */
  static final int HEIGHT = 580;

  static final Color INK = new Color(0x222222);
  static final Color QUIET = new Color(0x555555);
  static final Color GRID = new Color(0xD4D4D4);
  private static final Color FINE_GRID = new Color(0xEFEFEF);
  static final Color ALARM = new Color(0xB00020);

  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final Font WARNING = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private static final double DECADE = 10;

  private static final int MAX_TICKS = 10;

  private static final int MAX_LEGEND_COLUMNS = 4;

  /** Beside a label of the legend: its line and mark, and what is between two of them. */
  private static final double LEGEND_MARK = 66;

  /** Lets a decade at the end of an axis be inside it in spite of rounding. */
  private static final double SLACK = 1e-9;

  private final Picture picture;
  private final Palette palette;

  Drawing(Picture picture, Palette palette) {
    this.picture = picture;
    this.palette = palette;
  }

  /** Takes the measure of a text, which fails where there are no fonts. */
  static double measure(String text) {
    return TEXT.getStringBounds(text, new FontRenderContext(null, true, true)).getWidth();
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public void paint(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    chart().draw(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
  }

  private JFreeChart chart() {
    Plot plot =
        switch (picture.kind()) {
          case LINES -> lines();
          case BARS -> bars();
        };
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);

    JFreeChart chart = new JFreeChart(null, TITLE, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(10, 14, 10, 14));
    // The one added first is the outermost.
    chart.addSubtitle(text(picture.title(), TITLE, INK, RectangleEdge.TOP, 2));
    if (!picture.warning().isEmpty()) {
      chart.addSubtitle(text(picture.warning(), WARNING, ALARM, RectangleEdge.TOP, 2));
    }
    chart.addSubtitle(text(picture.subtitle(), TEXT, QUIET, RectangleEdge.TOP, 10));
    List<String> caption = picture.caption();
    for (int i = caption.size() - 1; i >= 0; i--) {
      chart.addSubtitle(text(caption.get(i), SMALL, QUIET, RectangleEdge.BOTTOM, 0));
    }
    LegendTitle legend = new LegendTitle(() -> legend(plot), arrangement(plot), arrangement(plot));
    // Labels that don't fit into columns follow each other, small, and leave room for the picture.
    legend.setItemFont(fits(MAX_LEGEND_COLUMNS) ? TEXT : SMALL);
    legend.setItemPaint(INK);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setFrame(BlockBorder.NONE);
    legend.setLegendItemGraphicPadding(new RectangleInsets(3, 12, 3, 4));
    legend.setMargin(new RectangleInsets(4, 0, 8, 0));
    chart.addSubtitle(legend);
    return chart;
  }

  /** Full tones in the first row, light ones below them, then the rest. */
  private LegendItemCollection legend(Plot plot) {
    LegendItemCollection drawn = plot.getLegendItems();
    LegendItemCollection ordered = new LegendItemCollection();
    int curves = picture.curves().size();
    for (Tone tone : Tone.values()) {
      for (int i = 0; i < curves; i++) {
        if (picture.curves().get(i).tone() == tone) {
          ordered.add(drawn.get(i));
        }
      }
    }
    for (int i = curves; i < drawn.getItemCount(); i++) {
      ordered.add(drawn.get(i));
    }
    return ordered;
  }

  private Arrangement arrangement(Plot plot) {
    int subjects = (int) picture.curves().stream().map(Curve::subject).distinct().count();
    int items = plot.getLegendItems().getItemCount();
    int columns = Math.min(subjects, MAX_LEGEND_COLUMNS);
    return items <= columns || !fits(columns)
        ? new FlowArrangement(HorizontalAlignment.CENTER, VerticalAlignment.CENTER, 12, 2)
        : new GridArrangement((items + columns - 1) / columns, columns);
  }

  /** True if the legend's labels fit into columns; those with options are long. */
  private boolean fits(int columns) {
    double widest =
        picture.curves().stream().mapToDouble(curve -> measure(curve.label())).max().orElseThrow();
    return columns * (widest + LEGEND_MARK) <= WIDTH;
  }

  private static TextTitle text(
      String line, Font font, Color color, RectangleEdge edge, double below) {
    TextTitle title = new TextTitle(line, font);
    title.setPaint(color);
    title.setPosition(edge);
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    title.setTextAlignment(HorizontalAlignment.LEFT);
    title.setMaximumLinesToDisplay(3);
    title.setMargin(new RectangleInsets(2, 4, below, 4));
    return title;
  }

  private XYPlot lines() {
    ValueAxis x = axis(picture.x(), Extent.ofX(picture), true);
    Extent extent = Extent.ofY(picture);
    ValueAxis y = axis(picture.y(), extent, false);
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDefaultLinesVisible(true);
    renderer.setDrawXError(false);
    renderer.setCapLength(9);
    renderer.setErrorStroke(new BasicStroke(1.6f));
    renderer.setUseOutlinePaint(true);
    renderer.setUseFillPaint(true);
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setLegendLine(new Line2D.Double(-17, 0, 17, 0));
    for (int i = 0; i < picture.curves().size(); i++) {
      Curve curve = picture.curves().get(i);
      XYIntervalSeries figures = new XYIntervalSeries(unique(curve, i), false, true);
      for (Point p : curve.points()) {
        Estimate e = p.y();
        double low = e.hasInterval() ? e.low() : e.value();
        double high = e.hasInterval() ? e.high() : e.value();
        figures.add(p.x(), p.x(), p.x(), e.value(), extent.near(low), extent.near(high));
      }
      data.addSeries(figures);
      Palette.Style style = palette.of(curve.subject());
      boolean full = curve.tone() == Tone.FULL;
      Color color = new Color(style.light());
      renderer.setSeriesPaint(i, color);
      renderer.setSeriesOutlinePaint(i, color);
      renderer.setSeriesOutlineStroke(i, new BasicStroke(1.8f));
      renderer.setSeriesFillPaint(i, full ? color : Color.WHITE);
      renderer.setSeriesStroke(
          i,
          full
              ? new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
              : new BasicStroke(
                  2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {7, 5}, 0));
      renderer.setSeriesShape(i, shape(style.marker()));
      renderer.setSeriesShapesFilled(i, true);
    }
    picture.reference().ifPresent(r -> addReference(r, data, renderer, x));
    XYPlot plot = new XYPlot(data, x, y, renderer);
    plot.setDomainGridlinePaint(GRID);
    plot.setRangeGridlinePaint(GRID);
    plot.setDomainGridlineStroke(new BasicStroke(1));
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setRangeMinorGridlinesVisible(picture.y().scale() == Axis.Scale.LOG);
    plot.setRangeMinorGridlinePaint(FINE_GRID);
    plot.setRangeMinorGridlineStroke(new BasicStroke(1));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    return plot;
  }

  private static void addReference(
      Picture.Reference reference,
      XYIntervalSeriesCollection data,
      XYErrorRenderer renderer,
      ValueAxis x) {
    int i = data.getSeriesCount();
    XYIntervalSeries line = new XYIntervalSeries(reference.label());
    double y = reference.y();
    line.add(x.getLowerBound(), x.getLowerBound(), x.getLowerBound(), y, y, y);
    line.add(x.getUpperBound(), x.getUpperBound(), x.getUpperBound(), y, y, y);
    data.addSeries(line);
    renderer.setSeriesPaint(i, QUIET);
    renderer.setSeriesStroke(
        i,
        new BasicStroke(
            1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {2, 4}, 0));
    renderer.setSeriesShapesVisible(i, false);
  }

  private CategoryPlot bars() {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0.02);
    renderer.setDrawBarOutline(true);
    renderer.setIncludeBaseInRange(picture.y().scale() == Axis.Scale.LINEAR);
    // Every x first, so that groups stand in ascending order even where a curve lacks some.
    TreeSet<Double> groups = new TreeSet<>();
    picture.curves().forEach(s -> s.points().forEach(p -> groups.add(p.x())));
    for (int i = 0; i < picture.curves().size(); i++) {
      Curve curve = picture.curves().get(i);
      String key = unique(curve, i);
      for (double group : groups) {
        data.addValue(null, key, picture.x().quantity().format(group));
      }
      for (Point p : curve.points()) {
        data.setValue(p.y().value(), key, picture.x().quantity().format(p.x()));
      }
      Color color = new Color(palette.of(curve.subject()).light());
      renderer.setSeriesPaint(i, curve.tone() == Tone.FULL ? color : tint(color));
      renderer.setSeriesOutlinePaint(i, color);
      renderer.setSeriesOutlineStroke(i, new BasicStroke(1));
    }
    CategoryAxis x = new CategoryAxis(picture.x().label());
    x.setLabelFont(TEXT);
    x.setLabelPaint(INK);
    x.setTickLabelFont(TEXT);
    x.setTickLabelPaint(INK);
    x.setCategoryMargin(0.16);
    x.setLowerMargin(0.02);
    x.setUpperMargin(0.02);
    x.setAxisLinePaint(QUIET);
    CategoryPlot plot =
        new CategoryPlot(data, x, axis(picture.y(), Extent.ofY(picture), false), renderer);
    plot.setOrientation(PlotOrientation.VERTICAL);
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setRangeMinorGridlinesVisible(picture.y().scale() == Axis.Scale.LOG);
    plot.setRangeMinorGridlinePaint(FINE_GRID);
    plot.setRangeMinorGridlineStroke(new BasicStroke(1));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    return plot;
  }

  /** JFreeChart tells curves apart by their label; so they must differ. */
  private String unique(Curve curve, int index) {
    long before =
        picture.curves().subList(0, index).stream()
            .filter(s -> s.label().equals(curve.label()))
            .count();
    return before == 0 ? curve.label() : curve.label() + " (" + (before + 1) + ")";
  }

  private ValueAxis axis(Axis axis, Extent extent, boolean horizontal) {
    ValueAxis drawn =
        switch (axis.scale()) {
          case LINEAR -> linear(extent, axis.quantity());
          case LOG -> horizontal ? logOfPoints(extent) : log(extent, axis.quantity());
        };
    drawn.setLabel(axis.label());
    drawn.setLabelFont(TEXT);
    drawn.setLabelPaint(INK);
    drawn.setLabelInsets(new RectangleInsets(4, 2, 4, 6));
    drawn.setTickLabelFont(TEXT);
    drawn.setTickLabelPaint(INK);
    drawn.setTickLabelInsets(new RectangleInsets(3, 4, 2, 5));
    drawn.setAxisLinePaint(QUIET);
    drawn.setTickMarkPaint(QUIET);
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
  private LogAxis logOfPoints(Extent extent) {
    TreeSet<Double> points = new TreeSet<>();
    picture.curves().forEach(c -> c.points().forEach(p -> points.add(p.x())));
    double apart = Math.log10(extent.high() / extent.low()) / MAX_TICKS;
    List<NumberTick> ticks = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    for (double x : points) {
      if (Math.log10(x) - last >= apart) {
        ticks.add(
            new NumberTick(
                x, picture.x().quantity().format(x), TextAnchor.TOP_CENTER, TextAnchor.CENTER, 0));
        last = Math.log10(x);
      }
    }
    LogAxis axis = new TicksGiven(ticks);
    axis.setRange(extent.low(), extent.high());
    return axis;
  }

  private static final class TicksGiven extends LogAxis {
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

  private static Color tint(Color color) {
    return new Color(
        (color.getRed() + 2 * 255) / 3,
        (color.getGreen() + 2 * 255) / 3,
        (color.getBlue() + 2 * 255) / 3);
  }

  /** The marker around (0, 0). */
  static Shape shape(Marker marker) {
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

  /** Ticks in words of our own. */
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
