package dev.imagestore.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagestore.input.BadInputException;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads and writes {@code <name>.env.json}. Fields are those of {@link Environment}; a field that
 * is missing is empty text or 0, one that we don't know is ignored.
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
    return new Fields(file).environment(schema, root);
  }

  /** Writes an environment, so that a reader sees the old one or the new one, whole. */
  public static void write(Environment environment, Path file) throws IOException {
    WholeFile.write(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(environment) + "\n");
  }

  /** Typed access to fields, which names the field that is of the wrong type. */
  private record Fields(Path file) {
    Environment environment(int schema, JsonNode root) throws BadInputException {
      JsonNode run = object(root, "run");
      JsonNode machine = object(root, "machine");
      JsonNode work = object(root, "workDirectory");
      JsonNode jdk = object(root, "jdk");
      return new Environment(
          schema,
          new Environment.Run(
              text(run, "kind"),
              text(run, "started"),
              number(run, "seconds"),
              run.path("complete").asBoolean(false),
              texts(run, "failed"),
              texts(run, "warnings"),
              texts(run, "arguments")),
          new Environment.Machine(
              text(machine, "cpu"),
              (int) number(machine, "cores"),
              (long) number(machine, "memoryBytes"),
              text(machine, "os"),
              text(machine, "kernel"),
              text(machine, "arch")),
          new Environment.WorkDirectory(
              text(work, "fileSystem"), text(work, "journal"), text(work, "options")),
          new Environment.Jdk(
              (int) number(jdk, "feature"),
              text(jdk, "version"),
              text(jdk, "vendor"),
              text(jdk, "vm"),
              text(jdk, "collector"),
              texts(jdk, "flags")),
          texts(object(root, "libraries")),
          text(root, "commit"),
          datasets(object(root, "datasets")),
          texts(object(root, "conditions")));
    }

    private SortedMap<String, String> texts(JsonNode node) throws BadInputException {
      SortedMap<String, String> texts = new TreeMap<>();
      for (var named : node.properties()) {
        texts.put(named.getKey(), text(node, named.getKey()));
      }
      return texts;
    }

    private SortedMap<String, Environment.Dataset> datasets(JsonNode node)
        throws BadInputException {
      SortedMap<String, Environment.Dataset> datasets = new TreeMap<>();
      for (var named : node.properties()) {
        JsonNode dataset = object(node, named.getKey());
        datasets.put(
            named.getKey(),
            new Environment.Dataset(
                text(dataset, "fingerprint"),
                (long) number(dataset, "distinct"),
                text(dataset, "shapes"),
                (long) number(dataset, "bytes")));
      }
      return datasets;
    }

    private JsonNode object(JsonNode parent, String field) throws BadInputException {
      JsonNode node = parent.path(field);
      if (node.isMissingNode() || node.isNull()) {
        return JSON.createObjectNode();
      }
      return check(node.isObject(), node, field, "an object");
    }

    private String text(JsonNode parent, String field) throws BadInputException {
      JsonNode node = parent.path(field);
      if (node.isMissingNode() || node.isNull()) {
        return "";
      }
      return check(node.isTextual(), node, field, "text").textValue();
    }

    private double number(JsonNode parent, String field) throws BadInputException {
      JsonNode node = parent.path(field);
      if (node.isMissingNode() || node.isNull()) {
        return 0;
      }
      return check(node.isNumber(), node, field, "a number").doubleValue();
    }

    private List<String> texts(JsonNode parent, String field) throws BadInputException {
      List<String> texts = new ArrayList<>();
      JsonNode node = parent.path(field);
      if (node.isMissingNode() || node.isNull()) {
        return texts;
      }
      for (JsonNode text : check(node.isArray(), node, field, "an array")) {
        texts.add(check(text.isTextual(), text, field, "text").textValue());
      }
      return texts;
    }

    private JsonNode check(boolean good, JsonNode node, String field, String expected)
        throws BadInputException {
      if (!good) {
        throw BadInputException.of(
            file,
            "\"" + JmhJson.firstLine(field) + "\" to be " + expected,
            JmhJson.firstLine(node.toString()));
      }
      return node;
    }
  }
}
