package dev.imagestore.result;

import dev.imagestore.input.BadInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads result files: the JSON that JMH writes, the suite's and other people's. */
public final class ResultFiles {
  private static final String JSON = ".json";

  private ResultFiles() {}

  /**
   * Reads a JMH result file, of JMH 1.2x or 1.3x, and the environment beside it where there is one.
   *
   * @param json the results; never larger than what a run can write, see {@link JmhJson}
   * @return at least one result, in the order of the file
   * @throws BadInputException if this is not a result file; one line says what is wrong and where
   */
  public static ResultFile read(Path json) throws IOException {
    if (Files.isDirectory(json)) {
      throw BadInputException.of(
          json, "a JMH result file", "a directory", "name the .json file in it");
    }
    if (Files.notExists(json)) {
      throw new BadInputException(json + ": no such file; expected a JMH result file");
    }
    List<BenchmarkResult> results;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(json))) {
      results = JmhJson.read(json, in);
    }
    if (results.isEmpty()) {
      throw BadInputException.of(
          json,
          "at least one benchmark",
          "an empty array",
          "the run was stopped before its first result, or every benchmark failed");
    }
    return new ResultFile(name(json), EnvironmentFiles.readBeside(json), results);
  }

  /**
   * A result file that is still in memory.
   *
   * @param name of the file to be, without {@code .json}
   * @param json JMH's JSON; may hold no result
   * @throws BadInputException if it is anything else
   */
  public static ResultFile of(String name, String json, Environment environment)
      throws IOException {
    try (InputStream in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
      return new ResultFile(name, Optional.of(environment), JmhJson.read(Path.of(name + JSON), in));
    }
  }

  /**
   * A result file from a stream, with no environment beside it.
   *
   * @param name of the file, without {@code .json}
   * @throws BadInputException if this is not a result file
   */
  public static ResultFile read(String name, InputStream in) throws IOException {
    return new ResultFile(name, Optional.empty(), JmhJson.read(Path.of(name + JSON), in));
  }

  /** The file's name without directory and {@code .json}. */
  public static String name(Path json) {
    String name = String.valueOf(json.getFileName());
    return name.endsWith(JSON) ? name.substring(0, name.length() - JSON.length()) : name;
  }
}
