package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What "Three Ways of Storing and Accessing Lots of Images in Python" published, beside what we
 * measured. The article stored and read CIFAR-10 (its 50,000 training images, twice for 100,000) as
 * PNG files with Pillow, in LMDB, and in HDF5 with h5py.
 */
public final class Article {
  private static final List<Long> IMAGES = List.of(10L, 100L, 1_000L, 10_000L, 100_000L);

  /** Its figures: one list a backend, one figure for each of {@link #IMAGES}. */
  private static final Map<What, Map<String, List<Double>>> PUBLISHED = new LinkedHashMap<>();

  static {
    put(What.STORE, "png", .0113, .106, .678, 8.83, 80.6);
    put(What.STORE, "lmdb", .0015, .0078, .034, .48, 4.34);
    put(What.STORE, "hdf5", .0021, .0034, .0040, .038, .285);
    put(What.READ, "png", .0078, .0746, .580, 5.83, 62.5);
    put(What.READ, "lmdb", .0014, .0096, .041, .32, 3.46);
    put(What.READ, "hdf5", .0025, .0047, .014, .096, 1.31);
    put(What.DISK, "png", 24, 204, 2_004, 20_032, 200_296);
    put(What.DISK, "lmdb", 60, 420, 4_000, 39_000, 393_000);
    put(What.DISK, "hdf5", 36, 304, 2_900, 29_000, 293_000);
  }

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
    private final Workload operation;

    What(String words, String unit, Workload operation) {
      this.words = words;
      this.unit = unit;
      this.operation = operation;
    }

    /** As a title. */
    public String words() {
      return words;
    }

    /** Of the published figures. */
    public String unit() {
      return unit;
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

  private Article() {}

  private static void put(What what, String backend, double... figures) {
    PUBLISHED
        .computeIfAbsent(what, w -> new LinkedHashMap<>())
        .put(backend, java.util.Arrays.stream(figures).boxed().toList());
  }

  /**
   * Every figure of the article's beside ours, for each of our series that measured the same.
   *
   * @return in the article's order; empty if the run has neither stored nor read many images
   */
  public static List<Cell> compare(RunSummary figures) {
    List<Cell> cells = new ArrayList<>();
    for (What what : What.values()) {
      for (Key table : tables(figures, what)) {
        PUBLISHED
            .get(what)
            .forEach(
                (backend, published) -> {
                  for (int i = 0; i < IMAGES.size(); i++) {
                    long images = IMAGES.get(i);
                    Estimate ours =
                        ours(figures, what, table, backend, images)
                            .orElse(new Estimate(Double.NaN, Double.NaN, Double.NaN, 0));
                    cells.add(
                        new Cell(what, words(table), backend, images, published.get(i), ours));
                  }
                });
      }
    }
    cells.sort(
        Comparator.comparing(Cell::what)
            .thenComparing(Cell::series)
            .thenComparingLong(Cell::images));
    return cells;
  }

  private static List<Key> tables(RunSummary figures, What what) {
    return figures.tables().entrySet().stream()
        .filter(e -> e.getKey().workload().equals(Optional.of(what.operation)))
        .filter(
            e ->
                what != What.DISK || e.getValue().stream().anyMatch(r -> r.footprint().isPresent()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Optional<Estimate> ours(
      RunSummary figures, What what, Key table, String backend, long images) {
    return figures.rows().stream()
        .filter(r -> r.table().equals(table) && r.backend().equals(backend) && r.cutoff() == images)
        .findFirst()
        .flatMap(
            r ->
                what == What.DISK
                    ? r.footprint().map(f -> exact(f.apparentBytes() / 1000.0))
                    : Optional.of(r.secondsPerOperation()));
  }

  private static Estimate exact(double figure) {
    return new Estimate(figure, figure, figure, 1);
  }

  /** What a table shares, without its benchmark, which its title says. */
  private static String words(Key table) {
    return table.settings().replaceFirst("^, ", "");
  }
}
