package dev.imagestore.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The classes that forks load, in a form that a JVM maps instead of reading, checking and linking
 * them: forks start sooner. Made by this process of itself, after it has tried every backend; the
 * JVM must have been started with {@link #FLAGS}.
 */
final class ClassArchive {
  /**
   * Flags of a JVM that can make one. Whatever the JVM has to say of classes that it leaves out
   * must not go to standard output.
   */
  static final List<String> FLAGS =
      List.of("-XX:+RecordDynamicDumpInfo", "-Xlog:disable", "-Xlog:all=error:stderr");

  /** The name of the file. */
  static final String NAME = "classes.jsa";

  private static final String FLAG = "-XX:SharedArchiveFile=";

  /** Of the jar: what a fork needs and this process may not have needed yet. */
  private static final List<String> PACKAGES =
      List.of("org/openjdk/jmh/", "dev/imagestore/workload/", "dev/imagestore/store/");

  private ClassArchive() {}

  /**
   * Makes one.
   *
   * @param directory where it goes
   * @return the flag of forks that use it; empty where this JVM can't make one
   */
  static Optional<String> make(Path directory) {
    if (!ManagementFactory.getRuntimeMXBean().getInputArguments().contains(FLAGS.get(0))) {
      return Optional.empty();
    }
    Path file = directory.resolve(NAME);
    try {
      loadClasses();
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "vmCds",
              new Object[] {new String[] {"dynamic_dump", file.toString()}},
              new String[] {String[].class.getName()});
    } catch (IOException | URISyntaxException | JMException | RuntimeException e) {
      return Optional.empty();
    }
    return Files.exists(file) ? Optional.of(FLAG + file) : Optional.empty();
  }

  private static void loadClasses() throws IOException, URISyntaxException {
    Path jar =
        Path.of(ClassArchive.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isRegularFile(jar)) {
      return; // Classes in directories can't be archived.
    }
    try (JarFile entries = new JarFile(jar.toFile())) {
      entries.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && PACKAGES.stream().anyMatch(name::startsWith))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .forEach(ClassArchive::load);
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, ClassArchive.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // One that needs what is not in the jar: no fork needs it either.
    }
  }
}
