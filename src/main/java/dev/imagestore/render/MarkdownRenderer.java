package dev.imagestore.render;

import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Heading;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import dev.imagestore.render.Document.Warning;
import java.util.List;
import java.util.stream.Collectors;

/** Reports for an issue or a README: GitHub's Markdown. Markup in names is shown as text. */
final class MarkdownRenderer {
  private final StringBuilder out = new StringBuilder();

  private MarkdownRenderer() {}

  static String render(Document document) {
    MarkdownRenderer renderer = new MarkdownRenderer();
    document.blocks().forEach(renderer::block);
    return renderer.out.toString();
  }

  private void block(Block block) {
    if (!out.isEmpty()) {
      out.append('\n');
    }
    if (block instanceof Heading heading) {
      line("## " + escape(heading.text()));
    } else if (block instanceof Warning warning) {
      line("> **" + escape(warning.text()) + "**");
    } else if (block instanceof Paragraph paragraph) {
      line(escape(paragraph.text()));
    } else if (block instanceof Bullets bullets) {
      line("### " + escape(bullets.title()));
      line("");
      bullets.lines().forEach(line -> line("- " + escape(line)));
    } else if (block instanceof Table table) {
      table(table);
    }
  }

  private void table(Table table) {
    line("### " + escape(table.title()));
    line("");
    row(table.headers().stream().map(Document.Header::text).toList());
    line(
        table.headers().stream()
            .map(c -> c.number() ? "---:" : "---")
            .collect(Collectors.joining(" | ", "| ", " |")));
    table.rows().forEach(this::row);
    for (String note : table.notes()) {
      line("");
      line("<sub>" + escape(note) + "</sub>");
    }
  }

  private void row(List<String> cells) {
    line(
        cells.stream()
            .map(MarkdownRenderer::escape)
            .collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String escape(String text) {
    return text.replaceAll("\\p{Cc}", " ")
        .replaceAll("[\\\\`*|\\[\\]#]", "\\\\$0")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
