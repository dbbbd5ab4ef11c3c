package dev.imagestore.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.imagestore.input.BadInputException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads JMH's JSON, token by token, so that memory is taken for what is kept only: a file may come
 * from anywhere. Fields that the suite does not know are skipped; older versions of JMH lack some
 * that it does.
 *
 * <p>What JMH writes: an array of objects with {@code benchmark}, {@code mode}, {@code threads},
 * {@code params} (where there are any), {@code primaryMetric} and {@code secondaryMetrics}. A
 * metric has {@code score}, {@code scoreUnit} and {@code rawData} (an array a fork, a figure an
 * iteration) or, in sample-time mode, {@code rawDataHistogram} (an array a fork, an array an
 * iteration, a pair of value and count each). What is not a number stands as text: {@code "NaN"},
 * {@code "+INF"}, {@code "-INF"}.
 */
final class JmhJson {
  /** A full run of the suite writes under 2 MB. */
  private static final long MAX_BYTES = 128L << 20;

  /** Figures, parameters, flags in a file; a full run has under 300,000. */
  private static final int MAX_ITEMS = 4_000_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(MAX_BYTES)
                  .maxNestingDepth(50)
                  .maxStringLength(100_000)
                  .maxNameLength(10_000)
                  .maxNumberLength(100)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Path file;
  private final JsonParser in;
  private int items;

  /** The position, for messages: the benchmark that is being read. */
  private String where = "";

  private JmhJson(Path file, JsonParser in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Reads all results.
   *
   * @param file names the input in messages
   * @throws BadInputException if the input is anything but JMH's JSON
   */
  static List<BenchmarkResult> read(Path file, InputStream stream) throws IOException {
    try (JsonParser in = JSON.createParser(stream)) {
      return new JmhJson(file, in).results();
    } catch (StreamConstraintsException e) {
      throw new BadInputException(
          file
              + ": expected a JMH result file, found more than one holds: "
              + firstLine(e.getOriginalMessage()),
          e);
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          file + ": expected JSON" + at(e) + ", found " + firstLine(e.getOriginalMessage()), e);
    } catch (CharConversionException e) {
      throw new BadInputException(
          file + ": expected JSON in UTF-8, found other bytes: " + firstLine(e.getMessage()), e);
    }
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  /** Messages are one line; Jackson's may quote the input. */
  static String firstLine(String message) {
    String text = String.valueOf(message).strip();
    int end = text.indexOf('\n');
    String line = (end < 0 ? text : text.substring(0, end)).replaceAll("\\p{Cc}", " ");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  private List<BenchmarkResult> results() throws IOException {
    JsonToken first = in.nextToken();
    if (first != JsonToken.START_ARRAY) {
      throw BadInputException.of(
          file,
          "an array of JMH results",
          first == null ? "an empty file" : found(),
          "JMH writes such a file with -rf json");
    }
    List<BenchmarkResult> results = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      where = "result " + (results.size() + 1);
      results.add(result());
    }
    if (in.nextToken() != null) {
      throw bad("the end of the file after the array", found());
    }
    return results;
  }

  private BenchmarkResult result() throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    String benchmark = "";
    String mode = "";
    int threads = 1;
    int forks = 0;
    int warmups = 0;
    int measurements = 0;
    int batchSize = 1;
    String warmupTime = "";
    String measurementTime = "";
    String jmhVersion = "";
    String jdkVersion = "";
    String vmName = "";
    String vmVersion = "";
    List<String> jvmArgs = List.of();
    SortedMap<String, String> params = new TreeMap<>();
    Metric primary = null;
    SortedMap<String, Metric> secondary = new TreeMap<>();

    while (in.nextToken() != JsonToken.END_OBJECT) {
      String field = in.currentName();
      in.nextToken();
      take();
      switch (field) {
        case "benchmark" -> {
          benchmark = text(field);
          where = benchmark;
        }
        case "mode" -> mode = text(field);
        case "threads" -> threads = count(field);
        case "forks" -> forks = count(field);
        case "warmupIterations" -> warmups = count(field);
        case "measurementIterations" -> measurements = count(field);
        case "measurementBatchSize" -> batchSize = count(field);
        case "warmupTime" -> warmupTime = text(field);
        case "measurementTime" -> measurementTime = text(field);
        case "jmhVersion" -> jmhVersion = text(field);
        case "jdkVersion" -> jdkVersion = text(field);
        case "vmName" -> vmName = text(field);
        case "vmVersion" -> vmVersion = text(field);
        case "jvmArgs" -> jvmArgs = texts(field);
        case "params" -> params = params();
        case "primaryMetric" -> primary = metric(field);
        case "secondaryMetrics" -> secondary = metrics(field);
        default -> in.skipChildren();
      }
    }
    if (benchmark.isEmpty()) {
      throw bad("\"benchmark\"", "none");
    }
    if (mode.isEmpty()) {
      throw bad("\"mode\"", "none");
    }
    if (primary == null) {
      throw bad("\"primaryMetric\"", "none");
    }
    return new BenchmarkResult(
        Schema1.today(
            new Key(
                benchmark,
                mode,
                Math.max(1, threads),
                UnsharedReads.today(benchmark, threads, params))),
        new RunSettings(
            jmhVersion,
            jdkVersion,
            vmName,
            vmVersion,
            jvmArgs,
            forks,
            warmups,
            warmupTime,
            measurements,
            measurementTime,
            Math.max(1, batchSize)),
        primary,
        secondary);
  }

  private SortedMap<String, String> params() throws IOException {
    SortedMap<String, String> params = new TreeMap<>();
    if (isNull()) {
      return params;
    }
    expect(JsonToken.START_OBJECT, "\"params\" to be an object");
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      take();
      // JMH writes text; other writers of its format leave numbers bare.
      if (!in.currentToken().isScalarValue()) {
        throw bad("parameter \"" + name + "\" to be text", found());
      }
      params.put(name, in.getText());
    }
    return params;
  }

  private SortedMap<String, Metric> metrics(String field) throws IOException {
    SortedMap<String, Metric> metrics = new TreeMap<>();
    if (isNull()) {
      return metrics;
    }
    expect(JsonToken.START_OBJECT, "\"" + field + "\" to be an object");
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      take();
      metrics.put(name, metric(name));
    }
    return metrics;
  }

  private Metric metric(String name) throws IOException {
    expect(JsonToken.START_OBJECT, "metric \"" + name + "\" to be an object");
    String unit = null;
    double score = Double.NaN;
    List<List<Double>> raw = List.of();
    List<List<Double>> means = List.of();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String field = in.currentName();
      in.nextToken();
      take();
      switch (field) {
        case "scoreUnit" -> unit = text(field);
        case "score" -> score = isNull() ? Double.NaN : number(field);
        case "rawData" -> raw = raw();
        case "rawDataHistogram" -> means = means();
        default -> in.skipChildren();
      }
    }
    if (unit == null) {
      throw bad("\"scoreUnit\" of metric \"" + name + "\"", "none");
    }
    return new Metric(unit, score, raw.isEmpty() ? means : raw);
  }

  private List<List<Double>> raw() throws IOException {
    List<List<Double>> forks = new ArrayList<>();
    if (isNull()) {
      return forks;
    }
    expect(JsonToken.START_ARRAY, "\"rawData\" to be an array of forks");
    while (in.nextToken() != JsonToken.END_ARRAY) {
      take();
      expect(JsonToken.START_ARRAY, "a fork in \"rawData\" to be an array");
      List<Double> fork = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        take();
        fork.add(number("rawData"));
      }
      forks.add(fork);
    }
    return forks;
  }

  /** Of sample time, the mean of each iteration. */
  private List<List<Double>> means() throws IOException {
    String name = "\"rawDataHistogram\"";
    List<List<Double>> forks = new ArrayList<>();
    if (isNull()) {
      return forks;
    }
    expect(JsonToken.START_ARRAY, name + " to be an array of forks");
    while (in.nextToken() != JsonToken.END_ARRAY) {
      take();
      expect(JsonToken.START_ARRAY, "a fork in " + name + " to be an array");
      List<Double> iterations = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        take();
        expect(JsonToken.START_ARRAY, "an iteration in " + name + " to be an array");
        double sum = 0;
        long total = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
          take();
          expect(JsonToken.START_ARRAY, "a pair of value and count in " + name);
          in.nextToken();
          double value = number("rawDataHistogram");
          in.nextToken();
          long count = whole("rawDataHistogram");
          in.nextToken();
          expect(JsonToken.END_ARRAY, "the end of a pair of value and count in " + name);
          if (count > 0) {
            sum += value * count;
            total += count;
          }
        }
        iterations.add(total == 0 ? Double.NaN : sum / total);
      }
      forks.add(iterations);
    }
    return forks;
  }

  private String text(String field) throws IOException {
    if (isNull()) {
      return "";
    }
    expect(JsonToken.VALUE_STRING, "\"" + field + "\" to be text");
    return in.getText();
  }

  private List<String> texts(String field) throws IOException {
    List<String> texts = new ArrayList<>();
    if (isNull()) {
      return texts;
    }
    expect(JsonToken.START_ARRAY, "\"" + field + "\" to be an array");
    while (in.nextToken() != JsonToken.END_ARRAY) {
      take();
      texts.add(text(field));
    }
    return texts;
  }

  private int count(String field) throws IOException {
    if (isNull()) {
      return 0;
    }
    long value = whole(field);
    if (value > Integer.MAX_VALUE) {
      throw bad("\"" + field + "\" of at most " + Integer.MAX_VALUE, found());
    }
    return (int) value;
  }

  private long whole(String field) throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "\"" + field + "\" to be a whole number");
    long value = in.getLongValue();
    if (value < 0) {
      throw bad("\"" + field + "\" of 0 or more", found());
    }
    return value;
  }

  private double number(String field) throws IOException {
    if (in.currentToken().isNumeric()) {
      return in.getDoubleValue();
    }
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      Double notFinite =
          switch (in.getText()) {
            case "NaN" -> Double.NaN;
            case "+INF", "INF", "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
            case "-INF", "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
          };
      if (notFinite != null) {
        return notFinite;
      }
    }
    throw bad("\"" + field + "\" to be a number", found());
  }

  private boolean isNull() {
    return in.currentToken() == JsonToken.VALUE_NULL;
  }

  private void expect(JsonToken token, String expected) throws IOException {
    if (in.currentToken() != token) {
      throw bad(expected, found());
    }
  }

  /** Keeps a hostile file from filling the memory. */
  private void take() throws BadInputException {
    if (++items > MAX_ITEMS) {
      throw BadInputException.of(
          file,
          "at most " + MAX_ITEMS + " figures in a JMH result file",
          "more",
          "split it, or run with -Djmh.json.rawData=false");
    }
  }

  private String found() throws IOException {
    JsonToken token = in.currentToken();
    if (token == null) {
      return "the end of the file";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case END_OBJECT -> "the end of an object";
      case END_ARRAY -> "the end of an array";
      case FIELD_NAME -> "the field \"" + firstLine(in.currentName()) + "\"";
      case VALUE_STRING -> "the text \"" + firstLine(in.getText()) + "\"";
      default -> in.getText();
    };
  }

  private BadInputException bad(String expected, String found) {
    return BadInputException.of(
        file,
        firstLine(expected)
            + (where.isEmpty() ? "" : " in " + firstLine(where))
            + " at line "
            + in.currentLocation().getLineNr(),
        found);
  }
}
