package dev.imagestore.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.imagestore.input.BadInputException;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes {@code <name>.env.json}. Fields are those of {@link Environment}; a field that
 * is missing is empty text or 0, one that the suite does not know is ignored.
 */
public final class EnvironmentFiles {
  private static final long MAX_BYTES = 16L << 20;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(MAX_BYTES)
                          .maxNestingDepth(50)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private EnvironmentFiles() {}

  /** The file that describes where {@code json} was measured: {@code x.env.json} of x.json. */
  public static Path beside(Path json) {
    return json.resolveSibling(ResultFiles.name(json) + ".env.json");
  }

  /**
   * Reads the environment of a result file.
   *
   * @param json the result file
   * @return empty if there is none beside it
   */
  static Optional<Environment> readBeside(Path json) throws IOException {
    Path file = beside(json);
    return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /**
   * Reads an environment.
   *
   * @throws BadInputException if it is not one, or one of a schema that only newer versions know
   */
  public static Environment read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(file, in);
    }
  }

  private static Environment read(Path file, InputStream in) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(in);
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          file + ": expected JSON, found " + JmhJson.firstLine(e.getOriginalMessage()), e);
    } catch (CharConversionException e) {
      throw new BadInputException(
          file + ": expected JSON in UTF-8, found " + JmhJson.firstLine(e.getMessage()), e);
    }
    return of(file, root);
  }

  /**
   * The environment that a message holds.
   *
   * @param file names where it comes from
   * @throws BadInputException if it is none, or one of a schema that only newer versions know
   */
  public static Environment of(Path file, JsonNode root) throws BadInputException {
    if (!root.isObject() || !root.path("schema").canConvertToInt()) {
      throw BadInputException.of(
          file, "an environment with a \"schema\" number", "none", "delete it to do without");
    }
    int schema = root.path("schema").intValue();
    if (schema > Environment.SCHEMA) {
      throw BadInputException.of(
          file,
          "schema " + Environment.SCHEMA + " or older",
          "schema " + schema,
          "a newer version of this suite wrote it: use that one");
    }
    try {
      return JSON.treeToValue(root, Environment.class);
    } catch (MismatchedInputException e) {
      throw wrong(file, root, e);
    } catch (JsonProcessingException e) {
      throw BadInputException.of(file, "an environment", JmhJson.firstLine(e.getOriginalMessage()));
    }
  }

  /** Writes an environment, so that a reader sees the old one or the new one, whole. */
  public static void write(Environment environment, Path file) throws IOException {
    WholeFile.write(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(environment) + "\n");
  }

  /** Says which field is of the wrong type. */
  private static BadInputException wrong(Path file, JsonNode root, MismatchedInputException e) {
    JsonNode found = root;
    String field = "";
    for (JsonMappingException.Reference step : e.getPath()) {
      boolean named = step.getFieldName() != null;
      found = named ? found.path(step.getFieldName()) : found.path(step.getIndex());
      field = named ? step.getFieldName() : field;
    }
    return BadInputException.of(
        file,
        "\"" + JmhJson.firstLine(field) + "\" to be " + expected(e.getTargetType()),
        JmhJson.firstLine(found.toString()));
  }

  private static String expected(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    return type.isPrimitive()
        ? "a number"
        : List.class.isAssignableFrom(type) ? "an array" : "an object";
  }
}
