package dev.imagestore.plot;

import dev.imagestore.plot.Curve.Point;
import dev.imagestore.plot.Curve.Tone;
import dev.imagestore.stats.Estimate;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.CategoryAxis;
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
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final Font WARNING = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private static final int MAX_LEGEND_COLUMNS = 4;

  /** Beside a label of the legend: its line and mark, and what is between two of them. */
  private static final double LEGEND_MARK = 66;

  private final Picture picture;
  private final Palette palette;

  Drawing(Picture picture, Palette palette) {
    this.picture = picture;
    this.palette = palette;
  }

  /** Measures a text, which fails where there are no fonts. */
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
    ValueAxis x = ChartAxes.of(picture.x(), Extent.ofX(picture), points());
    Extent extent = Extent.ofY(picture);
    ValueAxis y = ChartAxes.of(picture.y(), extent);
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
      renderer.setSeriesShape(i, MarkerShapes.of(style.marker()));
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

  private NavigableSet<Double> points() {
    NavigableSet<Double> points = new TreeSet<>();
    picture.curves().forEach(c -> c.points().forEach(p -> points.add(p.x())));
    return points;
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
    NavigableSet<Double> groups = points();
    for (int i = 0; i < picture.curves().size(); i++) {
      Curve curve = picture.curves().get(i);
      String key = unique(curve, i);
      for (double group : groups) {
        data.addValue(null, key, name(group));
      }
      for (Point p : curve.points()) {
        data.setValue(p.y().value(), key, name(p.x()));
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
        new CategoryPlot(data, x, ChartAxes.of(picture.y(), Extent.ofY(picture)), renderer);
    plot.setOrientation(PlotOrientation.VERTICAL);
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setRangeMinorGridlinesVisible(picture.y().scale() == Axis.Scale.LOG);
    plot.setRangeMinorGridlinePaint(FINE_GRID);
    plot.setRangeMinorGridlineStroke(new BasicStroke(1));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    return plot;
  }

  /** What a group of bars is called. */
  private String name(double group) {
    return picture.groups().isEmpty()
        ? picture.x().quantity().format(group)
        : picture.groups().get((int) group);
  }

  /** JFreeChart tells curves apart by their label; so they must differ. */
  private String unique(Curve curve, int index) {
    long before =
        picture.curves().subList(0, index).stream()
            .filter(s -> s.label().equals(curve.label()))
            .count();
    return before == 0 ? curve.label() : curve.label() + " (" + (before + 1) + ")";
  }

  private static Color tint(Color color) {
    return new Color(
        (color.getRed() + 2 * 255) / 3,
        (color.getGreen() + 2 * 255) / 3,
        (color.getBlue() + 2 * 255) / 3);
  }
}
