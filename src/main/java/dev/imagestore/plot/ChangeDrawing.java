package dev.imagestore.plot;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonRow;
import dev.imagestore.render.Numbers;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Verdict;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Changes of time as a forest plot: a line for each configuration and other side, a dot for the
 * ratio and a bar for its interval, on one logarithmic axis with no change in its middle.
 */
final class ChangeDrawing implements Chart {
  private static final int WIDTH = 860;
  private static final int LINE = 19;
  private static final int HEADING = 28;
  private static final int LEFT = 280;
  private static final int RIGHT = 652;
  private static final int EDGE = 18;

  private static final Color INK = new Color(0x222222);
  private static final Color QUIET = new Color(0x555555);
  private static final Color GRID = new Color(0xDCDCDC);
  private static final Color BAND = new Color(0xF1F1F1);
  private static final Color ALARM = new Color(0xB00020);

  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final Font GROUP = new Font(Font.SANS_SERIF, Font.BOLD, 13);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

  /** Letters are not set smaller than this part of their size to fit. */
  private static final double SMALLEST = 0.65;

  /** The axis ends here even if an interval does not: a factor of 4 either way. */
  private static final double WIDEST = Math.log(4);

  private static final double NARROWEST = Math.log(1.08);

  /** Ratios that may have a tick; each has its inverse. */
  private static final double[] TICKS = {1.01, 1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 4};

  /** Between two ticks, as a part of the axis to either side. */
  private static final double ROOM = 0.32;

  private static final int MAX_TICKS_A_SIDE = 3;

  private final List<Comparison> comparisons;
  private final Palette palette;
  private final Map<String, Map<Key, List<Mark>>> groups = new LinkedHashMap<>();
  private final Map<String, String> common;
  private final double end;
  private final boolean cut;

  /** One dot. */
  private record Mark(String side, ComparisonRow row) {}

  /**
   * A drawing.
   *
   * @param comparisons with one base; at least one row among them
   */
  ChangeDrawing(List<Comparison> comparisons) {
    this.comparisons = List.copyOf(comparisons);
    palette = new Palette(comparisons.stream().map(Comparison::next).toList());
    for (Comparison comparison : comparisons) {
      for (ComparisonRow row : comparison.rows()) {
        groups
            .computeIfAbsent(row.key().heading(), g -> new LinkedHashMap<>())
            .computeIfAbsent(row.key(), k -> new ArrayList<>())
            .add(new Mark(comparison.next(), row));
      }
    }
    common = common(groups.values().stream().flatMap(g -> g.keySet().stream()).toList());
    double furthest = NARROWEST;
    boolean beyond = false;
    for (Mark mark : marks()) {
      furthest = Math.max(furthest, 1.1 * reach(mark.row().finding().ratio()));
    }
    end = Math.min(furthest, WIDEST);
    for (Mark mark : marks()) {
      Estimate ratio = mark.row().finding().ratio();
      beyond |= ratio.hasInterval() && Math.max(-log(ratio.low()), log(ratio.high())) > end;
    }
    cut = beyond;
  }

  private List<Mark> marks() {
    return groups.values().stream()
        .flatMap(g -> g.values().stream())
        .flatMap(List::stream)
        .toList();
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

  /** Parameters that all have, with one value. */
  private static Map<String, String> common(Collection<Key> keys) {
    Map<String, String> common = new TreeMap<>(keys.iterator().next().shown());
    keys.forEach(key -> common.entrySet().retainAll(key.shown().entrySet()));
    return common;
  }

  /** The same within a group, without what its label or the whole drawing says. */
  private Map<String, String> own(Collection<Key> group) {
    Map<String, String> own = common(group);
    own.keySet().removeAll(common.keySet());
    own.remove(Names.BACKEND);
    return own;
  }

  private static String settings(Map<String, String> params, String between) {
    return params.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(between));
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return top() + body() + 152;
  }

  private static int top() {
    return 84;
  }

  private int body() {
    return groups.values().stream()
        .mapToInt(
            g -> HEADING + g.values().stream().mapToInt(marks -> LINE * marks.size() + 4).sum())
        .sum();
  }

  /** What it shows, for those who don't see it. */
  String inWords() {
    return title() + ". " + subtitle() + ". " + String.join(" ", caption());
  }

  private String title() {
    return "Change of time against " + comparisons.get(0).base();
  }

  private String subtitle() {
    String settings = settings(common, " · ");
    String sides =
        comparisons.stream().map(Comparison::next).distinct().collect(Collectors.joining(", "));
    return settings.isEmpty() ? sides : sides + " · " + settings;
  }

  private List<String> caption() {
    double threshold = comparisons.get(0).options().threshold();
    return List.of(
        "Dots: new / base of what an operation takes. Bars: 95 % confidence interval over forks."
            + (cut ? " One that ends on an edge goes on beyond it." : ""),
        "Filled: slower or faster, by the procedure of the table. Hollow: no change, undecided, or"
            + " too few forks. Grey band: ± "
            + Numbers.threshold(threshold)
            + ".");
  }

  @Override
  public void paint(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, WIDTH, height()));
    text(g, title(), TITLE, INK, EDGE, 34, WIDTH - 2 * EDGE);
    text(g, subtitle(), TEXT, QUIET, EDGE, 58, WIDTH - 2 * EDGE);

    int bottom = top() + body();
    axis(g, bottom);
    double y = top();
    for (Map.Entry<String, Map<Key, List<Mark>>> group : groups.entrySet()) {
      Map<String, String> own = own(group.getValue().keySet());
      String heading = group.getKey() + (own.isEmpty() ? "" : ", " + settings(own, ", "));
      // No dot is beside a heading, which may be long: the axis makes way.
      g.setColor(Color.WHITE);
      g.fill(new Rectangle2D.Double(EDGE, y - 1, WIDTH - 2 * EDGE, HEADING + 1));
      text(g, heading, GROUP, INK, EDGE, y + 20, WIDTH - 2 * EDGE);
      y += HEADING;
      for (Map.Entry<Key, List<Mark>> row : group.getValue().entrySet()) {
        text(g, label(row.getKey(), own.keySet()), SMALL, INK, EDGE + 10, y + 13, LEFT - EDGE - 20);
        for (Mark mark : row.getValue()) {
          mark(g, mark, y + LINE / 2.0);
          y += LINE;
        }
        y += 4;
      }
    }
    legend(g, bottom + 66);
    double line = bottom + 104;
    for (String caption : caption()) {
      text(g, caption, SMALL, QUIET, EDGE, line, WIDTH - 2 * EDGE);
      line += 17;
    }
  }

  /** What sets a configuration apart from the others of its group, the backend first. */
  private String label(Key key, Set<String> said) {
    Set<String> names = new LinkedHashSet<>(List.of(Names.BACKEND, Names.CUTOFF));
    names.addAll(key.shown().keySet());
    String label =
        names.stream()
            .filter(name -> key.shown().containsKey(name))
            .filter(name -> !common.containsKey(name) && !said.contains(name))
            .map(name -> key.shown().get(name))
            .collect(Collectors.joining(", "));
    return label.isEmpty() ? key.shown().getOrDefault(Names.BACKEND, "all") : label;
  }

  private double x(double logRatio) {
    double clipped = Math.max(-end, Math.min(end, logRatio));
    return (LEFT + RIGHT) / 2.0 + clipped / end * (RIGHT - LEFT) / 2.0;
  }

  private void axis(Graphics2D g, int bottom) {
    double threshold = Math.log1p(comparisons.get(0).options().threshold());
    g.setColor(BAND);
    g.fill(
        new Rectangle2D.Double(x(-threshold), top(), x(threshold) - x(-threshold), bottom - top()));
    tick(g, 1, bottom);
    List<Double> shown = new ArrayList<>();
    for (int i = TICKS.length - 1; i >= 0 && shown.size() < MAX_TICKS_A_SIDE; i--) {
      double log = Math.log(TICKS[i]);
      double space = shown.isEmpty() ? 1 : Math.log(shown.get(shown.size() - 1)) - log;
      if (log <= end && space / end > ROOM && log / end > ROOM) {
        shown.add(TICKS[i]);
      }
    }
    for (double tick : shown) {
      tick(g, tick, bottom);
      tick(g, 1 / tick, bottom);
    }
    g.setColor(QUIET);
    g.setStroke(new BasicStroke(1.2f));
    g.draw(new Line2D.Double(x(0), top(), x(0), bottom));
    g.draw(new Line2D.Double(LEFT, bottom, RIGHT, bottom));
    String faster = "← faster";
    String slower = "slower →";
    text(g, faster, TEXT, INK, LEFT, bottom + 44, 200);
    text(g, slower, TEXT, INK, RIGHT - width(slower, TEXT), bottom + 44, 200);
  }

  private void tick(Graphics2D g, double ratio, int bottom) {
    double x = x(Math.log(ratio));
    g.setColor(GRID);
    g.setStroke(new BasicStroke(1));
    g.draw(new Line2D.Double(x, top(), x, bottom));
    String words = "× " + Numbers.digits(ratio, 3);
    text(g, words, SMALL, INK, x - width(words, SMALL) / 2, bottom + 18, 80);
  }

  private void mark(Graphics2D g, Mark mark, double y) {
    Palette.Style style = palette.of(mark.side());
    Color color = new Color(style.light());
    Estimate ratio = mark.row().finding().ratio();
    Verdict verdict = mark.row().finding().verdict();
    g.setColor(color);
    g.setStroke(new BasicStroke(1.8f));
    if (ratio.hasInterval()) {
      double from = x(log(ratio.low()));
      double to = x(log(ratio.high()));
      g.draw(new Line2D.Double(from, y, to, y));
      cap(g, from, y, -log(ratio.low()) <= end);
      cap(g, to, y, log(ratio.high()) <= end);
    }
    Shape dot =
        AffineTransform.getTranslateInstance(x(log(ratio.value())), y)
            .createTransformedShape(Drawing.shape(style.marker()));
    boolean different = verdict == Verdict.SLOWER || verdict == Verdict.FASTER;
    g.setColor(different ? color : Color.WHITE);
    g.fill(dot);
    g.setColor(color);
    g.draw(dot);
    String words =
        "× "
            + Numbers.digits(ratio.value(), 4)
            + "  "
            + verdict
            + (mark.row().regression() ? ", regression" : "");
    text(
        g,
        words,
        SMALL,
        mark.row().regression() ? ALARM : different ? INK : QUIET,
        RIGHT + 14,
        y + 4,
        WIDTH - RIGHT - EDGE);
  }

  private static void cap(Graphics2D g, double x, double y, boolean ends) {
    if (ends) {
      g.draw(new Line2D.Double(x, y - 4, x, y + 4));
    }
  }

  private void legend(Graphics2D g, double y) {
    double x = LEFT;
    for (Comparison comparison : comparisons) {
      Palette.Style style = palette.of(comparison.next());
      g.setColor(new Color(style.light()));
      g.fill(
          AffineTransform.getTranslateInstance(x + 6, y)
              .createTransformedShape(Drawing.shape(style.marker())));
      text(g, comparison.next(), TEXT, INK, x + 18, y + 5, 180);
      x += 44 + Math.min(180, width(comparison.next(), TEXT));
    }
  }

  /** Set smaller to fit a width, or cut if that is not enough: names come from files. */
  private static void text(
      Graphics2D g, String text, Font font, Color color, double x, double y, double room) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
    Font fitting = font;
    double wide = width(line, font);
    if (wide > room) {
      fitting = font.deriveFont((float) (font.getSize2D() * Math.max(SMALLEST, room / wide)));
    }
    if (wide * SMALLEST > room) {
      int end = line.length();
      while (end > 1 && width(line.substring(0, end) + "…", fitting) > room) {
        end--;
      }
      line = line.substring(0, end) + "…";
    }
    g.setFont(fitting);
    g.setColor(color);
    g.drawString(line, (float) x, (float) y);
  }

  private static double width(String text, Font font) {
    return font.getStringBounds(text, METRICS).getWidth();
  }
}
