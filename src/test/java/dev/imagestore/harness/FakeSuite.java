package dev.imagestore.harness;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagestore.result.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Target processes that run nothing: a fork's figure depends on the target, the configuration and
 * how many forks came before, and on nothing else, so that a run that was interrupted must give the
 * same figures as one that was not.
 */
final class FakeSuite implements TargetLauncher {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double FORK_SECONDS = 3;

  final List<String> configurations;

  /** {@code target/configuration} of every fork that was asked for, in order. */
  final List<String> forks = new ArrayList<>();

  /** Factors of the time by {@code target/configuration} or {@code target}. */
  final Map<String, Double> slower = new HashMap<>();

  /** Standard deviation between forks by configuration; else 1 %. */
  final Map<String, Double> noise = new HashMap<>();

  /** Forks that fail the first time only, by {@code target/configuration}. */
  final Set<String> failingOnce = new HashSet<>();

  /** Forks that fail, by {@code target/configuration}, with the reason. */
  final Map<String, String> failing = new HashMap<>();

  /** Targets whose target process ends with a status when it is asked for its n-th fork, from 0. */
  final Map<String, Integer> endsAt = new HashMap<>();

  int endStatus = 134;

  /** Targets that answer the first request with a refusal. */
  final Map<String, String> refusing = new HashMap<>();

  /** Targets that were launched and are not closed. */
  final Set<String> alive = new HashSet<>();

  /** Whose images the target processes of targets were given. */
  final Map<String, String> images = new HashMap<>();

  String fingerprint = "5a17";

  /** The process is killed when this many forks have been run in all; -1 for never. */
  int killAfter = -1;

  private final Map<String, Integer> counts = new HashMap<>();
  private final TickingClock clock = new TickingClock();

  /** What a kill looks like from inside. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  FakeSuite(String... configurations) {
    this.configurations = List.of(configurations);
  }

  Clock clock() {
    return clock;
  }

  /** Each fork takes 3 s. */
  private static final class TickingClock extends Clock {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @Override
  public TargetProcess launch(Target target, Path log) {
    alive.add(target.name());
    return new TargetProcess() {
      private int asked;

      @Override
      public String ask(String line) throws IOException {
        Protocol.Request request = Protocol.request(line);
        if (request instanceof Protocol.Prepare prepare) {
          if (prepare.images() != null) {
            images.put(target.name(), prepare.images());
          }
          return Protocol.line(prepared(target));
        }
        if (endsAt.getOrDefault(target.name(), -1) == asked++) {
          throw new EndedException(endStatus);
        }
        return Protocol.line(fork(target.name(), (Protocol.Run) request));
      }

      @Override
      public void killForks() {
        throw new AssertionError("nothing hangs");
      }

      @Override
      public void close() {
        alive.remove(target.name());
      }
    };
  }

  private Protocol.Answer prepared(Target target) {
    if (refusing.containsKey(target.name())) {
      return new Protocol.Refused(refusing.get(target.name()));
    }
    return new Protocol.Prepared(
        configurations,
        Collections.nCopies(configurations.size(), 1.5),
        Protocol.tree(environment(target)),
        "workspace of " + target.name());
  }

  private Environment environment(Target target) {
    return new Environment(
        Environment.SCHEMA,
        new Environment.Run(
            "custom", "2026-01-01T00:00:00Z", 0, false, List.of(), List.of(), List.of("readMany")),
        new Environment.Machine("Some CPU", 2, 1L << 30, "Linux", "6.1", "amd64"),
        new Environment.WorkDirectory("ext4", "yes", "rw"),
        new Environment.Jdk(
            target.jdk().feature(),
            target.jdk().version(),
            target.jdk().vendor(),
            "VM",
            "Serial",
            List.of("-Xmx1g")),
        new TreeMap<>(Map.of("jhdf", "0.13.0")),
        "0123",
        new TreeMap<>(
            Map.of("synthetic", new Environment.Dataset(fingerprint, 10, "32x32x3", 30_720))));
  }

  /** Forks of a group are asked for at the same time. */
  private synchronized Protocol.Answer fork(String target, Protocol.Run run) {
    String configuration = configurations.get(run.configuration());
    if (killAfter >= 0 && forks.size() >= killAfter) {
      throw new Killed();
    }
    String cell = target + "/" + configuration;
    forks.add(cell);
    clock.now = clock.now.plus(Duration.ofMillis((long) (1000 * FORK_SECONDS)));
    if (failingOnce.remove(cell)) {
      return new Protocol.Failed("exit status 1");
    }
    if (failing.containsKey(cell)) {
      return new Protocol.Failed(failing.get(cell));
    }
    int count = counts.merge(cell, 1, Integer::sum);
    Random random = new Random((cell + "#" + count).hashCode() * 31L);
    double time = 1e-3 * slower.getOrDefault(cell, slower.getOrDefault(target, 1.0));
    time *= 1 + run.planted();
    time *= Math.exp(noise.getOrDefault(configuration, 0.01) * random.nextGaussian());
    return new Protocol.Ran(List.of(result(configuration, 1 / time)));
  }

  private static ObjectNode result(String configuration, double rate) {
    ObjectNode result = JSON.createObjectNode();
    result
        .put("jmhVersion", "1.37")
        .put("benchmark", "dev.imagestore.workload.ReadBenchmark.readMany");
    result.put("mode", "thrpt").put("threads", 1).put("forks", 1);
    result
        .putObject("params")
        .put("backend", configuration)
        .put("cutoff", "10")
        .put("dataset", "synthetic");
    ObjectNode metric = result.putObject("primaryMetric");
    metric.put("score", rate).put("scoreError", "NaN");
    metric.putArray("scoreConfidence").add("NaN").add("NaN");
    metric.putObject("scorePercentiles").put("50.0", rate);
    metric.put("scoreUnit", "ops/s");
    metric.putArray("rawData").addArray().add(0.999 * rate).add(rate).add(1.001 * rate);
    ObjectNode disk = result.putObject("secondaryMetrics").putObject("diskApparent");
    disk.put("score", 30_830.0).put("scoreError", "NaN").put("scoreUnit", "B");
    disk.putArray("rawData").addArray().add(30_830.0);
    return result;
  }
}
