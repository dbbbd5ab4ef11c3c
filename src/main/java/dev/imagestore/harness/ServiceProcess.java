package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Backends;
import dev.imagestore.store.Service;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Service} in a process of its own; both ends of the pipe. The service lives as long as
 * its standard input is open: it ends when the harness closes it, and when the harness is gone,
 * even by kill -9. On standard output it says once how it is reached, or why it is not.
 */
public final class ServiceProcess implements Closeable {
  /** A service may have to delete what it keeps on a server far away. */
  private static final long PATIENCE_SECONDS = 120;

  /** Enough for any service that is a JVM; its own default depends on the machine. */
  private static final String HEAP = "-Xmx512m";

  private static final String REFUSED = "refused";
  private static final char END = '\f';

  private final Process process;
  private final Map<String, String> properties;
  private final Path complaints;

  private ServiceProcess(Process process, Map<String, String> properties, Path complaints) {
    this.process = process;
    this.properties = properties;
    this.complaints = complaints;
  }

  /**
   * Starts the service that stores of a backend need, and waits until it answers.
   *
   * @param directory a path for its files, at which there is nothing yet
   * @throws BadInputException if it does not start, with its own reason
   */
  static ServiceProcess start(String backend, Path directory) throws IOException {
    Files.createDirectory(directory);
    Path complaints = directory.resolveSibling(directory.getFileName() + ".err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                ServiceProcess.class.getName(),
                backend,
                directory.toString())
            .redirectError(complaints.toFile())
            .start();
    try {
      Map<String, String> said = read(process);
      if (said.containsKey(REFUSED)) {
        throw new BadInputException("backend " + backend + ": " + said.get(REFUSED));
      }
      return new ServiceProcess(process, said, complaints);
    } catch (IOException | RuntimeException e) {
      end(process);
      throw e;
    }
  }

  private static Map<String, String> read(Process process) throws IOException {
    StringBuilder text = new StringBuilder();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    int c = out.read();
    while (c >= 0 && c != END) {
      text.append((char) c);
      c = out.read();
    }
    if (c < 0) {
      return Map.of(REFUSED, "its service ended before it answered");
    }
    Properties said = new Properties();
    said.load(new StringReader(text.toString()));
    Map<String, String> properties = new HashMap<>();
    said.stringPropertyNames().forEach(name -> properties.put(name, said.getProperty(name)));
    return properties;
  }

  /** How it is reached. */
  Map<String, String> properties() {
    return properties;
  }

  /** What it said about how it ended; lines that begin with {@code #}. */
  List<String> complaints() {
    try {
      return Files.readAllLines(complaints).stream().filter(line -> line.startsWith("# ")).toList();
    } catch (IOException e) {
      return List.of(); // The run's directory was deleted meanwhile.
    }
  }

  /** Ends it, and waits until it has. */
  @Override
  public void close() {
    end(process);
  }

  private static void end(Process process) {
    try {
      process.getOutputStream().close();
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // Its end of the pipe is closed: it is gone, or about to go.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /**
   * The other end: runs the service.
   *
   * @param args the backend's name, the directory
   */
  public static void main(String[] args) throws IOException {
    Service service =
        Backends.named(args[0])
            .service()
            .orElseThrow(() -> new IllegalArgumentException(args[0] + " needs no service"));
    try {
      Service.Running running = service.start(Path.of(args[1]));
      // In a hook, because Ctrl-C in a terminal is a signal to this process, too.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running), "end of service"));
      say(running.properties());
      while (System.in.read() >= 0) {
        // Nothing is ever said.
      }
    } catch (IOException e) {
      say(Map.of(REFUSED, service.name() + " did not start: " + oneLine(e)));
    }
    System.exit(0); // Whatever threads the service has left.
  }

  private static String oneLine(IOException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }

  private static void close(Service.Running running) {
    try {
      running.close();
    } catch (IOException e) {
      System.err.println("# " + oneLine(e));
    }
  }

  private static void say(Map<String, String> properties) throws IOException {
    Properties said = new Properties();
    said.putAll(properties);
    StringWriter text = new StringWriter();
    said.store(text, null);
    System.out.write((text.toString() + END).getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }
}
