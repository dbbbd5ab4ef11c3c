package dev.imagestore.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A JDK of this machine.
 *
 * @param java its launcher
 * @param feature 17, 25 …; 0 if not known
 * @param version {@code 25.0.3+9-LTS}; empty if not known
 * @param vendor {@code Eclipse Adoptium}; empty if not known
 * @param vm {@code OpenJDK 64-Bit Server VM}; empty if not known
 * @param problem why nothing can be measured on it, in one line without its path; empty if it can
 */
public record InstalledJdk(
    Path java, int feature, String version, String vendor, String vm, String problem) {
  /** The oldest that the suite runs on. */
  public static final int OLDEST = 17;

  private static final long PATIENCE_SECONDS = 30;

  /** The launcher of a JDK. */
  public static Path launcher(Path home) {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    return home.resolve("bin").resolve(windows ? "java.exe" : "java");
  }

  /** The one that runs this. */
  public static InstalledJdk current() {
    Map<String, String> properties = new TreeMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name)));
    return of(launcher(Path.of(System.getProperty("java.home"))), properties);
  }

  /**
   * Asks a JDK for its version, by starting it.
   *
   * @param given its home, or its {@code java}
   */
  public static InstalledJdk at(Path given) {
    boolean launcher = !Files.isDirectory(given) && (Files.exists(given) || given.endsWith("java"));
    Path java = (launcher ? given : launcher(given)).toAbsolutePath().normalize();
    if (Files.notExists(java)) {
      return unusable(
          java, Files.isDirectory(given) ? "there is no bin/java in it" : "there is no such file");
    }
    if (!Files.isRegularFile(java) || !Files.isExecutable(java)) {
      return unusable(java, "it can't be started");
    }
    Path answer = null;
    Process process = null;
    try {
      // To a file: a launcher that hangs would never end its stream.
      answer = Files.createTempFile("imagestore-jdk", ".txt");
      process =
          new ProcessBuilder(java.toString(), "-XshowSettings:properties", "-version")
              .redirectErrorStream(true)
              .redirectOutput(answer.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return unusable(java, "it does not answer -version within " + PATIENCE_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        return unusable(
            java, "it does not start: -version ends with status " + process.exitValue());
      }
      return of(java, properties(new String(Files.readAllBytes(answer), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      return unusable(java, "it does not start");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unusable(java, "interrupted while it was asked for its version");
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      deleteQuietly(answer);
    }
  }

  /** What {@code -XshowSettings:properties} prints, as far as it names the JVM. */
  private static Map<String, String> properties(String text) {
    Map<String, String> properties = new TreeMap<>();
    text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("java.") && line.contains(" = "))
        .forEach(
            line ->
                properties.put(
                    line.substring(0, line.indexOf(" = ")),
                    line.substring(line.indexOf(" = ") + 3)));
    return properties;
  }

  private static InstalledJdk of(Path java, Map<String, String> properties) {
    String specification = properties.getOrDefault("java.specification.version", "");
    // Before 9 it was 1.8.
    int feature =
        specification.matches("\\d{1,4}")
            ? Integer.parseInt(specification)
            : specification.matches("1\\.\\d") ? specification.charAt(2) - '0' : 0;
    String version =
        properties.getOrDefault("java.vm.version", properties.getOrDefault("java.version", ""));
    String problem = "";
    if (feature == 0) {
      problem = "it does not say which version it is";
    } else if (feature < OLDEST) {
      problem = "it is JDK " + feature + ", the suite needs " + OLDEST + " or newer";
    }
    return new InstalledJdk(
        java,
        feature,
        version,
        properties.getOrDefault("java.vendor", ""),
        properties.getOrDefault("java.vm.name", ""),
        problem);
  }

  private static InstalledJdk unusable(Path java, String problem) {
    return new InstalledJdk(java, 0, "", "", "", problem);
  }

  private static void deleteQuietly(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A few lines in the temporary directory.
    }
  }

  /** The directory it is installed in. */
  public Path home() {
    Path bin = java.getParent();
    return bin == null || bin.getParent() == null ? java : bin.getParent();
  }
}
