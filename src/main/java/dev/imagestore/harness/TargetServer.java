package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.workload.ForkFlags;
import dev.imagestore.workload.Planted;
import dev.imagestore.workload.Turns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The harness as a servant: a process on the JDK that is measured, which runs forks when it is
 * asked to, so that what JMH decides on the host it decides for that JDK. {@code track} has one for
 * each JDK and jar.
 *
 * <p>It speaks {@link Protocol}: requests on standard input, one answer each on standard output;
 * JMH's text goes to standard error.
 *
 * <p>When its input ends, so does the process, by itself or by a signal: the fork is killed and the
 * workspace deleted.
 */
public final class TargetServer {
  /** The first argument that makes the jar a target server. */
  public static final String WORD = "worker";

  /** The output belongs to a JVM that is gone. */
  private static final int ABANDONED = 1;

  private final BlockingQueue<Optional<String>> requests = new LinkedBlockingQueue<>();
  private final PrintStream log;
  private final Interruption interruption = new Interruption(this::cleanUp);
  private volatile boolean busy;
  private volatile JmhHarness jmh;

  private TargetServer(PrintStream log) {
    this.log = log;
  }

  /**
   * Serves until the input ends.
   *
   * @param in requests
   * @param out answers, and nothing else
   * @param log JMH's text
   * @return the exit status
   */
  public static int serve(InputStream in, PrintStream out, PrintStream log) throws IOException {
    return new TargetServer(log).answerAll(in, out);
  }

  private int answerAll(InputStream in, PrintStream out) throws IOException {
    Thread reader = new Thread(() -> read(in), "requests");
    reader.setDaemon(true);
    reader.start();
    try {
      Optional<String> request = next();
      while (request.isPresent()) {
        String answer = Protocol.line(answer(request.get()));
        // Before it is said: the next request may come at once, and makes us busy again.
        busy = false;
        out.println(answer);
        request = next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    interruption.checkpoint();
    interruption.disarm();
    cleanUp();
    return 0;
  }

  private Optional<String> next() throws InterruptedException {
    Optional<String> request = requests.take();
    interruption.checkpoint();
    return request;
  }

  private void read(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        busy = true;
        requests.add(Optional.of(line));
        line = lines.readLine();
      }
    } catch (IOException e) {
      log.println("# " + e.getMessage());
    }
    requests.add(Optional.empty());
    if (busy) {
      // Nobody waits for the answer. The shutdown hook kills the fork.
      System.exit(ABANDONED);
    }
  }

  private Protocol.Answer answer(String line) {
    try {
      Protocol.Request asked = Protocol.request(line);
      return asked instanceof Protocol.Prepare prepare
          ? prepare(prepare)
          : run((Protocol.Run) asked);
    } catch (BadInputException e) {
      return new Protocol.Refused(e.getMessage());
    } catch (IOException | RuntimeException e) {
      e.printStackTrace(log);
      return new Protocol.Refused(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private Protocol.Answer prepare(Protocol.Prepare asked) throws IOException {
    if (asked.protocol() != Protocol.VERSION || jmh != null) {
      return new Protocol.Refused(
          "it is another build, which speaks protocol "
              + Protocol.VERSION
              + " and not "
              + asked.protocol());
    }
    RunPlan plan = RunPlan.of(asked.arguments());
    // Brief: text that is written while a fork of another target is measured disturbs it.
    RunConsole console = new RunConsole(log, VerboseMode.NORMAL, true, interruption);
    JmhHarness begun =
        new JmhHarness(
            plan, InstalledJdk.current(), collector(asked.collector()), console, interruption);
    jmh = begun;
    try {
      begun.prepare(asked.arguments(), Optional.ofNullable(asked.images()).map(Path::of));
    } catch (IOException | RuntimeException e) {
      // What is half prepared must not be asked to run anything.
      jmh = null;
      begun.close();
      throw e;
    }
    List<String> names = begun.configurations();
    return new Protocol.Prepared(
        names,
        IntStream.range(0, names.size()).mapToObj(c -> begun.seconds(c, 1)).toList(),
        Protocol.tree(begun.environment()),
        begun.images().toString());
  }

  private static ForkFlags.Collector collector(String asked) throws BadInputException {
    try {
      return ForkFlags.Collector.valueOf(String.valueOf(asked).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadInputException("it knows no collector '" + asked + "'", e);
    }
  }

  private Protocol.Answer run(Protocol.Run asked) throws IOException {
    int configuration = asked.configuration();
    if (jmh == null || configuration < 0 || configuration >= jmh.configurations().size()) {
      return new Protocol.Refused("it has no configuration " + configuration);
    }
    List<String> flags = new ArrayList<>();
    flags.add("-D" + Turns.PROPERTY + "=" + asked.turns());
    flags.add("-D" + Turns.SLOT_PROPERTY + "=" + asked.slot());
    if (asked.planted() > 0) {
      flags.add("-D" + Planted.PROPERTY + "=" + asked.planted());
    }
    Fork fork;
    interruption.busy(true);
    try {
      fork = jmh.run(configuration, 1, flags);
    } finally {
      interruption.busy(false);
    }
    return fork instanceof Fork.Measured measured
        ? new Protocol.Ran(List.of(measured.result()))
        : new Protocol.Failed(((Fork.Failed) fork).reason());
  }

  private void cleanUp() {
    try {
      if (jmh != null) {
        jmh.close();
      }
    } catch (IOException e) {
      log.println("# the workspace could not be removed; the next run tries again");
    }
  }
}
