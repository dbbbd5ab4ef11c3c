package dev.imagestore.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes results as JMH does, to see whether they are read back. */
final class JmhJsonDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JmhJsonDocument() {}

  static String of(List<BenchmarkResult> results) {
    ArrayNode array = JSON.createArrayNode();
    for (BenchmarkResult result : results) {
      ObjectNode node = array.addObject();
      RunSettings run = result.run();
      node.put("jmhVersion", run.jmhVersion());
      node.put("benchmark", result.key().benchmark());
      node.put("mode", result.key().mode());
      node.put("threads", result.key().threads());
      node.put("forks", run.forks());
      node.put("jvm", "java");
      run.jvmArgs().forEach(node.putArray("jvmArgs")::add);
      node.put("jdkVersion", run.jdkVersion());
      node.put("vmName", run.vmName());
      node.put("vmVersion", run.vmVersion());
      node.put("warmupIterations", run.warmupIterations());
      node.put("warmupTime", run.warmupTime());
      node.put("warmupBatchSize", 1);
      node.put("measurementIterations", run.measurementIterations());
      node.put("measurementTime", run.measurementTime());
      node.put("measurementBatchSize", run.batchSize());
      if (!result.key().params().isEmpty()) {
        result.key().params().forEach(node.putObject("params")::put);
      }
      node.set("primaryMetric", metric(result.primary(), result.key().mode().equals("sample")));
      ObjectNode secondary = node.putObject("secondaryMetrics");
      result.secondary().forEach((name, metric) -> secondary.set(name, metric(metric, false)));
    }
    return array.toPrettyString();
  }

  private static ObjectNode metric(Metric metric, boolean sampleTime) {
    ObjectNode node = JSON.createObjectNode();
    number(node.putArray("x"), metric.score());
    node.set("score", node.remove("x").get(0));
    node.put("scoreError", "NaN");
    node.putArray("scoreConfidence").add("NaN").add("NaN");
    node.putObject("scorePercentiles").put("0.0", 1.5).put("50.0", 2.5);
    node.put("scoreUnit", metric.unit());
    ArrayNode forks = node.putArray(sampleTime ? "rawDataHistogram" : "rawData");
    for (List<Double> fork : metric.raw()) {
      ArrayNode figures = forks.addArray();
      for (double figure : fork) {
        if (sampleTime) {
          // An iteration of one sample.
          ArrayNode pair = figures.addArray().addArray();
          number(pair, figure);
          pair.add(1);
        } else {
          number(figures, figure);
        }
      }
    }
    return node;
  }

  /** What is not a number is text, as JMH writes it. */
  private static void number(ArrayNode array, double figure) {
    if (Double.isNaN(figure)) {
      array.add("NaN");
    } else if (Double.isInfinite(figure)) {
      array.add(figure > 0 ? "+INF" : "-INF");
    } else {
      array.add(figure);
    }
  }
}
