package dev.imagestore.harness;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagestore.image.Dataset;
import dev.imagestore.image.Datasets;
import dev.imagestore.image.ImageFile;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Environment;
import dev.imagestore.workload.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The images that a run's configurations need, as files in its workspace, where forks find them.
 *
 * @param publicNames the name to publish for each value of the parameter {@code dataset}
 * @param described what they are, by the name to publish
 * @param warnings files that are not readable images
 */
record PreparedDatasets(
    Map<String, String> publicNames,
    SortedMap<String, Environment.Dataset> described,
    List<String> warnings) {
  private static final String INDEX = "datasets.json";
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Prepares them.
   *
   * @param workspace where the files are made
   * @param configurations whose largest cutoffs decide how many images
   * @param others a workspace where another process has prepared the same; its files are shared
   * @param progress is told about each dataset
   * @throws BadInputException if a dataset can't be used or there is no room
   */
  static PreparedDatasets in(
      Workspace workspace,
      List<Configuration> configurations,
      Optional<Path> others,
      Consumer<String> progress)
      throws IOException {
    if (others.isPresent()) {
      try {
        return shared(workspace, others.get());
      } catch (IOException | UnsupportedOperationException e) {
        // The other has ended, or the file system has no links: this run makes its own.
        progress.accept("# No images to share: " + e.getMessage());
      }
    }
    PreparedDatasets made = made(workspace, configurations, progress);
    JSON.writeValue(workspace.directory().resolve(INDEX).toFile(), made);
    return made;
  }

  /**
   * By links, so that the images outlive whichever workspace is deleted first, and all processes
   * read the same pages.
   */
  private static PreparedDatasets shared(Workspace workspace, Path others) throws IOException {
    PreparedDatasets made = JSON.readValue(others.resolve(INDEX).toFile(), PreparedDatasets.class);
    for (String dataset : made.publicNames().keySet()) {
      Path file = workspace.imageFile(dataset);
      Files.createLink(file, others.resolve(file.getFileName()));
    }
    return made;
  }

  private static PreparedDatasets made(
      Workspace workspace, List<Configuration> configurations, Consumer<String> progress)
      throws IOException {
    Map<String, Integer> cutoffs = new TreeMap<>();
    configurations.forEach(c -> cutoffs.merge(c.param("dataset"), c.images(), Math::max));
    Map<String, String> publicNames = new TreeMap<>();
    SortedMap<String, Environment.Dataset> described = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    for (Map.Entry<String, Integer> needed : cutoffs.entrySet()) {
      Dataset dataset = Datasets.parse(needed.getKey());
      long bytes = dataset.bytes(needed.getValue());
      long free = Files.getFileStore(workspace.directory()).getUsableSpace();
      if (bytes > free) {
        throw new BadInputException(
            String.format(
                Locale.ROOT,
                "%s: the images take %,.0f MB in the work directory, %,.0f MB are free; free some, or set %s",
                dataset.publicName(),
                bytes / 1e6,
                free / 1e6,
                Workspace.VARIABLE));
      }
      Instant begin = Instant.now();
      ImageFile.Info info =
          ImageFile.write(
              workspace.imageFile(needed.getKey()),
              dataset,
              needed.getValue(),
              ImageFile.memoryLimit());
      ImageSet images = ImageFile.open(workspace.imageFile(needed.getKey()));
      for (Configuration each : configurations) {
        if (each.param("dataset").equals(needed.getKey())) {
          each.check(images.first(each.images()));
        }
      }
      info.unreadable().forEach(line -> warnings.add("not an image that can be read: " + line));
      publicNames.put(needed.getKey(), dataset.publicName());
      described.put(
          dataset.publicName(),
          new Environment.Dataset(
              info.fingerprint(), info.distinct(), info.shapes(), info.bytes()));
      progress.accept(
          String.format(
              Locale.ROOT,
              "# Dataset %s: %,d distinct images, %s, %.1f MB, ready in %.1f s",
              dataset.publicName(),
              info.distinct(),
              info.shapes(),
              info.bytes() / 1e6,
              Duration.between(begin, Instant.now()).toMillis() / 1e3));
    }
    return new PreparedDatasets(publicNames, described, warnings);
  }

  /** A configuration as it may be published. */
  String publicName(Configuration configuration) {
    String dataset = configuration.param("dataset");
    return configuration.toString().replace(dataset, publicNames.getOrDefault(dataset, dataset));
  }
}
