package dev.imagestore.harness;

import dev.imagestore.result.Publishable;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Target processes as processes: the jar, run by the target's own {@code java}. They end when their
 * input does, which it does however this process ends, even by kill -9. If it ends by itself or by
 * Ctrl-C, it waits for them, so that none is left and nor are their files.
 */
public final class TargetProcesses implements TargetLauncher, Closeable {
  /** Killing a fork and deleting a store of 100,000 files takes a while. */
  private static final long PATIENCE_SECONDS = 20;

  private static final String JMH_PROPERTIES = "jmh.";

  private final Function<Target, List<String>> program;
  private final String word;
  private final List<Process> processes = new CopyOnWriteArrayList<>();
  private final Runnable interrupted;
  private final Thread hook = new Thread(this::interrupt, "targets-end");
  private JmhLock lock;
  private volatile boolean stopping;

  /**
   * A launcher.
   *
   * @param word the first argument that makes the jar a target process
   * @param interrupted is run last if this JVM goes down before {@link #close}
   */
  public TargetProcesses(String word, Runnable interrupted) {
    this(target -> List.of("-jar", target.jar().toString()), word, interrupted);
  }

  /**
   * A launcher of something else than jars.
   *
   * @param program what a target's {@code java} is given to run, before the word
   */
  TargetProcesses(Function<Target, List<String>> program, String word, Runnable interrupted) {
    this.program = program;
    this.word = word;
    this.interrupted = interrupted;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public TargetProcess launch(Target target, Path log) throws IOException {
    if (lock == null) {
      lock = JmhLock.take();
    }
    List<String> command = new ArrayList<>();
    command.add(target.jdk().java().toString());
    // How JMH works, as far as it was chosen for us, is chosen for them.
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith(JMH_PROPERTIES) && !name.equals(JmhLock.IGNORE))
        .sorted()
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.add("-D" + JmhLock.IGNORE + "=true");
    command.addAll(ClassArchive.FLAGS);
    command.addAll(program.apply(target));
    command.add(word);
    Process process = new ProcessBuilder(command).start();
    processes.add(process);
    if (stopping) {
      process.destroy();
    }
    Thread logger = new Thread(() -> log(process.getErrorStream(), log), "log of " + target.name());
    logger.setDaemon(true);
    logger.start();
    return new JarProcess(process, logger);
  }

  /** JMH's text names the JDK's path; results are for publishing. */
  private static void log(InputStream said, Path log) {
    try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8));
        BufferedWriter out =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.write(Publishable.text(line));
        out.newLine();
        out.flush();
      }
    } catch (IOException e) {
      // A log that can't be written ends nothing; the target process must not block on it, though.
      drain(said);
    }
  }

  private static void drain(InputStream in) {
    try (in) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It has ended.
    }
  }

  private void interrupt() {
    stop();
    interrupted.run();
  }

  private void stop() {
    stopping = true;
    for (Process process : processes) {
      closeInput(process);
    }
    for (Process process : processes) {
      await(process);
    }
  }

  private static void closeInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // Gone already.
    }
  }

  private static void await(Process process) {
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Ends all target processes. */
  @Override
  public void close() throws IOException {
    if (!stopping) {
      stop();
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    if (lock != null) {
      lock.close();
    }
  }

  private final class JarProcess implements TargetProcess {
    private final Process process;
    private final Thread logger;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    JarProcess(Process process, Thread logger) {
      this.process = process;
      this.logger = logger;
      requests =
          new BufferedWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public String ask(String request) throws IOException {
      String answer = null;
      try {
        requests.write(request);
        requests.write('\n');
        requests.flush();
        answer = answers.readLine();
      } catch (IOException e) {
        // Its end of the pipe is closed: it has ended, or is about to.
      }
      if (answer == null) {
        int status = ended();
        parkIfStopping();
        throw new EndedException(status);
      }
      parkIfStopping();
      return answer;
    }

    @Override
    public void killForks() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private int ended() throws IOException {
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          process.waitFor();
        }
        return process.exitValue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while a target process ended", e);
      }
    }

    /** While the JVM goes down, nothing that a dying target process says is a result. */
    private void parkIfStopping() {
      while (stopping && !Thread.currentThread().isInterrupted()) {
        try {
          Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public void close() throws IOException {
      closeInput(process);
      await(process);
      processes.remove(process);
      try {
        logger.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
