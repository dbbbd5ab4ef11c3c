package dev.imagestore.analysis;

import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import java.io.IOException;
import java.nio.file.Path;

/** The small result files in {@code src/test/resources/results}. */
public final class TestResults {
  private TestResults() {}

  /** A result file by its name, and its environment where it has one. */
  public static ResultFile read(String name) throws IOException {
    return ResultFiles.read(path(name));
  }

  public static Path path(String name) {
    return Path.of("src", "test", "resources", "results", name + ".json");
  }
}
