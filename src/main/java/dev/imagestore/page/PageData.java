package dev.imagestore.page;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagestore.analysis.PlainRow;
import dev.imagestore.analysis.Resident;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.analysis.Trend;
import dev.imagestore.plot.Palette;
import dev.imagestore.render.TrendFormats;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Names;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.Unit;
import dev.imagestore.result.Unit.Direction;
import dev.imagestore.result.Unit.Quantity;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Estimates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the script of the page is given.
 *
 * <ul>
 *   <li>{@code runs}: name and warnings of each
 *   <li>{@code environments}: for each property its value in each run
 *   <li>{@code words}: what our benchmarks measure
 *   <li>{@code metrics}: id, label, quantity, unit, which way is better
 *   <li>{@code styles}: by palette and subject, colours and mark
 *   <li>{@code rows}: one a configuration, with {@code run} (index), {@code benchmark}, {@code
 *       subject} (the backend), {@code subjectName}, {@code palette}, {@code x} and {@code xName}
 *       (how many images; null where there is no such), {@code setting} (all that is held constant
 *       within a view), {@code figures} by metric, {@code raw} and {@code rawUnit}
 *   <li>{@code trend}: what {@code trend --format json} prints; null without one
 * </ul>
 *
 * Figures are in base units; what is not a number is null.
 */
final class PageData {
  /** No character of these may stand in a script element, or end a line of one. */
  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      for (char c : new char[] {'<', '>', '&', '\''}) {
        codes[c] = ESCAPE_STANDARD;
      }
      return codes;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return c == 0x2028 || c == 0x2029 ? new SerializedString(String.format("\\u%04x", c)) : null;
    }
  }

  private static final JsonMapper JSON = mapper();

  private static JsonMapper mapper() {
    JsonMapper mapper = JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();
    mapper.getFactory().setCharacterEscapes(new Escapes());
    return mapper;
  }

  /** A metric as the page offers it. */
  private record Offer(String id, String label, Quantity quantity, String unit, Direction better) {
    static Offer of(String id, String label, Quantity quantity, Direction better) {
      return new Offer(id, label, quantity, "", better);
    }
  }

  /** The palette of the backends, which have the same colours in all benchmarks. */
  private static final String OURS = "";

  private static final Offer TIME =
      Offer.of("time", "time per operation", Quantity.TIME, Direction.LOWER_IS_BETTER);
  private static final Offer TIME_PER_IMAGE =
      Offer.of("timePerImage", "time per image", Quantity.TIME, Direction.LOWER_IS_BETTER);
  private static final Offer IMAGES =
      Offer.of("imagesPerSecond", "images per second", Quantity.RATE, Direction.HIGHER_IS_BETTER);
  private static final Offer OPERATIONS =
      Offer.of(
          "operationsPerSecond",
          "operations per second",
          Quantity.RATE,
          Direction.HIGHER_IS_BETTER);

  /**
   * What JMH lists as metrics of its sample mode, {@code p0.999}. It thins its samples out, but
   * none to zero, so that the rare ones weigh too much: of operations of microseconds up to 32
   * times.
   */
  private static final Pattern PERCENTILE = Pattern.compile("(?:.*[:·])?p[01]\\.\\d+");

  private final ObjectNode page = JSON.createObjectNode();
  private final ArrayNode rows = page.putArray("rows");
  private final Map<String, Offer> offers = new LinkedHashMap<>();

  /** Subjects that share a palette, in order of appearance. */
  private final Map<String, Set<String>> subjects = new LinkedHashMap<>();

  private PageData() {}

  /** The data of a page as JSON that can stand in a script element. */
  static String json(List<ResultFile> runs, Optional<Trend> trend) throws IOException {
    PageData data = new PageData();
    data.add(runs);
    data.page.putNull("trend");
    if (trend.isPresent()) {
      data.page.set(
          "trend",
          JSON.readTree(TrendFormats.of("json", false, false).render(trend.orElseThrow())));
    }
    return JSON.writeValueAsString(data.page);
  }

  private void add(List<ResultFile> files) {
    // First of all what every benchmark is chosen by, so that this is their order.
    List.of(TIME, TIME_PER_IMAGE, IMAGES, OPERATIONS).forEach(o -> offers.put(o.id(), o));
    page.put("confidence", Math.round(100 * Estimates.CONFIDENCE));
    List<String> names = uniqueNames(files);
    ArrayNode runs = page.putArray("runs");
    Map<String, Shape> shapes = shapes(files);
    for (int run = 0; run < files.size(); run++) {
      RunSummary figures = RunSummary.of(files.get(run));
      ObjectNode node = runs.addObject().put("name", names.get(run));
      EnvironmentTable.warnings(figures).forEach(node.withArray("warnings")::add);
      for (Row row : figures.rows()) {
        add(run, row);
      }
      for (PlainRow row : figures.others()) {
        add(run, row, shapes.get(row.result().key().shortName()));
      }
    }
    EnvironmentTable.sideBySide(files, page.putArray("environments"));
    words();
    metrics();
    styles();
  }

  /** Files of one name in two directories are two runs. */
  private static List<String> uniqueNames(List<ResultFile> files) {
    Map<String, Integer> seen = new HashMap<>();
    return files.stream()
        .map(
            file -> {
              int times = seen.merge(file.name(), 1, Integer::sum);
              return times == 1 ? file.name() : file.name() + " (" + times + ")";
            })
        .toList();
  }

  private void add(int run, Row row) {
    BenchmarkResult result = row.result();
    ObjectNode node = row(run, result, OURS, row.backend()).put("subjectName", Names.BACKEND);
    node.put("x", row.cutoff()).put("xName", "images");
    ObjectNode setting = setting(node, result);
    for (String name : List.of(Names.DATASET, Names.DURABILITY)) {
      put(setting, name, row.table().param(name));
    }
    row.table().others().forEach((name, value) -> put(setting, name, value));

    ObjectNode figures = node.putObject("figures");
    figure(figures, TIME, row.secondsPerOperation());
    figure(figures, TIME_PER_IMAGE, row.secondsPerImage());
    figure(figures, IMAGES, row.imagesPerSecond());
    row.footprint()
        .ifPresent(
            f -> {
              exact(
                  figures,
                  "allocated",
                  "disk, allocated",
                  Quantity.BYTES,
                  (double) f.allocatedBytes());
              exact(
                  figures,
                  "apparent",
                  "disk, apparent",
                  Quantity.BYTES,
                  (double) f.apparentBytes());
              exact(
                  figures,
                  "allocatedPerImage",
                  "disk per image, allocated",
                  Quantity.BYTES,
                  f.allocatedPerImage());
              exact(
                  figures,
                  "apparentPerImage",
                  "disk per image, apparent",
                  Quantity.BYTES,
                  f.apparentPerImage());
              exact(figures, "files", "files", Quantity.COUNT, (double) f.files());
            });
    row.timesControl()
        .ifPresent(
            times ->
                figure(
                    figures,
                    new Offer(
                        "timesControl",
                        "time as a multiple of " + Names.CONTROL,
                        Quantity.OTHER,
                        "×",
                        Direction.LOWER_IS_BETTER),
                    new Estimate(times, Double.NaN, Double.NaN, row.secondsPerImage().samples())));
    Resident.of(result)
        .ifPresent(
            r ->
                exact(
                    figures,
                    "resident",
                    "resident memory beyond the heap, largest",
                    Quantity.BYTES,
                    r.largestBytes()));
    secondary(
        figures,
        result,
        Set.of(
            Names.IMAGES,
            Names.DISK_ALLOCATED,
            Names.DISK_APPARENT,
            Names.DISK_FILES,
            Names.RESIDENT));
  }

  private void add(int run, PlainRow row, Shape shape) {
    BenchmarkResult result = row.result();
    SortedMap<String, String> others = new TreeMap<>(result.key().params());
    String x = others.remove(shape.xName());
    ObjectNode node =
        row(run, result, result.key().shortName(), shape.subject(result, others))
            .put("subjectName", "benchmark");
    if (x == null) {
      node.putNull("x").put("xName", "");
    } else {
      node.put("x", Double.parseDouble(x)).put("xName", shape.xName());
    }
    setting(node, result);

    ObjectNode figures = node.putObject("figures");
    Unit unit = row.unit();
    Estimate base = row.estimate().times(unit.toBase());
    switch (unit.quantity()) {
      case TIME -> figure(figures, TIME, base);
      case RATE -> figure(figures, OPERATIONS, base);
      default -> figure(figures, offer("score", "score", unit), base);
    }
    secondary(figures, result, Set.of());
  }

  private ObjectNode row(int run, BenchmarkResult result, String palette, String subject) {
    subjects.computeIfAbsent(palette, p -> new LinkedHashSet<>()).add(subject);
    ObjectNode node =
        rows.addObject()
            .put("run", run)
            .put("benchmark", result.key().shortName())
            .put("subject", subject)
            .put("palette", palette)
            .put("rawUnit", result.primary().unit());
    // In JMH's unit, but of single operations.
    Measurement primary = Measurement.of(result);
    double perOperation = primary.toBase() / primary.unit().toBase();
    ArrayNode raw = node.putArray("raw");
    for (List<Double> fork : result.primary().raw()) {
      ArrayNode figures = raw.addArray();
      fork.forEach(value -> add(figures, value * perOperation));
    }
    return node;
  }

  private static ObjectNode setting(ObjectNode node, BenchmarkResult result) {
    return node.putObject("setting")
        .put("mode", result.key().mode())
        .put("threads", "" + result.key().threads());
  }

  private static void put(ObjectNode setting, String name, String value) {
    if (!value.isEmpty()) {
      setting.put(name, value);
    }
  }

  private void exact(ObjectNode figures, String id, String label, Quantity quantity, double value) {
    figure(
        figures,
        Offer.of(id, label, quantity, Direction.LOWER_IS_BETTER),
        new Estimate(value, Double.NaN, Double.NaN, 0));
  }

  /** Whatever else was measured, such as a profiler's figures. */
  private void secondary(ObjectNode figures, BenchmarkResult result, Set<String> known) {
    for (String name : result.secondary().keySet()) {
      if (!known.contains(name) && !PERCENTILE.matcher(name).matches()) {
        Measurement measurement = Measurement.of(result, name).orElseThrow();
        figure(
            figures,
            offer("secondary " + name, name, measurement.unit()),
            RunSummary.estimate(measurement));
      }
    }
  }

  private static Offer offer(String id, String label, Unit unit) {
    String text = unit.quantity() == Quantity.OTHER ? unit.text() : "";
    return new Offer(
        id + " " + unit.quantity() + text, label, unit.quantity(), text, unit.direction());
  }

  private void figure(ObjectNode figures, Offer offer, Estimate estimate) {
    if (Double.isNaN(estimate.value())) {
      return;
    }
    offers.putIfAbsent(offer.id(), offer);
    ObjectNode node = figures.putObject(offer.id());
    number(node, "value", estimate.value());
    // Of wild forks an end may be infinite: no interval that can be drawn.
    boolean interval = Double.isFinite(estimate.low()) && Double.isFinite(estimate.high());
    number(node, "low", interval ? estimate.low() : Double.NaN);
    number(node, "high", interval ? estimate.high() : Double.NaN);
    node.put("forks", estimate.samples());
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static void add(ArrayNode figures, double value) {
    if (Double.isFinite(value)) {
      figures.add(value);
    } else {
      figures.addNull();
    }
  }

  private void words() {
    ObjectNode words = page.putObject("words");
    for (Workload operation : Workload.values()) {
      words.put(operation.benchmark(), operation.words());
    }
  }

  private void metrics() {
    ArrayNode metrics = page.putArray("metrics");
    for (Offer offer : offers.values()) {
      metrics
          .addObject()
          .put("id", offer.id())
          .put("label", offer.label())
          .put("quantity", offer.quantity().name())
          .put("unit", offer.unit())
          .put(
              "better",
              switch (offer.better()) {
                case HIGHER_IS_BETTER -> "higher";
                case LOWER_IS_BETTER -> "lower";
                case UNKNOWN -> "";
              });
    }
  }

  private void styles() {
    ObjectNode styles = page.putObject("styles");
    subjects.forEach((palette, names) -> styles(names, styles.putObject(palette)));
  }

  private static void styles(Set<String> names, ObjectNode to) {
    new Palette(names)
        .styles()
        .forEach(
            (subject, style) ->
                to.putObject(subject)
                    .put("light", hex(style.light()))
                    .put("dark", hex(style.dark()))
                    .put("marker", style.marker().name().toLowerCase(Locale.ROOT)));
  }

  private static String hex(int colour) {
    return String.format(Locale.ROOT, "#%06x", colour);
  }

  /** How a benchmark that is not ours is laid out: along which of its parameters. */
  private record Shape(String xName) {
    String subject(BenchmarkResult result, SortedMap<String, String> others) {
      if (others.isEmpty()) {
        String name = result.key().benchmark();
        return name.substring(name.lastIndexOf('.') + 1);
      }
      List<String> parts = new ArrayList<>();
      others.forEach((name, value) -> parts.add(name + "=" + value));
      return String.join(" ", parts);
    }
  }

  /**
   * The parameter with most values, if all are positive numbers; of each benchmark, in all files.
   */
  private static Map<String, Shape> shapes(List<ResultFile> files) {
    Map<String, SortedMap<String, Set<String>>> values = new HashMap<>();
    for (ResultFile file : files) {
      for (BenchmarkResult result : file.results()) {
        SortedMap<String, Set<String>> params =
            values.computeIfAbsent(result.key().shortName(), n -> new TreeMap<>());
        result
            .key()
            .params()
            .forEach((name, v) -> params.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(v));
      }
    }
    Map<String, Shape> shapes = new HashMap<>();
    values.forEach(
        (benchmark, params) -> {
          String best = "";
          int most = 1;
          for (var param : params.entrySet()) {
            if (param.getValue().size() > most
                && param.getValue().stream().allMatch(PageData::isPositive)) {
              best = param.getKey();
              most = param.getValue().size();
            }
          }
          shapes.put(benchmark, new Shape(best));
        });
    return shapes;
  }

  private static boolean isPositive(String text) {
    return text.matches("\\d{1,15}(\\.\\d{1,15})?") && Double.parseDouble(text) > 0;
  }
}
