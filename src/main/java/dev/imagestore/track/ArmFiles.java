package dev.imagestore.track;

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
import java.util.List;
import java.util.Optional;

/** The journal as result files: an arm's is that of one run with as many forks as rounds. */
final class ArmFiles {
  private static final JsonMapper JSON = new JsonMapper();

  private final Journal journal;

  ArmFiles(Journal journal) {
    this.journal = journal;
  }

  /**
   * The file of an arm before it is written.
   *
   * @param end the first round that does not count
   * @return empty if nothing was measured on it
   */
  Optional<ResultFile> of(int arm, int end) throws IOException {
    ArrayNode results = results(arm, end);
    return results.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ResultFiles.of(
                journal.header().arms().get(arm).name(),
                JSON.writeValueAsString(results),
                environment(arm, true)));
  }

  /**
   * Writes {@code <arm>.json} and {@code <arm>.env.json} of every arm that has a figure.
   *
   * @param complete true if nothing more is to come
   */
  void write(Path directory, boolean complete) throws IOException {
    for (int arm = 0; arm < journal.header().arms().size(); arm++) {
      ArrayNode results = results(arm, Integer.MAX_VALUE);
      if (!results.isEmpty()) {
        Path file = directory.resolve(journal.header().arms().get(arm).name() + ".json");
        // In this order, so that there is no moment in which a result file has no environment.
        Environments.write(environment(arm, complete), Environments.beside(file));
        WholeFile.write(file, pretty(results));
      }
    }
  }

  private static String pretty(JsonNode results) throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(results) + "\n";
  }

  private ArrayNode results(int arm, int end) {
    ArrayNode results = JSON.createArrayNode();
    for (int c = 0; c < journal.header().configurations().size(); c++) {
      List<JsonNode> forks = journal.forks(arm, c, end);
      if (!forks.isEmpty()) {
        results.add(ForkMerge.merge(forks));
      }
    }
    return results;
  }

  private Environment environment(int arm, boolean complete) {
    Header header = journal.header();
    Environment begun = header.arms().get(arm).environment();
    List<String> failed = new ArrayList<>();
    for (int c = 0; c < header.configurations().size(); c++) {
      if (journal.failure(arm, c).isPresent()) {
        failed.add(header.configurations().get(c));
      }
    }
    List<String> warnings = new ArrayList<>(begun.run().warnings());
    journal.lost(arm).ifPresent(warnings::add);
    List<String> arguments = new ArrayList<>(List.of("track", "--rounds", "" + header.rounds()));
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
