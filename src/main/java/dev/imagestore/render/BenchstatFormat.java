package dev.imagestore.render;

import dev.imagestore.analysis.PlainRow;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Key;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.RunSettings;
import dev.imagestore.result.Unit;
import dev.imagestore.result.Unit.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Go benchmark format, which benchstat reads (https://go.dev/design/14313-benchmark-format):
 * one line per fork, since the fork is the sample. Parameters are sub-names ({@code /backend=png})
 * so that {@code benchstat -col /backend} works.
 *
 * <p>Nothing that tells two runs apart is written as a configuration line: benchstat makes tables
 * by configuration, and would not compare across them. Only with several runs in one output is
 * there a {@code run:} line, for {@code benchstat -col run}.
 */
public final class BenchstatFormat implements Format {
  private static final String APPARENT = "apparent-B";
  private static final String ALLOCATED = "allocated-B";
  private static final String FILES = "files";
  private static final String IMAGES = "images/s";
  private static final String TIME = "ns/op";

  @Override
  public String name() {
    return "benchstat";
  }

  @Override
  public boolean shows(Class<? extends Report> kind) {
    return kind == RunReport.class;
  }

  @Override
  public String render(Report report, boolean colours) {
    List<RunSummary> runs = ((RunReport) report).runs();
    Map<String, String> units = new TreeMap<>();
    StringBuilder lines = new StringBuilder();
    for (RunSummary run : runs) {
      if (runs.size() > 1) {
        lines.append("run: ").append(word(run.name())).append('\n');
      }
      run.rows().forEach(row -> row(row, lines, units));
      run.others().forEach(row -> other(row, lines, units));
    }
    StringBuilder out = new StringBuilder();
    units.forEach((unit, meaning) -> out.append("Unit " + unit + " " + meaning + "\n"));
    return out.append(lines).toString();
  }

  private static void row(Row row, StringBuilder lines, Map<String, String> units) {
    BenchmarkResult result = row.result();
    Measurement measurement = Measurement.of(result);
    for (double seconds : measurement.seconds()) {
      Map<String, Double> values = new LinkedHashMap<>();
      values.put(TIME, seconds * 1e9);
      values.put(IMAGES, row.imagesOfAllThreads() / seconds);
      units.put(IMAGES, "better=higher");
      row.footprint()
          .ifPresent(
              f -> {
                values.put(APPARENT, (double) f.apparentBytes());
                values.put(ALLOCATED, (double) f.allocatedBytes());
                values.put(FILES, (double) f.files());
                List.of(APPARENT, ALLOCATED, FILES)
                    .forEach(u -> units.put(u, "better=lower assume=exact"));
              });
      line(result, values, lines);
    }
  }

  private static void other(PlainRow row, StringBuilder lines, Map<String, String> units) {
    Unit unit = row.unit();
    String name =
        switch (unit.quantity()) {
          case TIME -> TIME;
          case RATE -> "ops/s";
          default -> word(unit.text()).replace("_op", "/op");
        };
    if (!name.equals(TIME) && unit.direction() != Direction.UNKNOWN) {
      boolean higher = unit.direction() == Direction.HIGHER_IS_BETTER;
      units.put(name, higher ? "better=higher" : "better=lower");
    }
    Measurement measurement = Measurement.of(row.result());
    double[] figures =
        switch (unit.quantity()) {
          case TIME -> Arrays.stream(measurement.seconds()).map(s -> s * 1e9).toArray();
          case RATE -> measurement.figures().stream().mapToDouble(f -> f).toArray();
          default -> measurement.inUnit();
        };
    for (double figure : figures) {
      line(row.result(), Map.of(name, figure), lines);
    }
  }

  private static void line(
      BenchmarkResult result, Map<String, Double> values, StringBuilder lines) {
    List<String> fields = new ArrayList<>();
    fields.add(name(result.key()));
    RunSettings run = result.run();
    fields.add(String.valueOf(Math.max(1, run.measurementIterations())));
    for (var value : values.entrySet()) {
      if (Double.isFinite(value.getValue())) {
        fields.add(Numbers.precise(value.getValue()).toPlainString());
        fields.add(value.getKey());
      }
    }
    if (fields.size() > 2) {
      lines.append(String.join(" ", fields)).append('\n');
    }
  }

  /** {@code BenchmarkStoreBenchmark.storeMany/backend=png/cutoff=10-1}; the end is the threads. */
  private static String name(Key key) {
    String shortName = word(key.shortName());
    StringBuilder name = new StringBuilder("Benchmark");
    // After "Benchmark" must not come a small letter.
    int first = shortName.isEmpty() ? 0 : shortName.offsetByCodePoints(0, 1);
    name.append(shortName.substring(0, first).toUpperCase(Locale.ROOT));
    name.append(shortName.substring(first));
    if (!key.hasUsualMode()) {
      name.append("/mode=").append(word(key.mode()));
    }
    key.params().forEach((param, value) -> name.append('/' + word(param) + '=' + word(value)));
    return name.append('-').append(key.threads()).toString();
  }

  private static String word(String text) {
    return text.isEmpty() ? "none" : text.replaceAll("[\\p{Cc}\\p{Z}/]", "_");
  }
}
