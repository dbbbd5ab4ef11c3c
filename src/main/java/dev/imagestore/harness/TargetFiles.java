package dev.imagestore.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.imagestore.result.Environment;
import dev.imagestore.result.EnvironmentFiles;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.result.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The journal as result files: a target's is that of one run with as many forks as rounds. */
public final class TargetFiles {
  private static final JsonMapper JSON = new JsonMapper();

  private final Journal journal;
  private final List<String> command;
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
   * @param end the first round that does not count
   * @return empty if nothing was measured on it
   */
  public Optional<ResultFile> of(int target, int end) throws IOException {
    ArrayNode results = results(target, end);
    return results.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ResultFiles.of(
                journal.manifest().targets().get(target).name(),
                JSON.writeValueAsString(results),
                environment(target, true)));
  }

  /** True if there is any figure of a target. */
  public boolean hasAny(int target) {
    return !results(target, Integer.MAX_VALUE).isEmpty();
  }

  /**
   * Writes all of a target, and its environment beside.
   *
   * @param file {@code <name>.json}
   * @param complete true if nothing more is to come
   */
  public void write(int target, Path file, boolean complete) throws IOException {
    // In this order, so that there is no moment in which a result file has no environment.
    EnvironmentFiles.write(environment(target, complete), EnvironmentFiles.beside(file));
    WholeFile.write(file, pretty(results(target, Integer.MAX_VALUE)));
  }

  private static String pretty(JsonNode results) throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(results) + "\n";
  }

  private ArrayNode results(int target, int end) {
    ArrayNode results = JSON.createArrayNode();
    for (int c = 0; c < journal.manifest().configurations().size(); c++) {
      List<JsonNode> forks = journal.forks(target, c, end);
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

  private Environment environment(int target, boolean complete) {
    RunManifest manifest = journal.manifest();
    Environment begun = manifest.targets().get(target).environment();
    List<String> failed = journal.failed(target);
    List<String> warnings = new ArrayList<>(begun.run().warnings());
    journal.lost(target).ifPresent(warnings::add);
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(manifest.arguments());
    return new Environment(
        begun.schema(),
        new Environment.Run(
            begun.run().kind(),
            manifest.started(),
            journal.seconds(target),
            complete && failed.isEmpty() && journal.lost(target).isEmpty(),
            failed,
            warnings,
            arguments),
        begun.machine(),
        begun.workDirectory(),
        begun.jdk(),
        begun.libraries(),
        begun.commit(),
        begun.datasets());
  }
}
