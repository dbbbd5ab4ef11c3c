package dev.imagestore.bench;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The JVM that runs the forks: this one, or the one that {@code -jvm} names.
 *
 * @param properties its system properties, as far as they name it
 */
record JvmUnderTest(Properties properties) {
  private static final int OLDEST = 17;

  /** This JVM. */
  static JvmUnderTest current() {
    return new JvmUnderTest(System.getProperties());
  }

  /**
   * Asks another JVM who it is.
   *
   * @param java its launcher
   * @throws BadInputException if it does not start or is too old
   */
  static JvmUnderTest at(Path java) throws IOException {
    if (!Files.isExecutable(java)) {
      throw BadInputException.of(
          java, "the java launcher of a JDK (-jvm)", "nothing that can be started");
    }
    Process process =
        new ProcessBuilder(java.toString(), "-XshowSettings:properties", "-version")
            .redirectErrorStream(true)
            .start();
    Properties properties = new Properties();
    try {
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw BadInputException.of(
            java, "a JVM that starts (-jvm)", "exit status " + process.exitValue());
      }
      text.lines()
          .map(String::strip)
          .filter(line -> line.startsWith("java.") && line.contains(" = "))
          .forEach(
              line ->
                  properties.setProperty(
                      line.substring(0, line.indexOf(" = ")),
                      line.substring(line.indexOf(" = ") + 3)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + java + " for its version", e);
    } finally {
      process.destroyForcibly();
    }
    JvmUnderTest found = new JvmUnderTest(properties);
    if (found.feature() < OLDEST) {
      throw BadInputException.of(
          java, "JDK " + OLDEST + " or newer (-jvm)", "JDK " + found.feature());
    }
    return found;
  }

  /** 17, 25 … */
  int feature() {
    String specification = get("java.specification.version");
    return specification.matches("\\d+") ? Integer.parseInt(specification) : 8;
  }

  /** A property, or empty text. */
  String get(String name) {
    return properties.getProperty(name, "");
  }
}
