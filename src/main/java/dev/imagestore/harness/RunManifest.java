package dev.imagestore.harness;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Publishable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What a run is: written once, at its beginning. A run is resumed only as what it was begun.
 *
 * @param started ISO-8601 with offset, UTC
 * @param argumentsSha256 of JMH's arguments: they may name paths, which are not published
 * @param arguments the same, fit to be published
 * @param rounds of forks; 0 where time decides
 * @param budgetSeconds how long it may take; 0 where rounds decide
 * @param seed of all that is drawn
 * @param configurations names, in the order of the files to be
 * @param targets the baseline first
 */
public record RunManifest(
    String started,
    String argumentsSha256,
    List<String> arguments,
    int rounds,
    double budgetSeconds,
    long seed,
    List<String> configurations,
    List<TargetEntry> targets) {
  private static final long SEED = 20;

  /** Copies the lists. */
  public RunManifest {
    arguments = List.copyOf(arguments);
    configurations = List.copyOf(configurations);
    targets = List.copyOf(targets);
  }

  /**
   * One target.
   *
   * @param name as published
   * @param jdk version and vendor; empty where it does not start
   * @param jarSha256 of the build
   * @param control how much slower than the baseline it is known to be, 0 for the baseline again,
   *     0.05 for 5 %; null for what is compared
   * @param lost why nothing could be run on it from the beginning; empty if it could
   * @param environment of its forks; null where nothing could be run
   */
  public record TargetEntry(
      String name,
      String jdk,
      String jarSha256,
      Double control,
      String lost,
      Environment environment) {
    /** Checks that only the environment can be missing. */
    public TargetEntry {
      Objects.requireNonNull(name);
      Objects.requireNonNull(jdk);
      Objects.requireNonNull(jarSha256);
      Objects.requireNonNull(lost);
    }

    /** True if it is not compared, but shows what the comparison can see. */
    @JsonIgnore
    public boolean isControl() {
      return control != null;
    }
  }

  /**
   * The manifest of a run that begins.
   *
   * @param arguments JMH's, as they were given
   */
  public static RunManifest of(
      Instant started,
      List<String> arguments,
      int rounds,
      double budgetSeconds,
      List<String> configurations,
      List<TargetEntry> targets) {
    return new RunManifest(
        started.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).toString(),
        sha256(arguments),
        targets.stream()
            .map(TargetEntry::environment)
            .filter(Objects::nonNull)
            .map(environment -> environment.run().arguments())
            .findFirst()
            .orElse(List.of()),
        rounds,
        budgetSeconds,
        SEED,
        configurations,
        targets);
  }

  /**
   * A group of forks on all targets; controls run beside the first configuration of each benchmark
   * only.
   */
  public ForkGroup group(int round, int configuration) {
    boolean first =
        configurations.stream()
                .map(RunManifest::benchmark)
                .toList()
                .indexOf(benchmark(configurations.get(configuration)))
            == configuration;
    return new ForkGroup(
        round,
        configuration,
        IntStream.range(0, targets.size())
            .filter(target -> first || !targets.get(target).isControl())
            .boxed()
            .toList());
  }

  /** The benchmark and mode of a configuration: its name without the parameters. */
  static String benchmark(String configuration) {
    return configuration.replaceFirst("[\\[{].*", "");
  }

  private static String sha256(List<String> arguments) {
    StringBuilder all = new StringBuilder();
    arguments.forEach(argument -> all.append(argument).append('\0'));
    return HexFormat.of()
        .formatHex(Build.sha256Digest().digest(all.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Refuses to mix figures of different things.
   *
   * @param run what this manifest was read from
   * @param now what is asked for, and found, to resume it
   * @throws BadInputException if that is anything else than what was begun
   */
  public void refuseOther(Path run, RunManifest now) throws BadInputException {
    Sameness same = new Sameness(run);
    if (!argumentsSha256.equals(now.argumentsSha256)) {
      throw same.broken("the list of JMH arguments", words(arguments), words(now.arguments));
    }
    same.check("--rounds", rounds, now.rounds);
    same.check("--budget", Engine.words(budgetSeconds), Engine.words(now.budgetSeconds));
    same.check("what is compared", names(targets), names(now.targets));
    for (int i = 0; i < targets.size(); i++) {
      TargetEntry from = targets.get(i);
      TargetEntry to = now.targets.get(i);
      same.check("the JDK of " + from.name(), from.jdk(), to.jdk());
      same.check("the planted work of " + from.name(), from.control(), to.control());
      same.check("the jar of " + from.name(), brief(from.jarSha256()), brief(to.jarSha256()));
      if (from.lost().isEmpty()) {
        if (!to.lost().isEmpty()) {
          throw same.refusal(
              from.name() + " could be measured when it began, and can't be now: " + to.lost());
        }
        same.check(
            "the set of images of " + from.name(),
            from.environment().datasets(),
            to.environment().datasets());
        same.check(
            "the list of flags of " + from.name(),
            from.environment().jdk().flags(),
            to.environment().jdk().flags());
      }
    }
    same.check(
        "the list of configurations",
        String.join("; ", configurations),
        String.join("; ", now.configurations));
  }

  private static String names(List<TargetEntry> targets) {
    return String.join(", ", targets.stream().map(TargetEntry::name).toList());
  }

  private static String words(List<String> arguments) {
    return arguments.isEmpty() ? "none" : String.join(" ", arguments);
  }

  private static String brief(String sha256) {
    return sha256.substring(0, Math.min(12, sha256.length()));
  }

  private record Sameness(Path run) {
    void check(String what, Object begun, Object now) throws BadInputException {
      if (!Objects.equals(begun, now)) {
        throw broken(what, String.valueOf(begun), String.valueOf(now));
      }
    }

    BadInputException broken(String what, String begun, String now) {
      return refusal(
          what
              + " was "
              + (begun.isEmpty() ? "nothing" : begun)
              + " when it began, and is "
              + (now.isEmpty() ? "nothing" : now)
              + " now");
    }

    BadInputException refusal(String why) {
      return new BadInputException(
          Publishable.text(
              run.getFileName()
                  + " can't be resumed: "
                  + why
                  + "; repeat the command it was begun with, or start without --resume"));
    }
  }
}
