package dev.imagestore.plot;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonRow;
import dev.imagestore.render.Numbers;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.stats.Verdict;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
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
 * JFreeChart draws the plot; what is said beside it has lines of its own.
 */
final class ChangeDrawing implements Chart {
  private static final int WIDTH = 860;
  private static final int LINE = 19;
  private static final int HEADING = 28;
  private static final int LEFT = 280;
  private static final int RIGHT = 652;
  private static final int EDGE = 18;

  /** Below the lines of a configuration. */
  private static final int GAP = 4;

  private static final String FASTER = "← faster";
  private static final String SLOWER = "slower →";

  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final Font GROUP = new Font(Font.SANS_SERIF, Font.BOLD, 13);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

  /** Letters are not set smaller than this part of their size to fit. */
  private static final double SMALLEST = 0.65;

  private final List<Comparison> comparisons;
  private final Palette palette;
  private final Map<String, Map<Key, List<Mark>>> groups = new LinkedHashMap<>();
  private final Map<String, String> common;
  private final ForestPlot plot;

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
    plot = new ForestPlot(dots(), comparisons.get(0).options().threshold());
  }

  /** Parameters that all have, with one value. */
  private static Map<String, String> common(Collection<Key> keys) {
    Map<String, String> common = new TreeMap<>(keys.iterator().next().shown());
    keys.forEach(key -> common.entrySet().retainAll(key.shown().entrySet()));
    return common;
  }

  /** The same within a group, without what its label or the whole drawing says. */
  private Map<String, String> shared(Collection<Key> group) {
    Map<String, String> shared = common(group);
    shared.keySet().removeAll(common.keySet());
    shared.remove(Names.BACKEND);
    return shared;
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
            g -> HEADING + g.values().stream().mapToInt(marks -> LINE * marks.size() + GAP).sum())
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
            + (plot.isCut() ? " One that ends on an edge goes on beyond it." : ""),
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
    text(g, title(), TITLE, Drawing.INK, EDGE, 34, WIDTH - 2 * EDGE);
    text(g, subtitle(), TEXT, Drawing.QUIET, EDGE, 58, WIDTH - 2 * EDGE);

    int bottom = top() + body();
    plot.draw(g, new Rectangle2D.Double(LEFT, top(), RIGHT - LEFT, body()));
    text(g, FASTER, TEXT, Drawing.INK, LEFT, bottom + 44, 200);
    text(g, SLOWER, TEXT, Drawing.INK, RIGHT - width(SLOWER, TEXT), bottom + 44, 200);
    double y = top();
    for (Map.Entry<String, Map<Key, List<Mark>>> group : groups.entrySet()) {
      Map<String, String> shared = shared(group.getValue().keySet());
      String heading = group.getKey() + (shared.isEmpty() ? "" : ", " + settings(shared, ", "));
      // No dot is beside a heading, which may be long: the axis makes way.
      g.setColor(Color.WHITE);
      g.fill(new Rectangle2D.Double(EDGE, y - 1, WIDTH - 2 * EDGE, HEADING + 1));
      text(g, heading, GROUP, Drawing.INK, EDGE, y + 20, WIDTH - 2 * EDGE);
      y += HEADING;
      for (Map.Entry<Key, List<Mark>> row : group.getValue().entrySet()) {
        text(
            g,
            label(row.getKey(), shared.keySet()),
            SMALL,
            Drawing.INK,
            EDGE + 10,
            y + 13,
            LEFT - EDGE - 20);
        for (Mark mark : row.getValue()) {
          verdict(g, mark.row(), y + LINE / 2.0);
          y += LINE;
        }
        y += GAP;
      }
    }
    legend(g, bottom + 66);
    double line = bottom + 104;
    for (String caption : caption()) {
      text(g, caption, SMALL, Drawing.QUIET, EDGE, line, WIDTH - 2 * EDGE);
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

  /** The dots, each in the middle of its line. */
  private List<ForestPlot.Dot> dots() {
    List<ForestPlot.Dot> dots = new ArrayList<>();
    double y = 0;
    for (Map<Key, List<Mark>> group : groups.values()) {
      y += HEADING;
      for (List<Mark> marks : group.values()) {
        for (Mark mark : marks) {
          dots.add(
              new ForestPlot.Dot(
                  mark.row().finding().ratio(),
                  isDifferent(mark.row()),
                  palette.of(mark.side()),
                  y + LINE / 2.0));
          y += LINE;
        }
        y += GAP;
      }
    }
    return dots;
  }

  private static boolean isDifferent(ComparisonRow row) {
    Verdict verdict = row.finding().verdict();
    return verdict == Verdict.SLOWER || verdict == Verdict.FASTER;
  }

  private static void verdict(Graphics2D g, ComparisonRow row, double y) {
    Color color = row.regression() ? Drawing.ALARM : isDifferent(row) ? Drawing.INK : Drawing.QUIET;
    String words =
        "× "
            + Numbers.digits(row.finding().ratio().value(), 4)
            + "  "
            + row.finding().verdict()
            + (row.regression() ? ", regression" : "");
    text(g, words, SMALL, color, RIGHT + 14, y + 4, WIDTH - RIGHT - EDGE);
  }

  private void legend(Graphics2D g, double y) {
    double x = LEFT;
    for (Comparison comparison : comparisons) {
      Palette.Style style = palette.of(comparison.next());
      g.setColor(new Color(style.light()));
      g.fill(
          AffineTransform.getTranslateInstance(x + 6, y)
              .createTransformedShape(MarkerShapes.of(style.marker())));
      text(g, comparison.next(), TEXT, Drawing.INK, x + 18, y + 5, 180);
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
