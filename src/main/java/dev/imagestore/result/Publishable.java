package dev.imagestore.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes JMH's JSON fit to be published: no path of the machine in it, and so no user's name either.
 * It stays plain JMH JSON.
 */
public final class Publishable {
  /** An absolute path of two parts or more, on Unix or Windows, up to its last part. */
  private static final Pattern DIRECTORIES =
      Pattern.compile(
          "(?<![\\w.])(?:[A-Za-z]:)?(?:[/\\\\][^/\\\\\\s:;,=\"']+)*[/\\\\](?=[^/\\\\\\s:;,=\"']+)");

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.INDENT_OUTPUT);

  private Publishable() {}

  /** Reduces every absolute path in a text to its last part. */
  public static String text(String text) {
    return DIRECTORIES.matcher(text).replaceAll("");
  }

  /**
   * Rewrites a whole JMH result document.
   *
   * @param jmhJson what JMH wrote
   * @param privateProperty name of a system property that is dropped from the flags of the forks:
   *     it names a directory
   * @param datasets the name to publish for each value of the parameter {@code dataset}
   * @return the document, with {@code jvm} and the paths in {@code jvmArgs} reduced to their last
   *     part and {@code forks} set to the number of forks that the raw data holds
   */
  public static String json(String jmhJson, String privateProperty, Map<String, String> datasets) {
    try {
      JsonNode document = JSON.readTree(jmhJson);
      for (JsonNode node : document) {
        ObjectNode result = (ObjectNode) node;
        result.put("jvm", text(result.path("jvm").asText()));
        ArrayNode flags = JSON.createArrayNode();
        for (JsonNode flag : result.path("jvmArgs")) {
          if (!flag.asText().startsWith("-D" + privateProperty + "=")) {
            flags.add(text(flag.asText()));
          }
        }
        result.set("jvmArgs", flags);
        if (result.path("params").path("dataset") instanceof TextNode dataset) {
          String name = dataset.asText();
          ((ObjectNode) result.path("params"))
              .put("dataset", datasets.getOrDefault(name, text(name)));
        }
        JsonNode primary = result.path("primaryMetric");
        int forks =
            Math.max(primary.path("rawData").size(), primary.path("rawDataHistogram").size());
        if (forks > 0 && result.path("forks").asInt() > 0) {
          result.put("forks", forks);
        }
      }
      return JSON.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JMH wrote JSON that can't be read", e);
    }
  }
}
