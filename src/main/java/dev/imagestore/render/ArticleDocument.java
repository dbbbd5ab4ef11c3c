package dev.imagestore.render;

import dev.imagestore.analysis.ArticleComparison;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Column;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Our figures beside the article's, cell by cell. */
final class ArticleDocument {
  private ArticleDocument() {}

  static Document of(List<RunSummary> runs) {
    return Document.join(runs.stream().map(ArticleDocument::of).toList());
  }

  private static Document of(RunSummary figures) {
    List<Block> blocks = new ArrayList<>(ReportDocument.head(figures));
    Map<String, List<ArticleComparison.Cell>> tables = new LinkedHashMap<>();
    for (ArticleComparison.Cell cell : ArticleComparison.of(figures)) {
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
    blocks.add(new Bullets("What differs in the work", differences(figures)));
    return new Document(blocks);
  }

  /** What is not the same in the article's work and in ours, a sentence or two each. */
  static List<String> differences(RunSummary figures) {
    List<String> notes = new ArrayList<>();
    Set<String> durabilities = new TreeSet<>();
    Set<String> datasets = new TreeSet<>();
    for (Key table : figures.tables().keySet()) {
      if (!table.param(Names.DURABILITY).isEmpty()) {
        durabilities.add(table.param(Names.DURABILITY));
      }
      datasets.add(table.param(Names.DATASET));
    }
    notes.add(
        "Durability: the article's LMDB was flushed to the device (py-lmdb's default), its PNG and"
            + " HDF5 files were not. Here all backends do the same: durability "
            + (durabilities.isEmpty() ? "is not known" : String.join(" and ", durabilities))
            + ".");
    notes.add(
        "Codec: the article's PNG went through Pillow, its LMDB values were pickled Python objects,"
            + " its HDF5 was written by h5py. Here PNG goes through a Java encoder, whose files have"
            + " other sizes, and LMDB and HDF5 hold the bare pixels. PNG pays for encoding and"
            + " decoding, the others do not.");
    notes.add(
        "Hardware: the article's machine is not known. "
            + figures
                .environment()
                .map(e -> "Ours: " + ReportDocument.where(e) + ".")
                .orElse("Ours: the file does not say."));
    notes.add(
        "Memory: the article's readers kept every image; here a reader delivers every pixel into"
            + " one buffer, which it uses again.");
    notes.add(
        "Verification: the article measured once, without warm-up or error, and checked nothing."
            + " Here figures come from forks after warm-up, the clock runs from before the store is"
            + " opened until after it is closed, and every trial compares all pixels and labels,"
            + " outside the timed region.");
    if (!datasets.stream().allMatch(d -> d.startsWith("cifar10"))) {
      notes.add(
          "Images: the article's were CIFAR-10, 32×32×3; ours: "
              + String.join(", ", datasets)
              + ".");
    }
    notes.add(
        "Disk: the article does not say whether its KB are lengths of files or blocks of the disk;"
            + " ours are lengths of files (apparent), KB = 1,000 bytes.");
    return notes;
  }

  private static Table table(String title, List<ArticleComparison.Cell> cells) {
    List<List<String>> rows = new ArrayList<>();
    for (ArticleComparison.Cell cell : cells) {
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

  private static String published(ArticleComparison.Cell cell) {
    return isDisk(cell) ? Numbers.count((long) cell.article()) : Numbers.briefTime(cell.article());
  }

  private static String ours(ArticleComparison.Cell cell) {
    double figure = cell.ours().value();
    if (!Double.isFinite(figure)) {
      return Numbers.NONE;
    }
    return isDisk(cell) ? Numbers.kilobytes(figure * 1000) : Numbers.time(figure);
  }

  private static boolean isDisk(ArticleComparison.Cell cell) {
    return cell.what() == ArticleComparison.What.DISK;
  }
}
