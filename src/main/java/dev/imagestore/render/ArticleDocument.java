package dev.imagestore.render;

import dev.imagestore.analysis.Article;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Column;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our figures beside the article's, cell by cell. */
final class ArticleDocument {
  private ArticleDocument() {}

  static Document of(List<RunSummary> runs) {
    return Document.join(runs.stream().map(ArticleDocument::of).toList());
  }

  private static Document of(RunSummary figures) {
    List<Block> blocks = new ArrayList<>(ReportDocument.head(figures));
    Map<String, List<Article.Cell>> tables = new LinkedHashMap<>();
    for (Article.Cell cell : Article.compare(figures)) {
      String title =
          cell.what().words()
              + (isDisk(cell) ? " (KB)" : "")
              + (cell.series().isEmpty() ? "" : ", " + cell.series());
      tables.computeIfAbsent(title, t -> new ArrayList<>()).add(cell);
    }
    if (tables.isEmpty()) {
      blocks.add(new Paragraph("Nothing to compare: the run has neither storeMany nor readMany."));
      return new Document(blocks);
    }
    tables.forEach((title, cells) -> blocks.add(table(title, cells)));
    blocks.add(new Bullets("What differs in the work", Article.differences(figures)));
    return new Document(blocks);
  }

  private static Table table(String title, List<Article.Cell> cells) {
    List<List<String>> rows = new ArrayList<>();
    for (Article.Cell cell : cells) {
      rows.add(
          List.of(
              Numbers.count(cell.images()),
              cell.backend(),
              published(cell),
              ours(cell),
              cell.ratio().isPresent() ? Numbers.times(cell.ratio().getAsDouble()) : Numbers.NONE));
    }
    return new Table(
        title,
        List.of(
            Column.number("images"),
            Column.text("backend"),
            Column.number("article (Python)"),
            Column.number("ours"),
            Column.number("article / ours")),
        rows,
        List.of());
  }

  private static String published(Article.Cell cell) {
    return isDisk(cell) ? Numbers.count((long) cell.article()) : Numbers.briefTime(cell.article());
  }

  private static String ours(Article.Cell cell) {
    double figure = cell.ours().value();
    if (!Double.isFinite(figure)) {
      return Numbers.NONE;
    }
    return isDisk(cell) ? Numbers.kilobytes(figure * 1000) : Numbers.time(figure);
  }

  private static boolean isDisk(Article.Cell cell) {
    return cell.what() == Article.What.DISK;
  }
}
