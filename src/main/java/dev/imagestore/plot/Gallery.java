package dev.imagestore.plot;

import dev.imagestore.analysis.Footprint;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.plot.Curve.Point;
import dev.imagestore.plot.Curve.Tone;
import dev.imagestore.plot.Picture.Kind;
import dev.imagestore.plot.Picture.Reference;
import dev.imagestore.result.Key;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which pictures a run gives, and what is on each: data only, nothing is drawn here.
 *
 * <p>A run may hold several datasets, durabilities or numbers of threads. They never share a
 * picture; the first to appear has the plain file names, the names of the others say how they
 * differ.
 *
 * @param pictures to draw
 * @param missing pictures that the run has no figures for, one line for each thing that it lacks
 * @param palette for all pictures
 */
public record Gallery(List<Picture> pictures, List<String> missing, Palette palette) {
  /** More would not be looked at; a file from elsewhere could ask for thousands. */
  private static final int MAX_SETTINGS = 6;

  /** More curves than this can't be told apart. */
  private static final int MAX_BACKENDS = 12;

  /** Codecs of a run that are worth a picture of their own. */
  private static final int FEWEST_CODECS = 3;

  /** Letters of a backend with its options in the legend. */
  private static final int LONGEST_BACKEND = 44;

  /** Modes by how well they tell how long an operation takes; the first that a run has is shown. */
  private static final List<String> MODES = List.of("thrpt", "avgt", "ss", "sample");

  /** Greatest to smallest figure for which a linear axis still shows both. */
  private static final double MAX_LINEAR_RATIO = 10;

  /**
   * Figures beyond these are not measurements, and near the ends of double's range an axis has no
   * decades left.
   */
  private static final double SMALLEST = 1e-30;

  private static final double LARGEST = 1e30;

  private static final Axis IMAGES = Axis.log("images", AxisUnit.COUNT);

  /** Copies the lists. */
  public Gallery {
    pictures = List.copyOf(pictures);
    missing = List.copyOf(missing);
  }

  /** The pictures of a run. */
  public static Gallery of(ResultFile run) {
    return new Builder(RunSummary.of(run)).build();
  }

  private static final class Builder {
    private final RunSummary run;
    private final List<String> backends;
    private final Captions captions;
    private final List<Picture> pictures = new ArrayList<>();
    private final Map<String, List<String>> missing = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();

    Builder(RunSummary run) {
      this.run = run;
      this.backends = run.backends().stream().limit(MAX_BACKENDS).toList();
      this.captions = new Captions(run);
    }

    Gallery build() {
      if (run.rows().isEmpty()) {
        lacks("any picture", "no result of this suite's benchmarks");
        return gallery();
      }
      if (backends.size() < run.backends().size()) {
        lacks("all but the first " + MAX_BACKENDS + " backends", "too many to tell apart");
      }
      Map<Key, List<Row>> store = rows(Workload.STORE_MANY);
      Map<Key, List<Row>> read = rows(Workload.READ_MANY);
      times("store", store);
      times("read", read);
      both(store, read);
      disk();
      codecs();
      costs("store", "stored", store);
      costs("read", "read", read);
      lackIfEmpty(store, Workload.STORE_MANY, "store");
      lackIfEmpty(read, Workload.READ_MANY, "read");
      return gallery();
    }

    private Gallery gallery() {
      List<String> lines = new ArrayList<>();
      missing.forEach(
          (why, names) ->
              lines.add(
                  "not drawn for "
                      + run.name()
                      + ": "
                      + String.join(", ", names)
                      + " ("
                      + why
                      + ")"));
      return new Gallery(pictures, lines, new Palette(backends));
    }

    /** How long a user waits for all images. */
    private void times(String verb, Map<Key, List<Row>> settings) {
      settings.forEach(
          (setting, rows) -> {
            List<Curve> curves = curves(rows, Tone.FULL, "", Row::secondsPerOperation);
            String suffix = suffix(setting, settings);
            String title = "Time to " + verb + " N images";
            lines(
                verb + "-time-linear" + suffix,
                title,
                rows,
                Axis.linear("images", AxisUnit.COUNT),
                Axis.linear("time to " + verb + " all", AxisUnit.TIME),
                curves);
            lines(
                verb + "-time-log" + suffix,
                title + ", logarithmic",
                rows,
                IMAGES,
                Axis.log("time to " + verb + " all", AxisUnit.TIME),
                curves);
          });
    }

    /** What one image costs, and whether that depends on how many there are. */
    private void costs(String verb, String done, Map<Key, List<Row>> settings) {
      settings.forEach(
          (setting, rows) -> {
            String suffix = suffix(setting, settings);
            lines(
                verb + "-images-per-second" + suffix,
                "Images " + done + " per second",
                rows,
                IMAGES,
                Axis.log("images per second", AxisUnit.RATE),
                curves(rows, Tone.FULL, "", Row::imagesPerSecond));
            lines(
                verb + "-time-per-image" + suffix,
                "Time to " + verb + ", per image",
                rows,
                IMAGES,
                Axis.log("time per image", AxisUnit.TIME),
                curves(rows, Tone.FULL, "", Row::secondsPerImage));
          });
    }

    private void both(Map<Key, List<Row>> store, Map<Key, List<Row>> read) {
      int before = pictures.size();
      store.forEach(
          (setting, storing) ->
              read.forEach(
                  (readSetting, reading) -> {
                    if (setting.agreesWith(readSetting)) {
                      List<Curve> curves = new ArrayList<>();
                      curves.addAll(
                          curves(storing, Tone.FULL, ", store", Row::secondsPerOperation));
                      curves.addAll(
                          curves(reading, Tone.LIGHT, ", read", Row::secondsPerOperation));
                      lines(
                          "store-read-log" + suffix(setting, store),
                          "Time to store and to read N images, logarithmic",
                          storing,
                          IMAGES,
                          Axis.log("time for all", AxisUnit.TIME),
                          curves);
                    }
                  }));
      if (pictures.size() == before) {
        lacks("store-read-log", "no storeMany and readMany of one dataset and number of threads");
      }
    }

    private void disk() {
      // Stores that were made for reading are the same: they count only where none was timed.
      Map<Key, List<Row>> settings = settings(row -> isWholeStore(row) && isStore(row));
      if (settings.isEmpty()) {
        settings = settings(Builder::isWholeStore);
      }
      if (settings.isEmpty()) {
        lacks("disk-usage", "no disk metrics");
        lacks("bytes-per-image", "no disk metrics");
      }
      for (Key setting : settings.keySet()) {
        List<Row> rows = settings.get(setting);
        String suffix = suffix(setting, settings);
        List<Curve> perImage =
            footprints(rows, Footprint::apparentPerImage, Footprint::allocatedPerImage);
        add(
            new Picture(
                unique("disk-usage" + suffix),
                "Disk usage of N images",
                captions.subtitle(rows.get(0).table()),
                captions.warning(),
                Kind.BARS,
                List.of(),
                IMAGES,
                Axis.log("bytes on disk", AxisUnit.BYTES),
                footprints(rows, Footprint::apparentBytes, Footprint::allocatedBytes),
                Optional.empty(),
                captions.exact(true)));
        add(
            new Picture(
                unique("bytes-per-image" + suffix),
                "Bytes on disk per image, against its pixels",
                captions.subtitle(rows.get(0).table()),
                captions.warning(),
                Kind.LINES,
                List.of(),
                IMAGES,
                new Axis("bytes per image", AxisUnit.BYTES, scale(perImage)),
                perImage,
                pixels(rows),
                captions.exact(false)));
      }
    }

    /** Bytes per image by container and codec, of the number of images that most stores have. */
    private void codecs() {
      Map<Key, List<Row>> settings = settings(row -> isWholeStore(row) && isPlain(row));
      settings.forEach(
          (setting, all) -> {
            long cutoff = mostCommonCutoff(all);
            List<Row> rows = all.stream().filter(row -> row.cutoff() == cutoff).toList();
            List<String> containers = distinct(rows, row -> row.result().key().backend());
            List<Curve> curves = new ArrayList<>();
            for (String codec : distinct(rows, row -> row.result().key().codec())) {
              List<Point> points =
                  rows.stream()
                      .filter(row -> row.result().key().codec().equals(codec))
                      .map(row -> point(containers.indexOf(row.result().key().backend()), row))
                      .collect(
                          Collectors.toMap(
                              Point::x, point -> point, (first, again) -> first, TreeMap::new))
                      .values()
                      .stream()
                      .toList();
              curves.add(new Curve(codec, codec, Tone.FULL, points));
            }
            if (curves.size() >= FEWEST_CODECS) {
              add(
                  new Picture(
                      unique("bytes-by-codec" + suffix(setting, settings)),
                      "Bytes on disk per image, by container and codec",
                      captions.subtitle(rows.get(0).table())
                          + " · "
                          + AxisUnit.COUNT.format((double) cutoff)
                          + " images",
                      captions.warning(),
                      Kind.BARS,
                      containers,
                      Axis.linear("", AxisUnit.COUNT),
                      Axis.linear("bytes per image, whole blocks", AxisUnit.BYTES),
                      curves,
                      Optional.empty(),
                      captions.exact(false)));
            }
          });
    }

    /** True if nothing but its codec is chosen for the backend. */
    private static boolean isPlain(Row row) {
      Key key = row.result().key();
      return Set.of(key.backend(), key.backend() + " codec=" + key.codec()).contains(row.backend());
    }

    private static long mostCommonCutoff(List<Row> rows) {
      Map<Long, Long> counts =
          rows.stream().collect(Collectors.groupingBy(Row::cutoff, Collectors.counting()));
      return counts.entrySet().stream()
          .max(Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
          .orElseThrow()
          .getKey();
    }

    private static List<String> distinct(List<Row> rows, Function<Row, String> what) {
      return rows.stream().map(what).distinct().toList();
    }

    private static Point point(int group, Row row) {
      double bytes = row.footprint().orElseThrow().allocatedPerImage();
      return new Point(group, new Estimate(bytes, Double.NaN, Double.NaN, 0));
    }

    /**
     * Linear, from 0, while that shows the differences: a directory of one image would hide them.
     */
    private static Axis.Scale scale(List<Curve> curves) {
      DoubleSummaryStatistics bytes =
          curves.stream()
              .flatMap(c -> c.points().stream())
              .mapToDouble(p -> p.y().value())
              .summaryStatistics();
      return bytes.getMax() <= MAX_LINEAR_RATIO * bytes.getMin()
          ? Axis.Scale.LINEAR
          : Axis.Scale.LOG;
    }

    private static boolean isWholeStore(Row row) {
      return row.footprint().isPresent()
          && !row.operation().equals(Optional.of(Workload.STORE_SINGLE));
    }

    private static boolean isStore(Row row) {
      return row.operation().map(Workload::isStore).orElse(false);
    }

    private List<Curve> footprints(
        List<Row> rows,
        ToDoubleFunction<Footprint> apparent,
        ToDoubleFunction<Footprint> allocated) {
      List<Curve> curves = new ArrayList<>();
      for (String backend : backends) {
        curve(backend, ", apparent", Tone.LIGHT, exactly(rows, backend, apparent))
            .ifPresent(curves::add);
        curve(backend, ", allocated", Tone.FULL, exactly(rows, backend, allocated))
            .ifPresent(curves::add);
      }
      return curves;
    }

    private static List<Point> exactly(
        List<Row> rows, String backend, ToDoubleFunction<Footprint> bytes) {
      return of(backend, rows)
          .flatMap(row -> row.footprint().stream())
          .map(
              f ->
                  new Point(
                      f.images(), new Estimate(bytes.applyAsDouble(f), Double.NaN, Double.NaN, 0)))
          .toList();
    }

    /** Pixels of an image, where it is known and the same for all. */
    private static Optional<Reference> pixels(List<Row> rows) {
      List<Double> each =
          rows.stream()
              .flatMap(row -> row.footprint().stream())
              .map(f -> f.pixelBytes() / f.images())
              .distinct()
              .toList();
      return each.size() == 1 && each.get(0) > 0
          ? Optional.of(
              new Reference("pixels, " + AxisUnit.COUNT.format(each.get(0)) + " B", each.get(0)))
          : Optional.empty();
    }

    /** Rows of one operation by setting, of the mode that suits best. */
    private Map<Key, List<Row>> rows(Workload operation) {
      Map<Key, List<Row>> all = settings(row -> row.operation().equals(Optional.of(operation)));
      all.replaceAll(
          (setting, rows) -> {
            String mode =
                rows.stream()
                    .map(row -> row.table().mode())
                    .min(Comparator.comparingInt(Builder::rank))
                    .orElseThrow();
            return rows.stream().filter(row -> row.table().mode().equals(mode)).toList();
          });
      return all;
    }

    private static int rank(String mode) {
      int rank = MODES.indexOf(mode);
      return rank < 0 ? MODES.size() : rank;
    }

    private Map<Key, List<Row>> settings(Predicate<Row> wanted) {
      Map<Key, List<Row>> settings =
          run.rows().stream()
              .filter(wanted)
              .collect(
                  Collectors.groupingBy(
                      row -> row.table().picture(), LinkedHashMap::new, Collectors.toList()));
      settings.keySet().removeAll(settings.keySet().stream().skip(MAX_SETTINGS).toList());
      return settings;
    }

    private static Stream<Row> of(String backend, List<Row> rows) {
      return rows.stream().filter(row -> row.backend().equals(backend));
    }

    private List<Curve> curves(
        List<Row> rows, Tone tone, String what, Function<Row, Estimate> figure) {
      List<Curve> curves = new ArrayList<>();
      for (String backend : backends) {
        List<Point> points =
            of(backend, rows)
                .map(row -> new Point((double) row.cutoff(), figure.apply(row)))
                .toList();
        curve(backend, what, tone, points).ifPresent(curves::add);
      }
      return curves;
    }

    /** A curve of the points that can be drawn: a benchmark that failed has none. */
    private static Optional<Curve> curve(
        String backend, String what, Tone tone, List<Point> points) {
      List<Point> drawable =
          points.stream()
              .filter(p -> p.y().value() > SMALLEST && p.y().value() < LARGEST)
              .sorted(Comparator.comparingDouble(Point::x))
              .toList();
      return drawable.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Curve(
                  Captions.shorten(backend, LONGEST_BACKEND) + what, backend, tone, drawable));
    }

    private void lines(
        String name, String title, List<Row> rows, Axis x, Axis y, List<Curve> curves) {
      add(
          new Picture(
              unique(name),
              title,
              captions.subtitle(rows.get(0).table()),
              captions.warning(),
              Kind.LINES,
              List.of(),
              x,
              y,
              curves,
              Optional.empty(),
              captions.sampled(curves, y.scale())));
    }

    private void add(Picture picture) {
      if (picture.curves().isEmpty()) {
        lacks(picture.name(), "no figure that could be a measurement");
      } else {
        pictures.add(picture);
      }
    }

    private void lackIfEmpty(Map<Key, List<Row>> rows, Workload operation, String verb) {
      if (rows.isEmpty()) {
        for (String what :
            List.of("time-linear", "time-log", "images-per-second", "time-per-image")) {
          lacks(verb + "-" + what, "no " + operation.benchmark());
        }
      }
    }

    private void lacks(String picture, String why) {
      missing.computeIfAbsent(why, w -> new ArrayList<>()).add(picture);
    }

    private static String suffix(Key setting, Map<Key, ?> all) {
      String suffix = setting.fileSuffix(all.keySet().iterator().next());
      return suffix.isEmpty() ? "" : "-" + suffix;
    }

    private String unique(String name) {
      String unique = name;
      for (int i = 2; !names.add(unique); i++) {
        unique = name + "-" + i;
      }
      return unique;
    }
  }
}
