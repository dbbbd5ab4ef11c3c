package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Environment;
import dev.imagestore.result.EnvironmentFiles;
import dev.imagestore.result.Publishable;
import dev.imagestore.workload.ForkFlags;
import dev.imagestore.workload.Turns;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A target process for each target, and what is said with them. */
final class TargetProcessPool implements ForkRunner, Closeable {
  private static final int LONGEST = 200;

  /** Files of turns begin so. */
  private static final String TURNS = "turns-";

  private static final String UNKNOWN = "this build does not know it";

  private static final long LOOK_MILLIS = 100;

  /** Expected times are guesses. */
  private static final double PATIENCE_FACTOR = 10;

  /** How long forks may stand still, beside what their configuration is expected to take. */
  static final double PATIENCE_SECONDS = 60;

  private final List<Target> targets;
  private final Path directory;
  private final double patienceSeconds;
  private final Consumer<String> progress;
  private final ExecutorService asking =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "asking");
            thread.setDaemon(true);
            return thread;
          });

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

  private TargetProcessPool(
      List<Target> targets, Path directory, double patienceSeconds, Consumer<String> progress) {
    this.targets = targets;
    this.directory = directory;
    this.patienceSeconds = patienceSeconds;
    this.progress = progress;
  }

  /**
   * Starts a target process for each target, one after the other, and has it prepare.
   *
   * @param arguments JMH's
   * @param collector of their forks
   * @param directory where their logs go, and what says whose turn it is
   * @param patienceSeconds how long forks may stand still, beside what they are expected to take
   * @throws BadInputException if none of them can run anything
   */
  static TargetProcessPool start(
      List<Target> targets,
      List<String> arguments,
      ForkFlags.Collector collector,
      TargetLauncher launcher,
      Path directory,
      double patienceSeconds,
      Consumer<String> progress)
      throws IOException {
    TargetProcessPool pool =
        new TargetProcessPool(List.copyOf(targets), directory, patienceSeconds, progress);
    try {
      for (Target target : targets) {
        pool.pooled.add(pool.launch(target, arguments, collector, launcher));
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

  private PooledTarget launch(
      Target target, List<String> arguments, ForkFlags.Collector collector, TargetLauncher launcher)
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
        new Protocol.Prepare(
            Protocol.VERSION,
            arguments,
            collector.name().toLowerCase(Locale.ROOT),
            images.get(target.sha256()));
    Protocol.Answer answer;
    try {
      answer = Protocol.answer(process.ask(Protocol.line(request)));
    } catch (TargetLauncher.EndedException e) {
      process.close();
      if (e.wasStopped()) {
        throw stopped();
      }
      return PooledTarget.none(
          "its harness " + e.getMessage() + " before it was ready" + lastWords(log));
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

  private PooledTarget pooled(
      Target target, TargetLauncher.TargetProcess process, Protocol.Prepared prepared)
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

  /**
   * Why it ended, as far as it said so: a JVM that refuses a flag, a build without target
   * processes.
   */
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

  /**
   * Runs the forks of a group at the same time, in turns. If one fails, all are run once more; a
   * second failure is one of its configuration.
   */
  @Override
  public ForkGroup.Result run(ForkGroup group) throws IOException {
    List<Fork> forks = runOnce(group);
    List<String> why = new ArrayList<>();
    for (int i = 0; i < forks.size(); i++) {
      if (forks.get(i) instanceof Fork.Failed failed && index(group, i).isPresent()) {
        why.add(targets.get(group.targets().get(i)).name() + ": " + failed.reason());
      }
    }
    if (why.isEmpty()) {
      return new ForkGroup.Result(forks, why);
    }
    progress.accept("FAILED, and run once more: " + String.join("; ", why));
    return new ForkGroup.Result(runOnce(group), why);
  }

  private Optional<Integer> index(ForkGroup group, int slot) {
    return Optional.ofNullable(
        pooled
            .get(group.targets().get(slot))
            .indices()
            .get(configurations().get(group.configuration())));
  }

  private List<Fork> runOnce(ForkGroup group) throws IOException {
    int slots = group.targets().size();
    Path file = Files.createTempFile(directory, TURNS, "");
    try {
      Turns turns = Turns.create(file, slots, group.hashCode());
      List<Future<Protocol.Answer>> answers = new ArrayList<>();
      for (int slot = 0; slot < slots; slot++) {
        answers.add(ask(group, slot, file, turns));
      }
      Watch watch = new Watch(group, answers, turns);
      List<Fork> forks = new ArrayList<>();
      for (int slot = 0; slot < slots; slot++) {
        forks.add(fork(group.targets().get(slot), watch.await(slot)));
      }
      return forks;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Has a target run its fork; completes without an answer where it can't. */
  private Future<Protocol.Answer> ask(ForkGroup group, int slot, Path file, Turns turns) {
    int target = group.targets().get(slot);
    PooledTarget one = pooled.get(target);
    Optional<Integer> index = index(group, slot);
    if (one.process() == null || index.isEmpty()) {
      turns.end(slot);
      return CompletableFuture.completedFuture(new Protocol.Failed(UNKNOWN));
    }
    String request =
        Protocol.line(
            new Protocol.Run(index.get(), file.toString(), slot, targets.get(target).planted()));
    return asking.submit(
        () -> {
          try {
            return Protocol.answer(one.process().ask(request));
          } finally {
            turns.end(slot); // However it ended, and if it never began.
          }
        });
  }

  private Fork fork(int target, Protocol.Answer answer) throws IOException {
    if (pooled.get(target).process() == null) {
      return new Fork.TargetLost(pooled.get(target).lost());
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

  /** Waits for the answers of a group, and sees to it that there are some. */
  private final class Watch {
    private final ForkGroup group;
    private final List<Future<Protocol.Answer>> answers;
    private final Turns turns;
    private final long patience;
    private final Map<Integer, String> killed = new HashMap<>();
    private long seen;
    private long since = System.nanoTime();

    Watch(ForkGroup group, List<Future<Protocol.Answer>> answers, Turns turns) {
      this.group = group;
      this.answers = answers;
      this.turns = turns;
      double expected = seconds().get(group.configuration());
      this.patience = (long) (1e9 * (patienceSeconds + PATIENCE_FACTOR * expected));
    }

    /** The answer of a slot; the target is lost if it ends instead. */
    Protocol.Answer await(int slot) throws IOException {
      int target = group.targets().get(slot);
      while (true) {
        try {
          Protocol.Answer answer = answers.get(slot).get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          return answer instanceof Protocol.Failed && killed.containsKey(slot)
              ? new Protocol.Failed(killed.get(slot))
              : answer;
        } catch (TimeoutException e) {
          look();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted while forks ran", e);
        } catch (ExecutionException e) {
          if (e.getCause() instanceof TargetLauncher.EndedException ended) {
            if (ended.wasStopped()) {
              throw stopped();
            }
            lose(target, "its harness " + ended.getMessage() + " during a fork; see its log");
            return new Protocol.Unknown();
          }
          if (e.getCause() instanceof RuntimeException unchecked) {
            throw unchecked;
          }
          throw new IOException(e.getCause());
        }
      }
    }

    private void look() throws IOException {
      long now = System.nanoTime();
      long progress = turns.progress();
      if (progress != seen) {
        seen = progress;
        since = now;
      } else if (now - since > patience) {
        since = now;
        kill();
      }
    }

    /** First the fork that all wait for, then, if that does not help, the harness. */
    private void kill() throws IOException {
      int slot = turns.awaited();
      for (int other = 0; answers.get(slot).isDone() && other < answers.size(); other++) {
        slot = other;
      }
      TargetLauncher.TargetProcess process = pooled.get(group.targets().get(slot)).process();
      if (process != null) {
        boolean again =
            killed.put(
                    slot, "it had not moved for " + patience / 1_000_000_000 + " s, and was killed")
                != null;
        process.killForks();
        if (again) {
          process.close();
        }
      }
    }
  }

  private Fork lose(int target, String reason) throws IOException {
    pooled.get(target).process().close();
    pooled.set(target, PooledTarget.none(reason));
    return new Fork.TargetLost(reason);
  }

  /** Ends all target processes. */
  @Override
  public void close() throws IOException {
    asking.shutdownNow();
    for (PooledTarget one : pooled) {
      if (one.process() != null) {
        one.process().close();
      }
    }
  }
}
