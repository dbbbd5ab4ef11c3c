package dev.imagestore.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.render.Document.Header;
import dev.imagestore.render.Document.Heading;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import dev.imagestore.render.Document.Warning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names come from files: they are shown as text, whatever they hold. */
class RenderersTest {
  private static final String HOSTILE = "\u001b[31mred\u009b0m\n\r| <b>x</b> [a](b) `c` \u202etxt";

  private static final Document DOCUMENT =
      new Document(
          List.of(
              new Heading(HOSTILE),
              new Warning(HOSTILE),
              new Paragraph(HOSTILE),
              new Table(
                  HOSTILE,
                  List.of(new Header(HOSTILE, false), new Header("n", true)),
                  List.of(List.of(HOSTILE, "1")),
                  List.of(HOSTILE))));

  @Test
  void textHasNoControlCharacters() {
    assertThat(TextRenderer.render(DOCUMENT, false).replace("\n", ""))
        .doesNotContainPattern("[\\p{Cc}\\u202e]");
  }

  @Test
  void markdownHasNoMarkupOfTheirs() {
    String markdown = MarkdownRenderer.render(DOCUMENT);
    assertThat(markdown).doesNotContain("<b>", "[a](b)", " `c`", "\u001b", "\u009b");
    // A pipe in a name makes no column.
    assertThat(
            markdown
                .lines()
                .filter(l -> l.startsWith("| ") && l.endsWith("| 1 |"))
                .map(l -> l.replace("\\|", "").chars().filter(c -> c == '|').count()))
        .containsExactly(3L);
  }

  @Test
  void csvQuotesAndRunsNothing() {
    Csv csv =
        new Csv()
            .add(
                List.of(Column.data("a", r -> "x,\"y\"\nz"), Column.data("b", r -> "=cmd()")),
                List.of(1));
    assertThat(csv.toString()).isEqualTo("a,b\n\"x,\"\"y\"\"\nz\",'=cmd()\n");
  }
}
