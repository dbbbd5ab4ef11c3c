package dev.imagestore.render;

import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Heading;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import dev.imagestore.render.Document.Warning;
import java.util.ArrayList;
import java.util.List;

/**
 * Reports for a terminal: aligned columns, lines of at most {@value #WIDTH} characters (names that
 * are longer make longer lines), bold and colour if asked for.
 */
final class TextRenderer {
  static final int WIDTH = 100;

  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String YELLOW = "\u001b[33m";
  private static final String PLAIN = "\u001b[0m";
  private static final String GAP = "  ";

  private final boolean colours;
  private final StringBuilder out = new StringBuilder();

  private TextRenderer(boolean colours) {
    this.colours = colours;
  }

  /**
   * The report as text.
   *
   * @param colours true only if it goes to a terminal
   */
  static String render(Document document, boolean colours) {
    TextRenderer renderer = new TextRenderer(colours);
    document.blocks().forEach(renderer::block);
    return renderer.out.toString();
  }

  private void block(Block block) {
    boolean follows =
        !out.isEmpty() && !(block instanceof Warning) && !(block instanceof Paragraph);
    if (follows) {
      out.append('\n');
    }
    if (block instanceof Heading heading) {
      line(BOLD, clean(heading.text()));
      line("", "=".repeat(Math.min(WIDTH, clean(heading.text()).length())));
    } else if (block instanceof Warning warning) {
      wrap(YELLOW, "! ", warning.text());
    } else if (block instanceof Paragraph paragraph) {
      wrap("", "", paragraph.text());
    } else if (block instanceof Bullets bullets) {
      line(BOLD, clean(bullets.title()));
      bullets.lines().forEach(line -> wrap("", "- ", line));
    } else if (block instanceof Table table) {
      table(table);
    }
  }

  private void table(Table table) {
    line(BOLD, clean(table.title()));
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.headers().stream().map(h -> clean(h.text())).toList());
    table.rows().forEach(row -> lines.add(row.stream().map(TextRenderer::clean).toList()));
    int[] widths = new int[table.headers().size()];
    for (List<String> cells : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(cells.get(i)));
      }
    }
    String style = DIM;
    for (List<String> cells : lines) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = cells.get(i);
        String padding = " ".repeat(widths[i] - length(cell));
        line.append(i == 0 ? "" : GAP);
        line.append(table.headers().get(i).number() ? padding + cell : cell + padding);
      }
      line(style, line.toString().stripTrailing());
      style = "";
    }
    table.notes().forEach(note -> wrap(DIM, "", note));
  }

  private void wrap(String style, String mark, String text) {
    StringBuilder line = new StringBuilder(mark);
    boolean first = true;
    for (String word : clean(text).split(" ", -1)) {
      if (!first && length(line) + 1 + length(word) > WIDTH) {
        line(style, line.toString());
        line = new StringBuilder(" ".repeat(mark.length()));
        first = true;
      }
      line.append(first ? "" : " ").append(word);
      first = false;
    }
    line(style, line.toString());
  }

  private void line(String style, String text) {
    boolean styled = colours && !style.isEmpty();
    out.append(styled ? style + text + PLAIN : text).append('\n');
  }

  private static int length(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }

  /** A name from a file must not move the cursor. */
  private static String clean(String text) {
    return text.replaceAll("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]", " ");
  }
}
