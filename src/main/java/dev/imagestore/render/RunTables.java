package dev.imagestore.render;

import static dev.imagestore.render.Column.data;
import static dev.imagestore.render.Column.number;
import static dev.imagestore.render.Column.text;

import dev.imagestore.analysis.Footprint;
import dev.imagestore.analysis.PlainRow;
import dev.imagestore.analysis.Resident;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Table;
import dev.imagestore.result.Key;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Names;
import dev.imagestore.result.Resource;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of a run, column by column. */
final class RunTables {
  private static final List<Column<Row>> FURTHER =
      ServiceLoader.load(RunColumns.class, RunTables.class.getClassLoader()).stream()
          .flatMap(provider -> provider.get().columns().stream())
          .toList();

  private RunTables() {}

  /** Which configuration a row is of. */
  static List<Column<Row>> configuration(RunSummary run) {
    return List.of(
        data("run", r -> run.name()),
        data("benchmark", r -> r.table().shortName()),
        data("mode", r -> r.table().mode()),
        data("threads", r -> r.table().threads()),
        data("dataset", r -> r.table().param(Names.DATASET)),
        data("durability", r -> r.table().param(Names.DURABILITY)),
        number("images", r -> Numbers.count(r.cutoff())),
        text("backend", Row::backend).as("backend", Row::backend),
        data("cutoff", Row::cutoff),
        data("parameters", r -> params(r.table().others())),
        data("forks", r -> score(r).samples()));
  }

  /** Of the suite's benchmarks. */
  static List<Column<Row>> rows(RunSummary run, String time) {
    List<Column<Row>> columns = new ArrayList<>(configuration(run));
    columns.addAll(
        List.of(
            number(time, r -> Numbers.time(r.secondsPerOperation().value())),
            number("images/s", (Row r) -> Numbers.rate(r.imagesPerSecond().value()))
                .as("images_per_second", r -> r.imagesPerSecond().value()),
            number("95 % interval", r -> interval(r.imagesPerSecond())),
            data("images_per_second_low", r -> r.imagesPerSecond().low()),
            data("images_per_second_high", r -> r.imagesPerSecond().high()),
            data("seconds_per_image", r -> r.secondsPerImage().value()),
            data("seconds_per_operation", r -> r.secondsPerOperation().value()),
            data("seconds_per_operation_low", r -> r.secondsPerOperation().low()),
            data("seconds_per_operation_high", r -> r.secondsPerOperation().high()),
            number(
                    "× " + Names.CONTROL,
                    (Row r) -> Numbers.times(r.timesControl().orElse(Double.NaN)))
                .as("times_raw", Row::timesControl),
            data("apparent_bytes", r -> r.footprint().map(Footprint::apparentBytes)),
            data("allocated_bytes", r -> r.footprint().map(Footprint::allocatedBytes)),
            data("files", r -> r.footprint().map(Footprint::files)),
            data("times_pixels", r -> r.footprint().map(f -> f.timesPixels().orElse(Double.NaN))),
            data("score", r -> score(r).value()),
            data("score_low", r -> score(r).low()),
            data("score_high", r -> score(r).high()),
            data("unit", r -> r.result().primary().unit())));
    columns.addAll(measured());
    return columns;
  }

  /** Of metrics that only some runs have. */
  static List<Column<Row>> measured() {
    List<Column<Row>> columns = new ArrayList<>();
    columns.add(resident("resident_bytes", Resident::largestBytes));
    columns.add(resident("resident_growth_bytes", Resident::growthBytes));
    resources().forEach(c -> columns.add(Column.<Row>data(c.name(), c.value()).where(c::isIn)));
    columns.add(
        Column.number("retries", (Row r) -> retries(r).map(Numbers::count).orElse(""))
            .as("retries", RunTables::retries)
            .where(r -> retries(r).isPresent()));
    columns.addAll(FURTHER);
    return columns;
  }

  /** What each image takes beside time, as far as it was counted. */
  static List<Column<Row>> resources() {
    return Stream.of(Resource.values()).map(RunTables::resource).toList();
  }

  /** How often a server had to be asked again, in all iterations of all forks. */
  private static Optional<Long> retries(Row row) {
    return Optional.ofNullable(row.result().secondary().get(Names.RETRIES))
        .map(
            metric ->
                (long)
                    metric.raw().stream()
                        .flatMap(List::stream)
                        .mapToDouble(iteration -> iteration)
                        .sum());
  }

  private static Column<Row> resource(Resource resource) {
    String unit = resource.unit().equals("B") ? " B" : "";
    return Column.<Row>number(
            resource.metric() + unit,
            r -> resource(r, resource).map(f -> cell(f, resource)).orElse(Numbers.NONE))
        .as(
            resource.metric().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT),
            r -> resource(r, resource))
        .where(r -> resource(r, resource).isPresent());
  }

  /** Per image, in the resource's unit. */
  private static Optional<Double> resource(Row row, Resource resource) {
    return Measurement.of(row.result(), resource.metric())
        .map(m -> RunSummary.inUnit(m).value())
        .filter(Double::isFinite);
  }

  private static String cell(double figure, Resource resource) {
    return resource.unit().equals("ns")
        ? Numbers.time(figure / 1e9)
        : Numbers.digits(figure, 4, false);
  }

  private static Column<Row> resident(String name, Function<Resident, Double> figure) {
    return Column.<Row>data(name, r -> Resident.of(r.result()).map(figure))
        .where(r -> Resident.of(r.result()).isPresent());
  }

  /** Of all other benchmarks; what says nothing has no column. */
  static List<Column<PlainRow>> others(RunSummary run) {
    return List.of(
        data("run", r -> run.name()),
        text("benchmark", (PlainRow r) -> r.result().key().shortName())
            .as("benchmark", r -> r.result().key().shortName()),
        text("parameters", PlainRow::params).where(r -> !r.params().isEmpty()),
        text("mode", (PlainRow r) -> r.result().key().mode())
            .as("mode", r -> r.result().key().mode()),
        number("threads", (PlainRow r) -> Numbers.count(r.result().key().threads()))
            .where(r -> r.result().key().threads() != 1),
        data("threads", r -> r.result().key().threads()),
        data("parameters", PlainRow::params),
        data("forks", r -> r.estimate().samples()),
        number("estimate", (PlainRow r) -> Numbers.rate(r.estimate().value()))
            .as("score", r -> r.estimate().value()),
        number("95 % interval", r -> interval(r.estimate())),
        data("score_low", r -> r.estimate().low()),
        data("score_high", r -> r.estimate().high()),
        text("unit", (PlainRow r) -> r.unit().text()).as("unit", r -> r.unit().text()));
  }

  /** What each image takes beside time, of one table of the suite's benchmarks. */
  static Table resources(RunSummary run, Key key, List<Row> rows) {
    List<Column<Row>> columns = new ArrayList<>(configuration(run));
    columns.addAll(resources());
    return Table.of(key.title() + ", per image", columns, byCutoff(rows));
  }

  private static List<Row> byCutoff(List<Row> rows) {
    return rows.stream().sorted(Comparator.comparingLong(Row::cutoff)).toList();
  }

  /** One table of the suite's benchmarks. */
  static Table table(RunSummary run, Key key, List<Row> rows) {
    boolean wholeSet =
        rows.stream()
            .allMatch(
                r ->
                    r.operation()
                        .map(Workload::isWholeSet)
                        .orElse(r.imagesPerOperation() == r.cutoff()));
    return Table.of(
        key.title(),
        rows(run, wholeSet ? "time for all" : "time each"),
        byCutoff(rows),
        forks(rows.stream().map(Row::imagesPerSecond).toList())
            + TableNotes.of(run, key, rows).stream()
                .map(note -> " " + note)
                .collect(Collectors.joining()));
  }

  /** The table of all other benchmarks. */
  static Table others(RunSummary run, List<PlainRow> rows) {
    return Table.of(
        "Other benchmarks",
        others(run),
        rows,
        forks(rows.stream().map(PlainRow::estimate).toList()));
  }

  /** The times of single reads: percentiles of every one of them; empty where none were taken. */
  static Optional<Table> readTimes(RunSummary run) {
    List<Row> rows = run.rows().stream().filter(RunTables::hasReadTimes).toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Table.of(
                "Single reads: the time that so many of them don't exceed",
                List.of(
                    text("benchmark", (Row r) -> r.table().shortName()),
                    number("images", r -> Numbers.count(r.cutoff())),
                    text("backend", Row::backend),
                    number("50 %", r -> readTime(r, Names.READ_P50)),
                    number("99 %", r -> readTime(r, Names.READ_P99)),
                    number("99.9 %", r -> readTime(r, Names.READ_P999))),
                rows,
                "Every read is timed, and none left out; each includes two readings of the clock."
                    + " In brackets the 95 % interval, from the forks."));
  }

  private static boolean hasReadTimes(Row row) {
    return row.result()
        .secondary()
        .keySet()
        .containsAll(List.of(Names.READ_P50, Names.READ_P99, Names.READ_P999));
  }

  private static String readTime(Row row, String metric) {
    Estimate seconds = RunSummary.estimate(Measurement.of(row.result(), metric).orElseThrow());
    return Numbers.time(seconds.value())
        + (seconds.hasInterval()
            ? " (" + Numbers.time(seconds.low()) + " … " + Numbers.time(seconds.high()) + ")"
            : "");
  }

  /** Resident memory beyond the heap: a line per benchmark, a column per backend. */
  static Optional<Table> resident(RunSummary run) {
    Map<String, Map<String, Resident>> lines = run.residents();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    List<Column<Map.Entry<String, Map<String, Resident>>>> columns = new ArrayList<>();
    columns.add(text("benchmark", Map.Entry::getKey));
    for (String backend : run.backends()) {
      columns.add(
          Column.<Map.Entry<String, Map<String, Resident>>>number(
                  backend,
                  line ->
                      Optional.ofNullable(line.getValue().get(backend))
                          .map(RunTables::cell)
                          .orElse(Numbers.NONE))
              .where(line -> line.getValue().containsKey(backend)));
    }
    return Optional.of(
        Table.of(
            "Resident memory beyond the heap, MB",
            columns,
            List.copyOf(lines.entrySet()),
            "The most of any fork and number of images; in brackets the largest growth from the"
                + " first measured iteration to the last, the median of a configuration's forks."
                + " MB = 1,000,000 bytes."));
  }

  private static String cell(Resident resident) {
    double growth = Math.rint(resident.growthBytes() / 1e5) / 10;
    String sign = growth > 0 ? "+" : growth < 0 ? "-" : "";
    return "%s (%s%s)"
        .formatted(
            Numbers.digits(resident.largestBytes() / 1e6, 3),
            sign,
            growth == 0 ? "0" : Numbers.kilobytes(Math.abs(growth) * 1e3));
  }

  /** JMH's score, but of single operations where it ran batches of them. */
  private static Estimate score(Row row) {
    return RunSummary.plain(row.result()).estimate();
  }

  private static String params(Map<String, String> params) {
    return params.entrySet().stream()
        .map((Map.Entry<String, String> p) -> p.getKey() + "=" + p.getValue())
        .collect(Collectors.joining(" "));
  }

  /** An interval, or why there is none. */
  static String interval(Estimate estimate) {
    if (estimate.hasInterval()) {
      return Numbers.rate(estimate.low()) + " … " + Numbers.rate(estimate.high());
    }
    return switch (estimate.samples()) {
      case 0 -> "no samples";
      case 1 -> "one fork: none";
      default -> "none";
    };
  }

  private static String forks(List<Estimate> estimates) {
    Set<Integer> forks = new TreeSet<>();
    estimates.forEach(e -> forks.add(e.samples()));
    if (forks.equals(Set.of(0))) {
      return "The file holds JMH's scores but no samples: there are no intervals.";
    }
    return forks.equals(Set.of(1))
        ? "One fork: a figure without an interval; it takes two or more (-f 5)."
        : "Forks: "
            + forks.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + "; the interval is made from them.";
  }
}
