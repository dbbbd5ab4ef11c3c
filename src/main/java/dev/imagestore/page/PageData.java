package dev.imagestore.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.analysis.Trend;
import dev.imagestore.render.Formats;
import dev.imagestore.render.TrendReport;
import dev.imagestore.result.Condition;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimates;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the script of the page is given. Figures are in base units; what is not a number is null.
 *
 * @param confidence of the intervals, in per cent
 * @param runs name and warnings of each
 * @param environments for each property its value in each run
 * @param words what the suite's benchmarks measure
 * @param defaults of the conditions, which settings leave out
 * @param metrics what can be chosen to be shown
 * @param styles by palette and subject
 * @param rows one per configuration
 * @param trend what {@code trend --format json} prints; null without one
 */
record PageData(
    long confidence,
    List<Run> runs,
    List<EnvironmentTable.Property> environments,
    Map<String, String> words,
    Map<String, String> defaults,
    List<PageMetrics.Metric> metrics,
    Map<String, Map<String, PageRows.Style>> styles,
    List<PageRows.Line> rows,
    JsonNode trend) {

  /** A run, and what must not be overlooked about it. */
  record Run(String name, List<String> warnings) {}

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

  /** JSON has no word for what is not a number. */
  private static final class NumberOrNull extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

  private static final JsonMapper JSON = mapper();

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .addModule(
                new SimpleModule()
                    .addSerializer(Double.class, new NumberOrNull())
                    .addSerializer(double.class, new NumberOrNull()))
            .build();
    mapper.getFactory().setCharacterEscapes(new Escapes());
    return mapper;
  }

  /** The data of a page as JSON that can stand in a script element. */
  static String json(List<ResultFile> files, Optional<Trend> trend) throws IOException {
    return JSON.writeValueAsString(of(files, trend));
  }

  private static PageData of(List<ResultFile> files, Optional<Trend> trend) throws IOException {
    List<RunSummary> runs = files.stream().map(RunSummary::of).toList();
    List<String> names = uniqueNames(files);
    PageRows rows = new PageRows(files, runs);
    return new PageData(
        Math.round(100 * Estimates.CONFIDENCE),
        IntStream.range(0, runs.size())
            .mapToObj(i -> new Run(names.get(i), EnvironmentTable.warnings(runs.get(i))))
            .toList(),
        EnvironmentTable.sideBySide(files),
        Arrays.stream(Workload.values())
            .collect(
                Collectors.toMap(
                    Workload::benchmark, Workload::words, (a, b) -> a, LinkedHashMap::new)),
        Arrays.stream(Condition.values())
            .collect(Collectors.toMap(Condition::parameter, Condition::defaultValue)),
        rows.metrics(),
        rows.styles(),
        rows.lines(),
        trend.isEmpty()
            ? null
            : JSON.readTree(Formats.render("json", new TrendReport(trend.get(), false))));
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
}
