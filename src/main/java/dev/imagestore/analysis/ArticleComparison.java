package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Names;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run beside what "Three Ways of Storing and Accessing Lots of Images in Python" published: a
 * result file like any other, {@code article.json} beside this class. The article stored and read
 * CIFAR-10 (its 50,000 training images, twice for 100,000) as PNG files with Pillow, in LMDB, and
 * in HDF5 with h5py.
 */
public final class ArticleComparison {
  /** What the article published. */
  public enum What {
    /** Time to store all images. */
    STORE("Storing", "s", Workload.STORE_MANY),
    /** Time to read all images. */
    READ("Reading", "s", Workload.READ_MANY),
    /** What the images take on disk. */
    DISK("Disk", "KB", Workload.STORE_MANY);

    private final String words;
    private final String unit;
    private final Workload workload;

    What(String words, String unit, Workload workload) {
      this.words = words;
      this.unit = unit;
      this.workload = workload;
    }

    /** As a title begins. */
    public String words() {
      return words;
    }

    /** Of its figures. */
    public String unit() {
      return unit;
    }

    /** The figure of a row; of ours and the article's alike. */
    private Optional<Estimate> figure(Row row) {
      return this == DISK
          ? Measurement.of(row.result(), Names.DISK_APPARENT)
              .map(Measurement::largest)
              .filter(OptionalDouble::isPresent)
              .map(bytes -> exact(bytes.getAsDouble() / 1000))
          : Optional.of(row.secondsPerOperation());
    }

    private static Estimate exact(double figure) {
      return new Estimate(figure, figure, figure, 1);
    }

    /** True if the article's program did this. */
    private boolean isOf(Row published) {
      String method = workload.benchmark().replaceFirst(".*\\.", "");
      return published.table().shortName().endsWith("." + method);
    }
  }

  /**
   * One figure of the article's and ours.
   *
   * @param what is compared
   * @param series of our run, in words
   * @param backend the article's method
   * @param images how many
   * @param article in the unit of {@code what}
   * @param ours in the same; NaN where the run has none
   */
  public record Cell(
      What what, String series, String backend, long images, double article, Estimate ours) {
    /** How many times ours the article's is; empty where the run has none. */
    public OptionalDouble ratio() {
      return Double.isFinite(ours.value()) && ours.value() > 0
          ? OptionalDouble.of(article / ours.value())
          : OptionalDouble.empty();
    }
  }

  private ArticleComparison() {}

  /** What the article published. */
  private static RunSummary published() {
    try (InputStream in = ArticleComparison.class.getResourceAsStream("article.json")) {
      return RunSummary.of(ResultFiles.read("article", in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Every figure of the article's beside ours, for each of our series that measured the same.
   *
   * @return in the article's order; empty if the run has neither stored nor read many images
   */
  public static List<Cell> of(RunSummary run) {
    List<Row> published = published().rows();
    List<Cell> cells = new ArrayList<>();
    for (What what : What.values()) {
      for (Key table : run.tables().keySet()) {
        List<Row> ours = run.tables().get(table);
        if (table.workload().equals(Optional.of(what.workload))
            && ours.stream().anyMatch(row -> what.figure(row).isPresent())) {
          for (Row row : published) {
            if (what.isOf(row)) {
              what.figure(row).ifPresent(figure -> cells.add(cell(what, row, figure, ours)));
            }
          }
        }
      }
    }
    cells.sort(
        Comparator.comparing(Cell::what)
            .thenComparing(Cell::series)
            .thenComparingLong(Cell::images));
    return cells;
  }

  private static Cell cell(What what, Row published, Estimate figure, List<Row> ours) {
    return new Cell(
        what,
        ours.get(0).table().settings().replaceFirst("^, ", ""),
        published.backend(),
        published.cutoff(),
        figure.value(),
        ours.stream()
            .filter(row -> row.backend().equals(published.backend()))
            .filter(row -> row.cutoff() == published.cutoff())
            .findFirst()
            .flatMap(what::figure)
            .orElse(new Estimate(Double.NaN, Double.NaN, Double.NaN, 0)));
  }
}
