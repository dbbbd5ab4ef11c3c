package dev.imagestore.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagestore.stats.Estimate;
import java.util.OptionalDouble;

/** How we write JSON: indented, figures plain, null where there is none. */
final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final ObjectWriter WRITER =
      MAPPER.writer(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private Json() {}

  static String text(JsonNode node) {
    try {
      return WRITER.writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory can always be written", e);
    }
  }

  /** A record with its fields. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static JsonNode number(double figure) {
    return Double.isFinite(figure) ? NODES.numberNode(Numbers.precise(figure)) : NODES.nullNode();
  }

  static JsonNode number(OptionalDouble figure) {
    return figure.isPresent() ? number(figure.getAsDouble()) : NODES.nullNode();
  }

  static ObjectNode estimate(Estimate estimate) {
    ObjectNode node = NODES.objectNode();
    node.set("value", number(estimate.value()));
    node.set("low", number(estimate.low()));
    node.set("high", number(estimate.high()));
    node.put("forks", estimate.samples());
    return node;
  }
}
