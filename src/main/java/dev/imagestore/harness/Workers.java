package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Environments;
import dev.imagestore.result.Publishable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A worker for each arm, and what is said with them. */
final class Workers implements ForkRunner, Closeable {
  private static final int LONGEST = 200;

  private final List<Arm> arms;

  /** Where the first worker of each build has its images, by the jar's SHA-256. */
  private final Map<String, String> images = new HashMap<>();

  private final List<Hired> hired = new ArrayList<>();

  /** Names of the configurations that any arm knows, those of the baseline first. */
  private final Map<String, Double> configurations = new LinkedHashMap<>();

  /**
   * A worker that is ready, or why there is none.
   *
   * @param worker null if there is none
   * @param indices the worker's own by configuration
   * @param environment of its forks; null if there is no worker
   * @param lost empty if there is one
   */
  private record Hired(
      WorkerLauncher.Worker worker,
      Map<String, Integer> indices,
      Environment environment,
      String lost) {
    static Hired none(String reason) {
      return new Hired(null, Map.of(), null, reason);
    }
  }

  private Workers(List<Arm> arms) {
    this.arms = arms;
  }

  /**
   * Starts a worker for each arm, one after the other, and has it prepare.
   *
   * @param arguments JMH's
   * @param directory where their logs go
   * @throws BadInputException if none of them can run anything
   */
  static Workers start(
      List<Arm> arms,
      List<String> arguments,
      WorkerLauncher launcher,
      Path directory,
      Consumer<String> progress)
      throws IOException {
    Workers workers = new Workers(List.copyOf(arms));
    try {
      for (Arm arm : arms) {
        workers.hired.add(workers.hire(arm, arguments, launcher, directory));
      }
      if (workers.hired.stream().allMatch(one -> one.worker() == null)) {
        throw new BadInputException("nothing can be measured: " + workers.whyNothing());
      }
      for (int i = 0; i < arms.size(); i++) {
        if (workers.hired.get(i).worker() == null) {
          progress.accept(lost(arms.get(i), workers.hired.get(i)));
        }
      }
      return workers;
    } catch (IOException | RuntimeException e) {
      workers.close();
      throw e;
    }
  }

  /** Reasons, each once. */
  private String whyNothing() {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    for (int i = 0; i < arms.size(); i++) {
      reasons.computeIfAbsent(lost(i), r -> new ArrayList<>()).add(arms.get(i).name());
    }
    return reasons.entrySet().stream()
        .map(reason -> String.join(", ", reason.getValue()) + ": " + reason.getKey())
        .collect(Collectors.joining("; "));
  }

  /** With the paths, which no file of the run has: this is for whom can mend it. */
  private static String lost(Arm arm, Hired none) {
    return "LOST: "
        + arm.name()
        + " ("
        + arm.jdk().java()
        + ", "
        + arm.jar().getFileName()
        + "): "
        + none.lost()
        + "; the others go on";
  }

  private Hired hire(Arm arm, List<String> arguments, WorkerLauncher launcher, Path directory)
      throws IOException {
    if (!arm.jdk().problem().isEmpty()) {
      return Hired.none(arm.jdk().problem());
    }
    Path log = directory.resolve(arm.name() + ".log");
    WorkerLauncher.Worker worker;
    try {
      worker = launcher.launch(arm, log);
    } catch (IOException e) {
      return Hired.none("it does not start");
    }
    Protocol.Prepare request =
        new Protocol.Prepare(Protocol.VERSION, arguments, images.get(arm.sha256()));
    Protocol.Answer answer;
    try {
      answer = Protocol.answer(worker.ask(Protocol.line(request)));
    } catch (WorkerLauncher.EndedException e) {
      worker.close();
      if (e.wasStopped()) {
        throw stopped();
      }
      return Hired.none("its harness " + e.getMessage() + " before it was ready" + lastWords(log));
    }
    if (answer instanceof Protocol.Prepared prepared) {
      return hired(arm, worker, prepared);
    }
    worker.close();
    return Hired.none(
        answer instanceof Protocol.Refused refused
            ? Publishable.text(refused.refused())
            : "its jar is no build of the suite that can be tracked");
  }

  private Hired hired(Arm arm, WorkerLauncher.Worker worker, Protocol.Prepared prepared)
      throws IOException {
    Environment environment = Environments.of(Path.of(arm.name()), prepared.environment());
    if (prepared.images() != null) {
      images.putIfAbsent(arm.sha256(), prepared.images());
    }
    Map<String, Integer> indices = new LinkedHashMap<>();
    for (int i = 0; i < prepared.configurations().size(); i++) {
      indices.put(prepared.configurations().get(i), i);
      configurations.putIfAbsent(prepared.configurations().get(i), prepared.seconds().get(i));
    }
    return new Hired(worker, indices, environment, "");
  }

  /** Why it ended, as far as it said so: a JVM that refuses a flag, a build without workers. */
  private static String lastWords(Path log) throws IOException {
    if (Files.notExists(log)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .reduce((earlier, last) -> last)
          .map(line -> ", saying: " + line.substring(0, Math.min(LONGEST, line.length())))
          .orElse("");
    }
  }

  private static BadInputException stopped() {
    return new BadInputException("stopped; the same command with --resume goes on");
  }

  /** Names of all configurations. */
  List<String> configurations() {
    return List.copyOf(configurations.keySet());
  }

  /** What a fork of each is expected to take, in seconds. */
  List<Double> seconds() {
    return List.copyOf(configurations.values());
  }

  /** Where and with what the forks of an arm run; null if it has no worker. */
  Environment environment(int arm) {
    return hired.get(arm).environment();
  }

  /** Why an arm has no worker; empty if it has. */
  String lost(int arm) {
    return hired.get(arm).lost();
  }

  @Override
  public Fork run(int arm, int configuration) throws IOException {
    Hired one = hired.get(arm);
    if (one.worker() == null) {
      return new Fork.ArmLost(one.lost());
    }
    Integer index = one.indices().get(configurations().get(configuration));
    if (index == null) {
      return new Fork.Failed("this build does not know it");
    }
    Protocol.Answer answer;
    try {
      answer = Protocol.answer(one.worker().ask(Protocol.line(new Protocol.Run(index))));
    } catch (WorkerLauncher.EndedException e) {
      if (e.wasStopped()) {
        throw stopped();
      }
      return lose(arm, "its harness " + e.getMessage() + " during a fork; see its log");
    }
    if (answer instanceof Protocol.Refused refused) {
      throw new BadInputException(
          arms.get(arm).name()
              + ": "
              + refused.refused()
              + "; what was measured is kept, --resume goes on");
    }
    if (answer instanceof Protocol.Failed failed) {
      return new Fork.Failed(failed.failure());
    }
    return answer instanceof Protocol.Ran ran && ran.results().size() == 1
        ? new Fork.Measured(ran.results().get(0))
        : lose(arm, "its harness says what is no answer");
  }

  private Fork lose(int arm, String reason) throws IOException {
    hired.get(arm).worker().close();
    hired.set(arm, Hired.none(reason));
    return new Fork.ArmLost(reason);
  }

  /** Ends all workers. */
  @Override
  public void close() throws IOException {
    for (Hired one : hired) {
      if (one.worker() != null) {
        one.worker().close();
      }
    }
  }
}
