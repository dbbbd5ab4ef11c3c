package dev.imagestore;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The finished jar, run as a user runs it: in a directory of its own, with a work directory of its
 * own.
 */
public final class Jar {
  private static final long PATIENCE_SECONDS = 180;

  private static final String MAIN = "dev.imagestore.Main";

  private final Path directory;
  private final List<Path> before;
  private final Path work;

  /**
   * Prepares to run.
   *
   * @param directory where it runs; results/ comes there
   */
  public Jar(Path directory) throws IOException {
    this(directory, List.of());
  }

  /**
   * Prepares to run with more on the class path.
   *
   * @param directory where it runs; results/ comes there
   * @param before directories of classes that go before the jar
   */
  public Jar(Path directory, List<Path> before) throws IOException {
    this.directory = directory;
    this.before = new ArrayList<>(before);
    this.work = Files.createDirectories(directory.resolve("work"));
  }

  /**
   * What a run said.
   *
   * @param status exit status
   * @param out standard output
   * @param err standard error
   */
  public record Said(int status, String out, String err) {

    /**
     * The lines of standard error, less what JDK 24 and later say of the Unsafe that libraries use.
     */
    public List<String> complaints() {
      return err.lines().filter(line -> !line.startsWith("WARNING: ")).toList();
    }
  }

  /** The path of the jar that the build made. */
  public static Path path() {
    return Path.of(System.getProperty("imagestore.jar", "target/benchmarks.jar")).toAbsolutePath();
  }

  /** Where stores are made. */
  public Path work() {
    return work;
  }

  /** Puts one class of the tests on the class path too, where {@code -prof} finds it. */
  public void add(Class<?> more) throws IOException {
    String name = more.getName().replace('.', '/') + ".class";
    Path directoryOfClasses = directory.resolve("classes");
    Path file = directoryOfClasses.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = more.getClassLoader().getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    before.add(directoryOfClasses);
  }

  /** Starts it; JMH's lock is ignored, as tests of others may run. */
  public Process start(String... args) throws IOException {
    return startClass(MAIN, args);
  }

  private Process startClass(String main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Djmh.ignoreLock=true");
    if (before.isEmpty()) {
      command.addAll(List.of("-jar", path().toString()));
    } else {
      List<String> all = new ArrayList<>(before.stream().map(Path::toString).toList());
      all.add(path().toString());
      command.addAll(List.of("-cp", String.join(File.pathSeparator, all), main));
    }
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out.txt").toFile())
            .redirectError(directory.resolve("err.txt").toFile());
    builder.environment().put("IMAGESTORE_WORK", work.toString());
    return builder.start();
  }

  /** Runs it to its end. */
  public Said run(String... args) throws IOException, InterruptedException {
    return runClass(MAIN, args);
  }

  /** Runs another class of the class path to its end. */
  public Said runClass(String main, String... args) throws IOException, InterruptedException {
    Process process = startClass(main, args);
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "still running after " + PATIENCE_SECONDS + " s:\n" + said(-1).out());
      }
      return said(process.exitValue());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** What it has said so far. */
  public Said said(int status) throws IOException {
    return new Said(
        status,
        Files.readString(directory.resolve("out.txt")),
        Files.readString(directory.resolve("err.txt")));
  }

  /** The files of the directory {@code results} that end with {@code suffix}, sorted. */
  public List<Path> results(String suffix) throws IOException {
    Path results = directory.resolve("results");
    if (!Files.isDirectory(results)) {
      return List.of();
    }
    try (var files = Files.list(results)) {
      return files.filter(f -> f.getFileName().toString().endsWith(suffix)).sorted().toList();
    }
  }

  /** JMH's result files, without the environments beside them. */
  public List<Path> resultFiles() throws IOException {
    return results(".json").stream().filter(f -> !f.toString().endsWith(".env.json")).toList();
  }
}
