package dev.imagestore.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.imagestore.render.Numbers;
import dev.imagestore.result.Environment;
import dev.imagestore.result.EnvironmentFiles;
import dev.imagestore.result.Key;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.result.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** The journal as result files: a target's is that of one run with all of its forks. */
public final class TargetFiles {
  private static final JsonMapper JSON = new JsonMapper();

  /** The kind of a run that was made slower on purpose. */
  private static final String PLANTED = "planted";

  private final Journal journal;
  private final List<String> command;
  private final MachineConditions conditions = new MachineConditions(Path.of("/"));
  private final Map<Cell, Merged> merged = new HashMap<>();

  private record Cell(int target, int configuration) {}

  /** One result of {@code forks} forks, kept because a save after each fork would make it again. */
  private record Merged(int forks, JsonNode result) {}

  /**
   * The files of a run.
   *
   * @param command what stands before the manifest's arguments on the command line, to be published
   */
  public TargetFiles(Journal journal, List<String> command) {
    this.journal = journal;
    this.command = List.copyOf(command);
  }

  /**
   * The file of a target before it is written.
   *
   * @return empty if nothing was measured on it
   */
  public Optional<ResultFile> of(int target) throws IOException {
    ArrayNode results = results(target);
    return results.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ResultFiles.of(
                journal.manifest().targets().get(target).name(),
                JSON.writeValueAsString(results),
                environment(target, true, conditions.settings())));
  }

  /** Configurations by the key of their results on a target. */
  Map<Key, Integer> configurations(int target) throws IOException {
    Map<Key, Integer> configurations = new HashMap<>();
    Optional<ResultFile> file = of(target);
    if (file.isPresent()) {
      List<Integer> measured =
          IntStream.range(0, journal.manifest().configurations().size())
              .filter(c -> !journal.forks(target, c).isEmpty())
              .boxed()
              .toList();
      for (int i = 0; i < measured.size(); i++) {
        configurations.putIfAbsent(file.get().results().get(i).key(), measured.get(i));
      }
    }
    return configurations;
  }

  /** True if there is any figure of a target. */
  public boolean hasAny(int target) {
    return !results(target).isEmpty();
  }

  /**
   * Writes all of a target, and its environment beside.
   *
   * @param file {@code <name>.json}
   * @param complete true if nothing more is to come
   */
  public void write(int target, Path file, boolean complete) throws IOException {
    // In this order, so that a result file is never without its environment.
    EnvironmentFiles.write(
        environment(target, complete, conditions.now()), EnvironmentFiles.beside(file));
    WholeFile.write(file, pretty(results(target)));
  }

  private static String pretty(JsonNode results) throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(results) + "\n";
  }

  private ArrayNode results(int target) {
    ArrayNode results = JSON.createArrayNode();
    for (int c = 0; c < journal.manifest().configurations().size(); c++) {
      List<JsonNode> forks = journal.forks(target, c);
      if (!forks.isEmpty()) {
        results.add(
            merged
                .compute(
                    new Cell(target, c),
                    (cell, known) ->
                        known != null && known.forks() == forks.size()
                            ? known
                            : new Merged(forks.size(), ForkMerge.merge(forks)))
                .result());
      }
    }
    return results;
  }

  private Environment environment(
      int target, boolean complete, SortedMap<String, String> conditions) {
    RunManifest manifest = journal.manifest();
    Environment begun = manifest.targets().get(target).environment();
    List<String> failed = journal.failed(target);
    List<String> warnings = new ArrayList<>(begun.run().warnings());
    journal.lost(target).ifPresent(warnings::add);
    String kind = begun.run().kind();
    double planted = Objects.requireNonNullElse(manifest.targets().get(target).control(), 0.0);
    if (planted > 0) {
      kind = PLANTED;
      warnings.add(
          "PLANTED: each operation was made %s slower on purpose, as a control; this is no measurement"
              .formatted(Numbers.threshold(planted)));
    }
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(manifest.arguments());
    return new Environment(
        begun.schema(),
        new Environment.Run(
            kind,
            manifest.started(),
            journal.seconds(),
            complete && failed.isEmpty() && journal.lost(target).isEmpty(),
            failed,
            warnings,
            arguments),
        begun.machine(),
        begun.workDirectory(),
        begun.jdk(),
        begun.libraries(),
        begun.commit(),
        begun.datasets(),
        conditions);
  }
}
