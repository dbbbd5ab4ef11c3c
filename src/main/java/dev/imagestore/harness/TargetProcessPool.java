package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Environment;
import dev.imagestore.result.EnvironmentFiles;
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

/** A target process for each target, and what is said with them. */
final class TargetProcessPool implements ForkRunner, Closeable {
  private static final int LONGEST = 200;

  private final List<Target> targets;

  /** Where the first target process of each build has its images, by the jar's SHA-256. */
  private final Map<String, String> images = new HashMap<>();

  private final List<PooledTarget> pooled = new ArrayList<>();

  /** Names of the configurations that any target knows, those of the baseline first. */
  private final Map<String, Double> configurations = new LinkedHashMap<>();

  /**
   * A target process that is ready, or why there is none.
   *
   * @param process null if there is none
   * @param indices the target process's own by configuration
   * @param environment of its forks; null if there is no target process
   * @param lost empty if there is one
   */
  private record PooledTarget(
      TargetLauncher.TargetProcess process,
      Map<String, Integer> indices,
      Environment environment,
      String lost) {
    static PooledTarget none(String reason) {
      return new PooledTarget(null, Map.of(), null, reason);
    }
  }

  private TargetProcessPool(List<Target> targets) {
    this.targets = targets;
  }

  /**
   * Starts a target process for each target, one after the other, and has it prepare.
   *
   * @param arguments JMH's
   * @param directory where their logs go
   * @throws BadInputException if none of them can run anything
   */
  static TargetProcessPool start(
      List<Target> targets,
      List<String> arguments,
      TargetLauncher launcher,
      Path directory,
      Consumer<String> progress)
      throws IOException {
    TargetProcessPool pool = new TargetProcessPool(List.copyOf(targets));
    try {
      for (Target target : targets) {
        pool.pooled.add(pool.launch(target, arguments, launcher, directory));
      }
      if (pool.pooled.stream().allMatch(one -> one.process() == null)) {
        throw new BadInputException("nothing can be measured: " + pool.whyNothing());
      }
      for (int i = 0; i < targets.size(); i++) {
        if (pool.pooled.get(i).process() == null) {
          progress.accept(lost(targets.get(i), pool.pooled.get(i)));
        }
      }
      return pool;
    } catch (IOException | RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** Reasons, each once. */
  private String whyNothing() {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    for (int i = 0; i < targets.size(); i++) {
      reasons.computeIfAbsent(lost(i), r -> new ArrayList<>()).add(targets.get(i).name());
    }
    return reasons.entrySet().stream()
        .map(reason -> String.join(", ", reason.getValue()) + ": " + reason.getKey())
        .collect(Collectors.joining("; "));
  }

  /** With the paths, which no file of the run has: this is for whom can mend it. */
  private static String lost(Target target, PooledTarget none) {
    return "LOST: "
        + target.name()
        + " ("
        + target.jdk().java()
        + ", "
        + target.jar().getFileName()
        + "): "
        + none.lost()
        + "; the others go on";
  }

  private PooledTarget launch(Target target, List<String> arguments, TargetLauncher launcher, Path directory)
      throws IOException {
    if (!target.jdk().problem().isEmpty()) {
      return PooledTarget.none(target.jdk().problem());
    }
    Path log = directory.resolve(target.name() + ".log");
    TargetLauncher.TargetProcess process;
    try {
      process = launcher.launch(target, log);
    } catch (IOException e) {
      return PooledTarget.none("it does not start");
    }
    Protocol.Prepare request =
        new Protocol.Prepare(Protocol.VERSION, arguments, images.get(target.sha256()));
    Protocol.Answer answer;
    try {
      answer = Protocol.answer(process.ask(Protocol.line(request)));
    } catch (TargetLauncher.EndedException e) {
      process.close();
      if (e.wasStopped()) {
        throw stopped();
      }
      return PooledTarget.none("its harness " + e.getMessage() + " before it was ready" + lastWords(log));
    }
    if (answer instanceof Protocol.Prepared prepared) {
      return pooled(target, process, prepared);
    }
    process.close();
    return PooledTarget.none(
        answer instanceof Protocol.Refused refused
            ? Publishable.text(refused.refused())
            : "its jar is no build of the suite that can be tracked");
  }

  private PooledTarget pooled(Target target, TargetLauncher.TargetProcess process, Protocol.Prepared prepared)
      throws IOException {
    Environment environment = EnvironmentFiles.of(Path.of(target.name()), prepared.environment());
    if (prepared.images() != null) {
      images.putIfAbsent(target.sha256(), prepared.images());
    }
    Map<String, Integer> indices = new LinkedHashMap<>();
    for (int i = 0; i < prepared.configurations().size(); i++) {
      indices.put(prepared.configurations().get(i), i);
      configurations.putIfAbsent(prepared.configurations().get(i), prepared.seconds().get(i));
    }
    return new PooledTarget(process, indices, environment, "");
  }

  /** Why it ended, as far as it said so: a JVM that refuses a flag, a build without target processes. */
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

  /** Where and with what the forks of a target run; null if it has no target process. */
  Environment environment(int target) {
    return pooled.get(target).environment();
  }

  /** Why a target has no target process; empty if it has. */
  String lost(int target) {
    return pooled.get(target).lost();
  }

  @Override
  public Fork run(int target, int configuration) throws IOException {
    PooledTarget one = pooled.get(target);
    if (one.process() == null) {
      return new Fork.TargetLost(one.lost());
    }
    Integer index = one.indices().get(configurations().get(configuration));
    if (index == null) {
      return new Fork.Failed("this build does not know it");
    }
    Protocol.Answer answer;
    try {
      answer = Protocol.answer(one.process().ask(Protocol.line(new Protocol.Run(index))));
    } catch (TargetLauncher.EndedException e) {
      if (e.wasStopped()) {
        throw stopped();
      }
      return lose(target, "its harness " + e.getMessage() + " during a fork; see its log");
    }
    if (answer instanceof Protocol.Refused refused) {
      throw new BadInputException(
          targets.get(target).name()
              + ": "
              + refused.refused()
              + "; what was measured is kept, --resume goes on");
    }
    if (answer instanceof Protocol.Failed failed) {
      return new Fork.Failed(failed.failure());
    }
    return answer instanceof Protocol.Ran ran && ran.results().size() == 1
        ? new Fork.Measured(ran.results().get(0))
        : lose(target, "its harness says what is no answer");
  }

  private Fork lose(int target, String reason) throws IOException {
    pooled.get(target).process().close();
    pooled.set(target, PooledTarget.none(reason));
    return new Fork.TargetLost(reason);
  }

  /** Ends all target processes. */
  @Override
  public void close() throws IOException {
    for (PooledTarget one : pooled) {
      if (one.process() != null) {
        one.process().close();
      }
    }
  }
}
