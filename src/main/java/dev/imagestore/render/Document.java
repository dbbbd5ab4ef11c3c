package dev.imagestore.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What people read before it has a form: what is said, in order. {@link TextFormat} and {@link
 * MarkdownFormat} give it one. All text may come from a file and is untrusted: formats escape it.
 */
public record Document(List<Block> blocks) {
  /** Copies the list. */
  public Document {
    blocks = List.copyOf(blocks);
  }

  /** A piece of a document. */
  public sealed interface Block permits Heading, Warning, Paragraph, Bullets, Table {}

  /** The name of a run. */
  public record Heading(String text) implements Block {}

  /** What limits the use of all that follows. */
  public record Warning(String text) implements Block {}

  /** Prose. */
  public record Paragraph(String text) implements Block {}

  /** Sentences, one per line, under a title. */
  public record Bullets(String title, List<String> lines) implements Block {
    /** Copies the list. */
    public Bullets {
      lines = List.copyOf(lines);
    }
  }

  /** What stands above a column, and whether its cells are figures, which are aligned right. */
  public record Header(String text, boolean number) {}

  /**
   * A table.
   *
   * @param title in one line
   * @param headers at least one
   * @param rows as wide as the headers
   * @param notes how to read it
   */
  public record Table(
      String title, List<Header> headers, List<List<String>> rows, List<String> notes)
      implements Block {
    /** Copies the lists. */
    public Table {
      headers = List.copyOf(headers);
      rows = rows.stream().map(List::copyOf).toList();
      notes = List.copyOf(notes);
    }

    /** The rows by the columns that people see, as far as any row has them. */
    static <R> Table of(String title, List<Column<R>> columns, List<R> rows, String... notes) {
      List<Column<R>> seen =
          columns.stream().filter(c -> !c.header().isEmpty() && c.isIn(rows)).toList();
      return new Table(
          title,
          seen.stream().map(c -> new Header(c.header(), c.number())).toList(),
          rows.stream().map(r -> seen.stream().map(c -> c.shown().apply(r)).toList()).toList(),
          Arrays.asList(notes));
    }
  }

  /** The documents one after the other. */
  static Document join(List<Document> documents) {
    List<Block> blocks = new ArrayList<>();
    documents.forEach(d -> blocks.addAll(d.blocks()));
    return new Document(blocks);
  }
}
