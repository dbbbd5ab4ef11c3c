package dev.imagestore.plot;

import dev.imagestore.analysis.TrendLine;
import dev.imagestore.stats.Estimate;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** {@link TrendPanel}s on a sheet: one alone, or many small ones in a grid. */
final class TrendDrawing implements Chart {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 520;
  private static final int COLUMNS = 4;
  private static final int SMALL_WIDTH = 330;
  private static final int SMALL_HEIGHT = 200;
  private static final int EDGE = 14;
  private static final int LINE = 17;
  private static final int TITLE_HEIGHT = 34;

  /** Of shorter names of runs twice as many have room. */
  private static final int BRIEF = 7;

  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  private static final Font PANEL_TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 10);
  private static final Font TINY = new Font(Font.SANS_SERIF, Font.PLAIN, 9);

  private static final BasicStroke DASHED =
      new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {4, 3}, 0);

  private final String title;
  private final List<String> lines;
  private final List<TrendPanel> panels;
  private final Palette palette;

  /**
   * A sheet.
   *
   * @param title in one line
   * @param lines below it
   * @param panels at least one; one alone fills the sheet
   */
  TrendDrawing(String title, List<String> lines, List<TrendPanel> panels, Palette palette) {
    this.title = title;
    this.lines = List.copyOf(lines);
    this.panels = List.copyOf(panels);
    this.palette = palette;
  }

  @Override
  public int width() {
    return isSingle() ? WIDTH : 2 * EDGE + columns() * SMALL_WIDTH;
  }

  @Override
  public int height() {
    int rows = (panels.size() + columns() - 1) / columns();
    return head() + (isSingle() ? HEIGHT : rows * SMALL_HEIGHT) + EDGE;
  }

  @Override
  public void paint(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setPaint(Color.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width(), height()));
    line(g, title, TITLE, Drawing.INK, TITLE_HEIGHT - 6);
    for (int i = 0; i < lines.size(); i++) {
      line(g, lines.get(i), TEXT, Drawing.QUIET, TITLE_HEIGHT + (i + 1) * LINE - 4);
    }
    for (int i = 0; i < panels.size(); i++) {
      double width = isSingle() ? WIDTH - 2 * EDGE : SMALL_WIDTH;
      double height = isSingle() ? HEIGHT : SMALL_HEIGHT;
      double x = EDGE + i % columns() * width;
      int row = i / columns();
      double y = head() + row * height;
      chart(panels.get(i)).draw(g, new Rectangle2D.Double(x, y, width, height));
    }
  }

  /** Names may be long: a line that is wider than the sheet is set smaller. */
  private void line(Graphics2D g, String text, Font font, Color color, int y) {
    double room = width() - 2 * EDGE;
    double wide = font.getStringBounds(text, g.getFontRenderContext()).getWidth();
    g.setFont(wide <= room ? font : font.deriveFont((float) (font.getSize2D() * room / wide)));
    g.setPaint(color);
    g.drawString(text, (float) EDGE, (float) y);
  }

  private boolean isSingle() {
    return panels.size() == 1;
  }

  private int columns() {
    return Math.min(COLUMNS, panels.size());
  }

  private int head() {
    return TITLE_HEIGHT + lines.size() * LINE + EDGE / 2;
  }

  private JFreeChart chart(TrendPanel panel) {
    XYPlot plot = plot(panel);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(Drawing.GRID);
    plot.setRangeGridlineStroke(new BasicStroke(1));
    JFreeChart chart = new JFreeChart(null, PANEL_TITLE, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(2, 2, 4, 8));
    if (!isSingle()) {
      TextTitle name = new TextTitle(panel.title(), PANEL_TITLE);
      name.setPaint(panel.alarm() ? Drawing.ALARM : Drawing.INK);
      name.setHorizontalAlignment(HorizontalAlignment.LEFT);
      name.setTextAlignment(HorizontalAlignment.LEFT);
      name.setMaximumLinesToDisplay(2);
      chart.addSubtitle(name);
    }
    return chart;
  }

  private XYPlot plot(TrendPanel panel) {
    int n = panel.runs().size();
    Palette.Style style = palette.of(panel.subject());
    Color color = new Color(style.light());

    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawXError(false);
    renderer.setDrawYError(isSingle() || panel.intervals());
    renderer.setCapLength(isSingle() || panel.intervals() ? 6 : 0);
    renderer.setErrorStroke(new BasicStroke(1.2f));

    XYIntervalSeries runs = new XYIntervalSeries("runs", false, true);
    XYIntervalSeries alarm = new XYIntervalSeries("regression", false, true);
    for (int i = 0; i < n; i++) {
      Estimate e = panel.runs().get(i);
      double low = e.hasInterval() ? Math.max(e.low(), panel.low()) : e.value();
      double high = e.hasInterval() ? Math.min(e.high(), panel.high()) : e.value();
      (panel.alarm() && i == n - 1 ? alarm : runs).add(i, i, i, e.value(), low, high);
    }
    double size = isSingle() ? 0.7 : 0.45;
    add(data, renderer, runs, color);
    add(data, renderer, alarm, Drawing.ALARM);
    for (int s = 0; s < 2; s++) {
      renderer.setSeriesShape(
          s,
          AffineTransform.getScaleInstance(size, size)
              .createTransformedShape(MarkerShapes.of(style.marker())));
    }
    XYPlot plot = new XYPlot(data, runAxis(panel), timeAxis(panel), renderer);
    addLevels(panel, plot);
    for (int change : panel.changes()) {
      ValueMarker marker = new ValueMarker(change - 0.5, Drawing.ALARM, DASHED);
      plot.addDomainMarker(marker);
    }
    return plot;
  }

  private void addLevels(TrendPanel panel, XYPlot plot) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    for (TrendLine.Level level : panel.levels()) {
      XYSeries line = new XYSeries("level " + level.from());
      line.add(level.from() - 0.4, level.first());
      line.add(level.to() - 0.6, level.last());
      renderer.setSeriesPaint(data.getSeriesCount(), Drawing.INK);
      renderer.setSeriesStroke(data.getSeriesCount(), new BasicStroke(isSingle() ? 2f : 1.4f));
      data.addSeries(line);
    }
    plot.setDataset(1, data);
    plot.setRenderer(1, renderer);
  }

  private static void add(
      XYIntervalSeriesCollection data,
      XYErrorRenderer renderer,
      XYIntervalSeries series,
      Color color) {
    renderer.setSeriesPaint(data.getSeriesCount(), color);
    data.addSeries(series);
  }

  /** Runs stand side by side, whatever time went by between them. */
  private NumberAxis runAxis(TrendPanel panel) {
    int n = panel.runs().size();
    NumberAxis axis = axis();
    axis.setRange(-0.7, n - 0.3);
    boolean brief = panel.names().stream().allMatch(name -> name.length() <= BRIEF);
    int most = (isSingle() ? 7 : 3) * (brief ? 2 : 1);
    axis.setTickUnit(
        new NumberTickUnit(
            Math.max(1, (n + most - 1) / most),
            ChartAxes.format(
                v -> {
                  int run = (int) Math.round(v);
                  return run >= 0 && run < n ? panel.names().get(run) : "";
                })));
    return axis;
  }

  private NumberAxis timeAxis(TrendPanel panel) {
    NumberAxis axis = axis();
    axis.setRange(panel.low(), panel.high());
    double step = step((panel.high() - panel.low()) / (isSingle() ? 8 : 4));
    axis.setTickUnit(
        new NumberTickUnit(
            step,
            ChartAxes.format(
                panel.isRelative()
                    ? v -> percent(v, panel.whole())
                    : v -> AxisUnit.TIME.format(v, panel.high()))));
    if (isSingle()) {
      axis.setLabel(
          "time of one operation" + (panel.isRelative() ? " against " + panel.whole() : ""));
      axis.setLabelFont(TEXT);
      axis.setLabelPaint(Drawing.INK);
    }
    return axis;
  }

  private static String percent(double part, String whole) {
    long percent = Math.round(100 * (part - 1));
    return percent == 0 ? whole : String.format(Locale.ROOT, "%+d %%", percent);
  }

  private NumberAxis axis() {
    NumberAxis axis = new NumberAxis();
    axis.setTickLabelFont(isSingle() ? TEXT : TINY);
    axis.setTickLabelPaint(Drawing.INK);
    axis.setAxisLinePaint(Drawing.QUIET);
    axis.setTickMarkPaint(Drawing.QUIET);
    return axis;
  }

  /** 1, 2 or 5 times a power of ten, at least {@code least}. */
  private static double step(double least) {
    double decade = Math.pow(10, Math.floor(Math.log10(least)));
    for (double nice : new double[] {1, 2, 5}) {
      if (nice * decade >= least) {
        return nice * decade;
      }
    }
    return 10 * decade;
  }
}
