package dev.imagestore.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagestore.input.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * <p>It speaks JSON, one object a line: requests on standard input, one answer each on standard
 * output; JMH's text goes to standard error.
 *
 * <table>
 * <caption>Protocol {@value #PROTOCOL}</caption>
 * <tr><td>{@code {"do": "prepare", "protocol": 1, "arguments": [JMH's arguments],
 *     "images": "workspace of another worker of this build, to share its images; or nothing"}}</td>
 *     <td>{@code {"configurations": [names], "seconds": [a fork], "environment": {of env.json},
 *     "images": "its workspace"}}</td></tr>
 * <tr><td>{@code {"do": "run", "configuration": index}}</td>
 *     <td>{@code {"results": [JMH's JSON of one fork]}}, or {@code {"failure": "why the fork
 *     failed"}}</td></tr>
 * <tr><td>either</td><td>{@code {"refused": "why nothing can be run"}}</td></tr>
 * </table>
 *
 * <p>When its input ends, so does the process, by itself or by a signal: the fork is killed and the
 * workspace deleted.
 */
public final class Worker {
  /** The first argument that makes the jar a worker. */
  public static final String WORD = "worker";

  /** Version of what is said between the two. */
  static final int PROTOCOL = 1;

  /** The output belongs to a JVM that is gone. */
  private static final int ABANDONED = 1;

  private static final JsonMapper JSON = new JsonMapper();

  private final BlockingQueue<Optional<String>> requests = new LinkedBlockingQueue<>();
  private final PrintStream log;
  private final Interruption interruption = new Interruption(this::cleanUp);
  private volatile boolean busy;
  private volatile Session session;

  private Worker(PrintStream log) {
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
    return new Worker(log).answerAll(in, out);
  }

  private int answerAll(InputStream in, PrintStream out) throws IOException {
    Thread reader = new Thread(() -> read(in), "requests");
    reader.setDaemon(true);
    reader.start();
    try {
      Optional<String> request = next();
      while (request.isPresent()) {
        String answer = JSON.writeValueAsString(answer(request.get()));
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

  private ObjectNode answer(String request) {
    try {
      JsonNode asked = JSON.readTree(request);
      return switch (asked.path("do").asText()) {
        case "prepare" -> prepare(asked);
        case "run" -> run(asked.path("configuration").asInt(-1));
        default -> refusal("it knows no request '" + asked.path("do").asText() + "'");
      };
    } catch (JsonProcessingException e) {
      return refusal("a request is not JSON: " + e.getOriginalMessage());
    } catch (BadInputException e) {
      return refusal(e.getMessage());
    } catch (IOException | RuntimeException e) {
      e.printStackTrace(log);
      return refusal(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private ObjectNode prepare(JsonNode asked) throws IOException {
    if (asked.path("protocol").asInt() != PROTOCOL || session != null) {
      return refusal(
          "it is another build, which speaks protocol "
              + PROTOCOL
              + " and not "
              + asked.path("protocol").asInt());
    }
    List<String> arguments = new ArrayList<>();
    asked.path("arguments").forEach(a -> arguments.add(a.asText()));
    RunPlan plan = RunPlan.of(arguments);
    RunConsole console = new RunConsole(log, VerboseMode.NORMAL, false, interruption);
    Session begun = new Session(plan, Jdk.current(), console, interruption);
    session = begun;
    try {
      begun.prepare(
          arguments, Optional.ofNullable(asked.get("images")).map(i -> Path.of(i.asText())));
    } catch (IOException | RuntimeException e) {
      // What is half prepared must not be asked to run anything.
      session = null;
      begun.close();
      throw e;
    }
    ObjectNode answer = JSON.createObjectNode();
    List<String> names = begun.configurations();
    names.forEach(answer.putArray("configurations")::add);
    ArrayNode seconds = answer.putArray("seconds");
    IntStream.range(0, names.size()).forEach(c -> seconds.add(begun.seconds(c, 1)));
    answer.set("environment", JSON.valueToTree(begun.environment()));
    answer.put("images", begun.images().toString());
    return answer;
  }

  private ObjectNode run(int configuration) throws IOException {
    if (session == null || configuration < 0 || configuration >= session.configurations().size()) {
      return refusal("it has no configuration " + configuration);
    }
    Fork fork;
    interruption.busy(true);
    try {
      fork = session.run(configuration, 1);
    } finally {
      interruption.busy(false);
    }
    ObjectNode answer = JSON.createObjectNode();
    if (fork instanceof Fork.Measured measured) {
      answer.putArray("results").add(measured.result());
    } else if (fork instanceof Fork.Failed failed) {
      answer.put("failure", failed.reason());
    }
    return answer;
  }

  private static ObjectNode refusal(String why) {
    return JSON.createObjectNode().put("refused", why);
  }

  private void cleanUp() {
    try {
      if (session != null) {
        session.close();
      }
    } catch (IOException e) {
      log.println("# the workspace could not be removed; the next run tries again");
    }
  }
}
