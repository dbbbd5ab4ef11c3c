package dev.imagestore.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Environments;
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

/** The journal as result files: an arm's is that of one run with as many forks as rounds. */
public final class ArmFiles {
  private static final JsonMapper JSON = new JsonMapper();

  private final Journal journal;
  private final List<String> command;
  private final Map<Cell, Merged> merged = new HashMap<>();

  private record Cell(int arm, int configuration) {}

  /** One result of {@code forks} forks, kept because a save after each fork would make it again. */
  private record Merged(int forks, JsonNode result) {}

  /**
   * The files of a run.
   *
   * @param command what stands before the header's arguments on the command line, to be published
   */
  public ArmFiles(Journal journal, List<String> command) {
    this.journal = journal;
    this.command = List.copyOf(command);
  }

  /**
   * The file of an arm before it is written.
   *
   * @param end the first round that does not count
   * @return empty if nothing was measured on it
   */
  public Optional<ResultFile> of(int arm, int end) throws IOException {
    ArrayNode results = results(arm, end);
    return results.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ResultFiles.of(
                journal.header().arms().get(arm).name(),
                JSON.writeValueAsString(results),
                environment(arm, true)));
  }

  /** True if there is any figure of an arm. */
  public boolean hasAny(int arm) {
    return !results(arm, Integer.MAX_VALUE).isEmpty();
  }

  /**
   * Writes all of an arm, and its environment beside.
   *
   * @param file {@code <name>.json}
   * @param complete true if nothing more is to come
   */
  public void write(int arm, Path file, boolean complete) throws IOException {
    // In this order, so that there is no moment in which a result file has no environment.
    Environments.write(environment(arm, complete), Environments.beside(file));
    WholeFile.write(file, pretty(results(arm, Integer.MAX_VALUE)));
  }

  private static String pretty(JsonNode results) throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(results) + "\n";
  }

  private ArrayNode results(int arm, int end) {
    ArrayNode results = JSON.createArrayNode();
    for (int c = 0; c < journal.header().configurations().size(); c++) {
      List<JsonNode> forks = journal.forks(arm, c, end);
      if (!forks.isEmpty()) {
        results.add(
            merged
                .compute(
                    new Cell(arm, c),
                    (cell, known) ->
                        known != null && known.forks() == forks.size()
                            ? known
                            : new Merged(forks.size(), ForkMerge.merge(forks)))
                .result());
      }
    }
    return results;
  }

  private Environment environment(int arm, boolean complete) {
    Header header = journal.header();
    Environment begun = header.arms().get(arm).environment();
    List<String> failed = journal.failed(arm);
    List<String> warnings = new ArrayList<>(begun.run().warnings());
    journal.lost(arm).ifPresent(warnings::add);
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(header.arguments());
    return new Environment(
        begun.schema(),
        new Environment.Run(
            begun.run().kind(),
            header.started(),
            journal.seconds(arm),
            complete && failed.isEmpty() && journal.lost(arm).isEmpty(),
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
