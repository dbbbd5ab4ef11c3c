package dev.imagestore.render;

import static dev.imagestore.render.Column.data;
import static dev.imagestore.render.Column.number;
import static dev.imagestore.render.Column.text;

import dev.imagestore.analysis.ArticleComparison;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Figures of runs beside the article's, cell by cell.
 *
 * @param runs at least one; each is compared by itself, in this order
 */
public record ArticleReport(List<RunSummary> runs) implements Report {
  /** Copies the list. */
  public ArticleReport {
    runs = List.copyOf(runs);
  }

  @Override
  public Document document() {
    return Document.join(runs.stream().map(ArticleReport::document).toList());
  }

  private static Document document(RunSummary run) {
    List<Block> blocks = new ArrayList<>(RunReport.head(run));
    Map<String, List<ArticleComparison.Cell>> tables = new LinkedHashMap<>();
    for (ArticleComparison.Cell cell : ArticleComparison.of(run)) {
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
    tables.forEach((title, cells) -> blocks.add(Table.of(title, columns(run), cells)));
    blocks.add(new Bullets("What differs in the work", differences(run)));
    return new Document(blocks);
  }

  private static List<Column<ArticleComparison.Cell>> columns(RunSummary run) {
    return List.of(
        data("run", c -> run.name()),
        data("what", c -> c.what().words()),
        data("series", ArticleComparison.Cell::series),
        number("images", c -> Numbers.count(c.images())),
        text("backend", ArticleComparison.Cell::backend)
            .as("backend", ArticleComparison.Cell::backend),
        data("images", ArticleComparison.Cell::images),
        data("unit", c -> c.what().unit()),
        number("article (Python)", ArticleReport::published)
            .as("article", ArticleComparison.Cell::article),
        number("ours", ArticleReport::ours).as("ours", c -> c.ours().value()),
        data("ours_low", c -> c.ours().low()),
        data("ours_high", c -> c.ours().high()),
        number(
                "article / ours",
                (ArticleComparison.Cell c) -> Numbers.times(c.ratio().orElse(Double.NaN)))
            .as("article_over_ours", ArticleComparison.Cell::ratio));
  }

  /** What differs between the article's work and the run's, a sentence or two each. */
  static List<String> differences(RunSummary run) {
    List<String> notes = new ArrayList<>();
    Set<String> durabilities = new TreeSet<>();
    Set<String> datasets = new TreeSet<>();
    for (Key table : run.tables().keySet()) {
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
            + run.environment()
                .map(e -> "Ours: " + RunReport.where(e) + ".")
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

  @Override
  public Csv csv() {
    Csv csv = new Csv();
    runs.forEach(run -> csv.add(columns(run), ArticleComparison.of(run)));
    return csv;
  }

  private record Run(String run, List<Cell> cells, List<String> differences) {}

  private record Cell(
      String what,
      String series,
      String backend,
      long images,
      String unit,
      double article,
      Estimate ours,
      OptionalDouble articleOverOurs) {
    static Cell of(ArticleComparison.Cell cell) {
      return new Cell(
          cell.what().words(),
          cell.series(),
          cell.backend(),
          cell.images(),
          cell.what().unit(),
          cell.article(),
          cell.ours(),
          cell.ratio());
    }
  }

  @Override
  public Object json() {
    return runs.stream()
        .map(
            run ->
                new Run(
                    run.name(),
                    ArticleComparison.of(run).stream().map(Cell::of).toList(),
                    differences(run)))
        .toList();
  }
}
