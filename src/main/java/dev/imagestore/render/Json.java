package dev.imagestore.render;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.imagestore.stats.Estimate;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** How records become JSON: indented, figures plain, null where there is none. */
public final class Json {
  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, serializer(Json::figure))
                  .addSerializer(double.class, serializer(Json::figure))
                  .addSerializer(
                      OptionalDouble.class,
                      serializer((o, out) -> figure(o.orElse(Double.NaN), out)))
                  .addSerializer(
                      Optional.class,
                      serializer((o, out) -> out.writePOJO(((Optional<?>) o).orElse(null))))
                  .addSerializer(
                      Instant.class, serializer((time, out) -> out.writeString(time.toString()))))
          .addMixIn(Estimate.class, ByForks.class)
          .build()
          .writer(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  /** The samples of what a reader sees are forks. */
  private interface ByForks {
    @JsonProperty("forks")
    int samples();
  }

  /** A ratio, of which the number of samples says nothing. */
  record Ratio(double value, double low, double high) {
    static Ratio of(Estimate estimate) {
      return new Ratio(estimate.value(), estimate.low(), estimate.high());
    }
  }

  private interface Writing<T> {
    void write(T value, JsonGenerator out) throws IOException;
  }

  private Json() {}

  /** A record, a map, or a list of them, ending with a line end. */
  static String text(Object value) {
    try {
      return WRITER.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records in memory can always be written", e);
    }
  }

  private static void figure(double figure, JsonGenerator out) throws IOException {
    if (Double.isFinite(figure)) {
      out.writeNumber(Numbers.precise(figure));
    } else {
      out.writeNull();
    }
  }

  private static <T> JsonSerializer<T> serializer(Writing<T> writing) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        writing.write(value, out);
      }
    };
  }
}
