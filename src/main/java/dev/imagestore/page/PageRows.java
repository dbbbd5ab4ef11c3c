package dev.imagestore.page;

import dev.imagestore.analysis.PlainRow;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.plot.Palette;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Condition;
import dev.imagestore.result.Key;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Names;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configurations of a page, and the colours that they have. */
final class PageRows {
  /**
   * One configuration of one run.
   *
   * @param run index
   * @param benchmark class and method
   * @param subject what is compared: the backend
   * @param palette of the subjects
   * @param rawUnit of {@code raw}
   * @param raw iterations by fork, as JMH wrote them but of single operations
   * @param subjectName what subjects are
   * @param x how many images; null where there is no such
   * @param xName what {@code x} is
   * @param setting all that is held constant within a view
   * @param regime what is held constant within the overview, defaults too; null for a benchmark
   *     that is not in it
   * @param figures by metric
   */
  record Line(
      int run,
      String benchmark,
      String subject,
      String palette,
      String rawUnit,
      List<List<Double>> raw,
      String subjectName,
      Number x,
      String xName,
      Map<String, String> setting,
      Map<String, String> regime,
      Map<String, PageMetrics.Figure> figures) {}

  /** Colours on a light and a dark page, and the mark. */
  record Style(String light, String dark, String marker) {}

  /** The palette of the backends, which have the same colours in all benchmarks. */
  private static final String OURS = "";

  private final List<Line> lines = new ArrayList<>();
  private final PageMetrics metrics = new PageMetrics();

  /** Subjects that share a palette, in order of appearance. */
  private final Map<String, Set<String>> subjects = new LinkedHashMap<>();

  /**
   * Collects all rows.
   *
   * @param runs what the files come to, in their order
   */
  PageRows(List<ResultFile> files, List<RunSummary> runs) {
    Map<String, Shape> shapes = shapes(files);
    for (int run = 0; run < runs.size(); run++) {
      for (Row row : runs.get(run).rows()) {
        add(run, row);
      }
      for (PlainRow row : runs.get(run).others()) {
        add(run, row, shapes.get(row.result().key().shortName()));
      }
    }
  }

  List<Line> lines() {
    return lines;
  }

  List<PageMetrics.Metric> metrics() {
    return metrics.metrics();
  }

  Map<String, Map<String, Style>> styles() {
    Map<String, Map<String, Style>> styles = new LinkedHashMap<>();
    subjects.forEach(
        (palette, names) -> {
          Map<String, Style> bySubject = new LinkedHashMap<>();
          new Palette(names)
              .styles()
              .forEach(
                  (subject, style) ->
                      bySubject.put(
                          subject,
                          new Style(
                              hex(style.light()),
                              hex(style.dark()),
                              style.marker().name().toLowerCase(Locale.ROOT))));
          styles.put(palette, bySubject);
        });
    return styles;
  }

  private static String hex(int colour) {
    return String.format(Locale.ROOT, "#%06x", colour);
  }

  private void add(int run, Row row) {
    Map<String, String> setting = setting(row.result());
    for (String name : List.of(Names.DATASET, Names.DURABILITY)) {
      if (!row.table().param(name).isEmpty()) {
        setting.put(name, row.table().param(name));
      }
    }
    setting.putAll(row.table().others());

    add(
        run,
        row.result(),
        OURS,
        row.backend(),
        Names.BACKEND,
        row.cutoff(),
        "images",
        setting,
        regime(row),
        metrics.of(row));
  }

  /** The dataset, and under which conditions it was measured. */
  private static Map<String, String> regime(Row row) {
    Key key = row.result().key();
    Map<String, String> regime = new LinkedHashMap<>();
    regime.put(Names.DATASET, key.param(Names.DATASET));
    key.workload()
        .map(Workload::conditions)
        .ifPresent(
            conditions ->
                Stream.of(Condition.values())
                    .filter(conditions::contains)
                    .forEach(each -> regime.put(each.parameter(), each.of(key.params()))));
    if (!key.param(Names.DURABILITY).isEmpty()) {
      regime.put(Names.DURABILITY, key.param(Names.DURABILITY));
    }
    regime.put("threads", "" + key.threads());
    row.table().others().forEach(regime::putIfAbsent);
    return regime;
  }

  private void add(int run, PlainRow row, Shape shape) {
    BenchmarkResult result = row.result();
    SortedMap<String, String> others = new TreeMap<>(result.key().params());
    String x = others.remove(shape.xName());
    add(
        run,
        result,
        result.key().shortName(),
        shape.subject(result.key(), others),
        "benchmark",
        x == null ? null : Double.valueOf(x),
        x == null ? "" : shape.xName(),
        setting(result),
        null,
        metrics.of(row));
  }

  private void add(
      int run,
      BenchmarkResult result,
      String palette,
      String subject,
      String subjectName,
      Number x,
      String xName,
      Map<String, String> setting,
      Map<String, String> regime,
      Map<String, PageMetrics.Figure> figures) {
    subjects.computeIfAbsent(palette, p -> new LinkedHashSet<>()).add(subject);
    Measurement primary = Measurement.of(result);
    double perOperation = primary.toBase() / primary.unit().toBase();
    lines.add(
        new Line(
            run,
            result.key().shortName(),
            subject,
            palette,
            result.primary().unit(),
            result.primary().raw().stream()
                .map(fork -> fork.stream().map(value -> value * perOperation).toList())
                .toList(),
            subjectName,
            x,
            xName,
            setting,
            regime,
            figures));
  }

  private static Map<String, String> setting(BenchmarkResult result) {
    Map<String, String> setting = new LinkedHashMap<>();
    setting.put("mode", result.key().mode());
    setting.put("threads", "" + result.key().threads());
    return setting;
  }

  /** How a benchmark that is not the suite's is laid out: along which of its parameters. */
  private record Shape(String xName) {
    String subject(Key key, SortedMap<String, String> others) {
      return others.isEmpty()
          ? key.benchmark().substring(key.benchmark().lastIndexOf('.') + 1)
          : others.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining(" "));
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
                && param.getValue().stream().allMatch(PageRows::isPositive)) {
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
