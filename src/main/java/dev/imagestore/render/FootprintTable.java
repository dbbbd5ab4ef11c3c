package dev.imagestore.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagestore.analysis.Footprint;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Column;
import dev.imagestore.render.Document.Table;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What stores take on disk: one row a dataset, backend and number of images.
 *
 * @param rows in the order of appearance
 */
public record FootprintTable(List<Footprint> rows) {
  /** Copies the list. */
  public FootprintTable {
    rows = List.copyOf(rows);
  }

  /** The footprints that a result file holds. */
  public static FootprintTable fromResult(ResultFile file) {
    return of(RunSummary.of(file));
  }

  /**
   * The footprints that a run measured. Several benchmarks may have made the same store, in several
   * modes or durabilities: the largest counts, as it is what a user must have room for.
   */
  public static FootprintTable of(RunSummary figures) {
    record Store(String dataset, String backend, long images) {}
    Map<Store, Footprint> stores = new LinkedHashMap<>();
    for (Row row : figures.rows()) {
      row.footprint()
          .ifPresent(
              f ->
                  stores.merge(
                      new Store(f.dataset(), f.backend(), f.images()),
                      f,
                      (a, b) -> b.allocatedBytes() > a.allocatedBytes() ? b : a));
    }
    return new FootprintTable(List.copyOf(stores.values()));
  }

  /**
   * For a terminal.
   *
   * @param colours true only for a terminal that wants them
   */
  public String text(boolean colours) {
    return TextRenderer.render(new Document(List.of(table())), colours);
  }

  /** For an issue or a README. */
  public String markdown() {
    return MarkdownRenderer.render(new Document(List.of(table())));
  }

  /** For a spreadsheet; sizes in bytes. */
  public String csv() {
    Csv csv =
        new Csv(
            "dataset",
            "backend",
            "images",
            "apparent_bytes",
            "allocated_bytes",
            "files",
            "apparent_bytes_per_image",
            "allocated_bytes_per_image",
            "times_pixels");
    for (Footprint f : rows) {
      csv.row(
          f.dataset(),
          f.backend(),
          f.images(),
          f.apparentBytes(),
          f.allocatedBytes(),
          f.files(),
          f.apparentPerImage(),
          f.allocatedPerImage(),
          f.timesPixels());
    }
    return csv.toString();
  }

  /** For a script; sizes in bytes. */
  public String json() {
    return Json.text(jsonArray());
  }

  /** Writes {@link #csv}, whole or not at all. */
  public void writeCsv(Path file) throws IOException {
    WholeFile.write(file, csv());
  }

  /** Writes {@link #json}, whole or not at all. */
  public void writeJson(Path file) throws IOException {
    WholeFile.write(file, json());
  }

  ArrayNode jsonArray() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    rows.forEach(f -> array.add(json(f)));
    return array;
  }

  private static ObjectNode json(Footprint f) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("dataset", f.dataset());
    node.put("backend", f.backend());
    node.put("images", f.images());
    node.put("apparentBytes", f.apparentBytes());
    node.put("allocatedBytes", f.allocatedBytes());
    node.put("files", f.files());
    node.set("apparentBytesPerImage", Json.number(f.apparentPerImage()));
    node.set("allocatedBytesPerImage", Json.number(f.allocatedPerImage()));
    node.set("timesPixels", Json.number(f.timesPixels()));
    return node;
  }

  /** The table before it has a form; the dataset has a column only where there are several. */
  Table table() {
    List<String> datasets = rows.stream().map(Footprint::dataset).distinct().toList();
    boolean several = datasets.size() > 1;
    List<Column> columns = new ArrayList<>();
    if (several) {
      columns.add(Column.text("dataset"));
    }
    columns.add(Column.number("images"));
    columns.add(Column.text("backend"));
    columns.add(Column.number("apparent KB"));
    columns.add(Column.number("allocated KB"));
    columns.add(Column.number("files"));
    columns.add(Column.number("apparent B/image"));
    columns.add(Column.number("allocated B/image"));
    columns.add(Column.number("× pixels"));
    List<List<String>> lines = new ArrayList<>();
    for (Footprint f : byImages()) {
      List<String> cells = new ArrayList<>();
      if (several) {
        cells.add(f.dataset());
      }
      cells.add(Numbers.count(f.images()));
      cells.add(f.backend());
      cells.add(Numbers.kilobytes((double) f.apparentBytes()));
      cells.add(Numbers.kilobytes((double) f.allocatedBytes()));
      cells.add(Numbers.count(f.files()));
      cells.add(Numbers.rate(f.apparentPerImage()));
      cells.add(Numbers.rate(f.allocatedPerImage()));
      OptionalDouble times = f.timesPixels();
      cells.add(times.isPresent() ? Numbers.times(times.getAsDouble()) : Numbers.NONE);
      lines.add(cells);
    }
    String title =
        several || datasets.isEmpty() || datasets.get(0).isEmpty()
            ? "Footprint"
            : "Footprint, " + datasets.get(0);
    return new Table(
        title,
        columns,
        lines,
        List.of(
            "KB = 1,000 bytes. Allocated: whole blocks of the disk; × pixels: allocated, as a"
                + " multiple of the images' pixel bytes."));
  }

  private List<Footprint> byImages() {
    List<String> datasets = rows.stream().map(Footprint::dataset).distinct().toList();
    return rows.stream()
        .sorted(
            java.util.Comparator.comparingInt((Footprint f) -> datasets.indexOf(f.dataset()))
                .thenComparingLong(Footprint::images))
        .toList();
  }
}
