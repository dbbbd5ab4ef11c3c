package dev.imagestore.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagestore.result.Aggregation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Puts forks that were run one by one together as JMH does for a run with as many forks: raw data
 * side by side, and score, error, confidence interval and percentiles over all iterations, by JMH's
 * own formulas (mean and Student's t at 99.9 %, percentiles between neighbours at p (n + 1)).
 *
 * <p>JMH's JSON does not say whether a secondary metric's score is the mean, the sum, or the
 * largest or smallest of its iterations. Of the suite's metrics {@link Aggregation} knows; of
 * others it is taken to be the first of these that the forks' own scores agree with. Where none
 * agrees, which happens to counters that some iterations lack, it is the mean of the forks' scores.
 */
final class ForkMerge {
  private static final double CONFIDENCE = 0.999;
  private static final double AGREES = 1e-9;
  private static final String RAW = "rawData";
  private static final String HISTOGRAM = "rawDataHistogram";

  /** {@code p0.999} of sample time. */
  private static final Pattern PERCENTILE = Pattern.compile("(?:.*[:·])?p([01]\\.\\d+)");

  private static final double[] PERCENTILES = {
    0, 50, 90, 95, 99, 99.9, 99.99, 99.999, 99.9999, 100
  };

  private ForkMerge() {}

  /**
   * One result of several.
   *
   * @param forks at least one, each JMH's JSON of the same configuration with one fork; not changed
   */
  static ObjectNode merge(List<JsonNode> forks) {
    ObjectNode merged = forks.get(0).deepCopy();
    if (forks.size() == 1) {
      return merged;
    }
    merged.put("forks", forks.size());
    merged.set(
        "primaryMetric", metric("", forks.stream().map(f -> f.path("primaryMetric")).toList()));
    ObjectNode secondary = merged.putObject("secondaryMetrics");
    for (Map.Entry<String, JsonNode> named : forks.get(0).path("secondaryMetrics").properties()) {
      String name = named.getKey();
      List<JsonNode> all =
          forks.stream()
              .map(f -> f.path("secondaryMetrics").path(name))
              .filter(JsonNode::isObject)
              .toList();
      Matcher percentile = PERCENTILE.matcher(name);
      secondary.set(
          name,
          percentile.matches() && merged.path("primaryMetric").has(HISTOGRAM)
              ? percentile(all, merged.path("primaryMetric"), percentile.group(1))
              : metric(name, all));
    }
    return merged;
  }

  /** A percentile of all samples, which JMH lists as if it were a metric of its own. */
  private static ObjectNode percentile(List<JsonNode> forks, JsonNode primary, String part) {
    ObjectNode merged = forks.get(0).deepCopy();
    together(merged, forks);
    double value = percentile(values(primary), 100 * Double.parseDouble(part));
    put(merged, "score", value);
    put(merged, "scoreError", Double.NaN);
    merged.putArray("scoreConfidence").add(figure(Double.NaN)).add(figure(Double.NaN));
    ObjectNode percentiles = merged.putObject("scorePercentiles");
    for (double p : PERCENTILES) {
      percentiles.set(String.valueOf(p), figure(value));
    }
    return inOrder(merged);
  }

  private static void together(ObjectNode merged, List<JsonNode> forks) {
    for (String raw : List.of(RAW, HISTOGRAM)) {
      if (merged.has(raw)) {
        ArrayNode all = merged.putArray(raw);
        forks.forEach(fork -> fork.path(raw).forEach(all::add));
      }
    }
  }

  private static ObjectNode metric(String name, List<JsonNode> forks) {
    ObjectNode merged = forks.get(0).deepCopy();
    Optional<Aggregation> rule = Aggregation.of(name).or(() -> agreed(forks));
    SortedMap<Double, Long> all = new TreeMap<>();
    forks.forEach(fork -> values(fork).forEach((value, n) -> all.merge(value, n, Long::sum)));
    together(merged, forks);
    double score = rule.map(known -> score(known, all)).orElseGet(() -> meanScore(forks));
    // Without an error JMH gives the score as both ends.
    boolean point = !rule.equals(Optional.of(Aggregation.MEAN));
    double error = point ? Double.NaN : error(all);
    put(merged, "score", score);
    put(merged, "scoreError", error);
    ArrayNode confidence = merged.putArray("scoreConfidence");
    confidence.add(figure(point ? score : score - error));
    confidence.add(figure(point ? score : score + error));
    ObjectNode percentiles = merged.putObject("scorePercentiles");
    for (double p : PERCENTILES) {
      percentiles.set(String.valueOf(p), figure(percentile(all, p)));
    }
    return inOrder(merged);
  }

  /** JMH's order of fields. */
  private static ObjectNode inOrder(ObjectNode metric) {
    ObjectNode ordered = JsonNodeFactory.instance.objectNode();
    for (String field :
        List.of("score", "scoreError", "scoreConfidence", "scorePercentiles", "scoreUnit")) {
      ordered.set(field, metric.path(field));
    }
    metric.properties().forEach(e -> ordered.putIfAbsent(e.getKey(), e.getValue()));
    return ordered;
  }

  private static double score(Aggregation rule, SortedMap<Double, Long> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    return switch (rule) {
      case MEAN -> sum(values) / count(values);
      case SUM -> sum(values);
      case MAX -> values.lastKey();
      case MIN -> values.firstKey();
    };
  }

  /** The rule by which every fork's score was made of its iterations; empty if there is none. */
  private static Optional<Aggregation> agreed(List<JsonNode> forks) {
    return Stream.of(Aggregation.values())
        .filter(rule -> forks.stream().allMatch(fork -> agrees(rule, fork)))
        .findFirst();
  }

  private static double meanScore(List<JsonNode> forks) {
    return forks.stream().mapToDouble(f -> number(f.path("score"))).average().orElse(Double.NaN);
  }

  private static boolean agrees(Aggregation rule, JsonNode fork) {
    double expected = score(rule, values(fork));
    double found = number(fork.path("score"));
    return Double.compare(expected, found) == 0
        || Math.abs(expected - found) <= AGREES * Math.abs(found);
  }

  /** All iterations' values, and how often each was seen. */
  private static SortedMap<Double, Long> values(JsonNode fork) {
    SortedMap<Double, Long> values = new TreeMap<>();
    for (JsonNode iterations : fork.path(RAW)) {
      iterations.forEach(value -> values.merge(number(value), 1L, Long::sum));
    }
    for (JsonNode iterations : fork.path(HISTOGRAM)) {
      for (JsonNode iteration : iterations) {
        iteration.forEach(
            pair -> values.merge(number(pair.path(0)), pair.path(1).asLong(), Long::sum));
      }
    }
    return values;
  }

  private static double error(SortedMap<Double, Long> values) {
    long n = count(values);
    if (n <= 2) {
      return Double.NaN;
    }
    double mean = sum(values) / n;
    double squares = 0;
    for (Map.Entry<Double, Long> value : values.entrySet()) {
      squares += (value.getKey() - mean) * (value.getKey() - mean) * value.getValue();
    }
    double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    return t * Math.sqrt(squares / (n - 1) / n);
  }

  private static double percentile(SortedMap<Double, Long> values, double p) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double position = p * (count(values) + 1) / 100;
    double below = Math.floor(position);
    double low = at(values, (long) below);
    return low + (at(values, (long) below + 1) - low) * (position - below);
  }

  /** The value of a rank from 1, or the nearest there is. */
  private static double at(SortedMap<Double, Long> values, long rank) {
    long seen = 0;
    for (Map.Entry<Double, Long> value : values.entrySet()) {
      seen += value.getValue();
      if (seen >= rank) {
        return value.getKey();
      }
    }
    return values.lastKey();
  }

  private static long count(SortedMap<Double, Long> values) {
    return values.values().stream().mapToLong(Long::longValue).sum();
  }

  private static double sum(SortedMap<Double, Long> values) {
    return values.entrySet().stream().mapToDouble(e -> e.getKey() * e.getValue()).sum();
  }

  /** As JMH writes them: what is not finite stands as text. */
  private static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asText()) {
      case "+INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  private static JsonNode figure(double value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (Double.isNaN(value)) {
      return nodes.textNode("NaN");
    }
    if (Double.isInfinite(value)) {
      return nodes.textNode(value > 0 ? "+INF" : "-INF");
    }
    return nodes.numberNode(value);
  }

  private static void put(ObjectNode node, String field, double value) {
    node.set(field, figure(value));
  }
}
