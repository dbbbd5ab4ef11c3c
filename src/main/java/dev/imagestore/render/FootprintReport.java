package dev.imagestore.render;

import static dev.imagestore.render.Column.number;
import static dev.imagestore.render.Column.text;

import dev.imagestore.analysis.Footprint;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Table;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What stores take on disk: one row per dataset, backend and number of images.
 *
 * @param rows in the order of appearance
 */
public record FootprintReport(List<Footprint> rows) implements Report {
  /** Copies the list. */
  public FootprintReport {
    rows = List.copyOf(rows);
  }

  /** The footprints that a run measured. */
  public static FootprintReport of(RunSummary run) {
    return new FootprintReport(run.footprints());
  }

  private static List<Column<Footprint>> columns() {
    return List.of(
        text("dataset", Footprint::dataset).as("dataset", Footprint::dataset),
        number("images", f -> Numbers.count(f.images())),
        text("backend", Footprint::backend).as("backend", Footprint::backend),
        Column.data("images", Footprint::images),
        number("apparent KB", (Footprint f) -> Numbers.kilobytes((double) f.apparentBytes()))
            .as("apparent_bytes", Footprint::apparentBytes),
        number("allocated KB", (Footprint f) -> Numbers.kilobytes((double) f.allocatedBytes()))
            .as("allocated_bytes", Footprint::allocatedBytes),
        number("files", (Footprint f) -> Numbers.count(f.files())).as("files", Footprint::files),
        number("apparent B/image", (Footprint f) -> Numbers.rate(f.apparentPerImage()))
            .as("apparent_bytes_per_image", Footprint::apparentPerImage),
        number("allocated B/image", (Footprint f) -> Numbers.rate(f.allocatedPerImage()))
            .as("allocated_bytes_per_image", Footprint::allocatedPerImage),
        number("× pixels", (Footprint f) -> Numbers.times(f.timesPixels().orElse(Double.NaN)))
            .as("times_pixels", Footprint::timesPixels));
  }

  @Override
  public Document document() {
    return new Document(List.of(table()));
  }

  @Override
  public Csv csv() {
    return new Csv().add(columns(), rows);
  }

  /** A footprint in JSON, sizes in bytes. */
  record View(
      String dataset,
      String backend,
      long images,
      long apparentBytes,
      long allocatedBytes,
      long files,
      double apparentBytesPerImage,
      double allocatedBytesPerImage,
      OptionalDouble timesPixels) {
    static View of(Footprint f) {
      return new View(
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
  }

  @Override
  public List<View> json() {
    return rows.stream().map(View::of).toList();
  }

  /** The table; the dataset has a column only where there are several. */
  Table table() {
    List<String> datasets = rows.stream().map(Footprint::dataset).distinct().toList();
    boolean several = datasets.size() > 1;
    return Table.of(
        several || datasets.isEmpty() || datasets.get(0).isEmpty()
            ? "Footprint"
            : "Footprint, " + datasets.get(0),
        several ? columns() : columns().subList(1, columns().size()),
        rows.stream()
            .sorted(
                Comparator.comparingInt((Footprint f) -> datasets.indexOf(f.dataset()))
                    .thenComparingLong(Footprint::images))
            .toList(),
        "KB = 1,000 bytes. Allocated: whole blocks of the disk; × pixels: allocated, as a multiple"
            + " of the images' pixel bytes.");
  }
}
