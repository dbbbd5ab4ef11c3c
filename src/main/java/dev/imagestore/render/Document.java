package dev.imagestore.render;

import java.util.ArrayList;
import java.util.List;

/**
 * A report before it has a form: what is said, in order. {@link TextRenderer} and {@link
 * MarkdownRenderer} give it one. All text may come from a file and is untrusted: renderers escape
 * it.
 */
record Document(List<Block> blocks) {
  Document {
    blocks = List.copyOf(blocks);
  }

  /** A piece of a report. */
  sealed interface Block permits Heading, Warning, Paragraph, Bullets, Table {}

  /** The name of a run. */
  record Heading(String text) implements Block {}

  /** What limits the use of all that follows. */
  record Warning(String text) implements Block {}

  /** Prose. */
  record Paragraph(String text) implements Block {}

  /** Sentences, one a line, under a title. */
  record Bullets(String title, List<String> lines) implements Block {
    Bullets {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A table.
   *
   * @param title in one line
   * @param columns at least one
   * @param rows as wide as the columns
   * @param notes how to read it
   */
  record Table(String title, List<Column> columns, List<List<String>> rows, List<String> notes)
      implements Block {
    Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      notes = List.copyOf(notes);
    }
  }

  /**
   * A column.
   *
   * @param header a word or two
   * @param number true if its cells are figures, which are aligned right
   */
  record Column(String header, boolean number) {
    static Column text(String header) {
      return new Column(header, false);
    }

    static Column number(String header) {
      return new Column(header, true);
    }
  }

  /** The documents one after the other. */
  static Document join(List<Document> documents) {
    List<Block> blocks = new ArrayList<>();
    documents.forEach(d -> blocks.addAll(d.blocks()));
    return new Document(blocks);
  }
}
