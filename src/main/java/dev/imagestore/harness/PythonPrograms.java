package dev.imagestore.harness;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.OptionValues;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.result.Publishable;
import dev.imagestore.result.Workload;
import dev.imagestore.store.Backends;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.Trees;
import dev.imagestore.workload.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Programs in Python, run as forks are: a process for each turn, whose figures come in the form of
 * JMH's. Each does what a configuration of the plan does, with the same images.
 */
final class PythonPrograms {
  private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");
  private static final long PATIENCE_SECONDS = 600;
  private static final JsonMapper JSON = new JsonMapper();

  private final List<Program> programs;
  private final SortedMap<String, String> versions;
  private final List<String> command;
  private final Path directory;
  private final Interruption interruption;

  /**
   * What one process does.
   *
   * @param operation {@code storeMany} …
   * @param method of the script
   * @param images how many: one where the store is of one image
   * @param store of the backend raw that has them
   * @param dataset its public name
   */
  private record Program(String operation, String method, int images, Path store, String dataset) {
    @Override
    public String toString() {
      return String.format(
          "Python.%s{%s=%s, %s=%d, %s=%s}",
          operation, Names.BACKEND, method, Names.CUTOFF, images, Names.DATASET, dataset);
    }

    /** About how long it takes. */
    double seconds() {
      boolean encodes = method.matches("png|dirs|.*(jpeg|webp|deflate)");
      return 0.6 + images * (encodes ? 700e-6 : 150e-6);
    }
  }

  private PythonPrograms(
      List<Program> programs,
      SortedMap<String, String> versions,
      List<String> command,
      Path directory,
      Interruption interruption) {
    this.programs = List.copyOf(programs);
    this.versions = versions;
    this.command = command;
    this.directory = directory;
    this.interruption = interruption;
  }

  /** None. */
  static PythonPrograms none() {
    return new PythonPrograms(List.of(), new TreeMap<>(), List.of(), Path.of(""), null);
  }

  /**
   * Those of a script that do what a plan does. Where Python or one of its libraries is missing
   * there are none, and the user is told.
   *
   * @param jmh has prepared the images
   */
  static PythonPrograms of(
      PythonScript peers,
      RunPlan plan,
      JmhHarness jmh,
      Interruption interruption,
      Consumer<String> say)
      throws IOException {
    Path directory = jmh.workspace().newDirectory("python");
    for (String resource : peers.resources()) {
      try (InputStream in = PythonPrograms.class.getResourceAsStream(resource)) {
        Files.copy(in, directory.resolve(resource));
      }
    }
    Path script = directory.resolve(peers.resources().get(0));
    for (String interpreter : INTERPRETERS) {
      List<String> command = List.of(interpreter, "-B", script.toString());
      Optional<SortedMap<String, String>> versions = versions(command, directory);
      if (versions.isPresent()) {
        return new PythonPrograms(
            programs(peers, plan, jmh, say), versions.get(), command, directory, interruption);
      }
    }
    say.accept(
        "# NOTE: the programs in Python are left out: no python3 with Pillow, lmdb, h5py and numpy"
            + " is installed");
    return none();
  }

  private static Optional<SortedMap<String, String>> versions(
      List<String> interpreter, Path directory) throws IOException {
    List<String> command = new ArrayList<>(interpreter);
    command.add("--versions");
    Said said = run(command, directory);
    return said.status() == 0
        ? Optional.of(JSON.readValue(said.out().toFile(), new TypeReference<>() {}))
        : Optional.empty();
  }

  private static List<Program> programs(
      PythonScript peers, RunPlan plan, JmhHarness jmh, Consumer<String> say) throws IOException {
    Map<String, Optional<Path>> stores = new TreeMap<>();
    Set<Program> programs = new LinkedHashSet<>();
    for (Configuration each : plan.configurations()) {
      String variant = Key.of(each.params()).variant();
      String dataset = each.param(Names.DATASET);
      List<String> methods = peers.methods(variant, each.workload());
      if (!methods.isEmpty() && each.threads() == 1) {
        if (!stores.containsKey(dataset)) {
          stores.put(dataset, store(jmh.workspace(), dataset));
          if (stores.get(dataset).isEmpty()) {
            say.accept(
                "# NOTE: the programs in Python are left out of "
                    + jmh.publicName(dataset)
                    + ": they take 8-bit images of one shape, grey or in colour");
          }
        }
        for (String method : methods) {
          // Reading is the same whether or not what was stored was flushed.
          if (method.equals(variant) || each.workload().isStore()) {
            stores
                .get(dataset)
                .map(
                    store ->
                        new Program(
                            each.method(),
                            method,
                            (int) imagesInStore(each),
                            store,
                            jmh.publicName(dataset)))
                .ifPresent(programs::add);
          }
        }
      }
    }
    return List.copyOf(programs);
  }

  /** How many images a program stores; the article reads one from a store of one. */
  private static long imagesInStore(Configuration ours) {
    Workload workload = ours.workload();
    return workload == Workload.READ_SINGLE ? 1 : workload.imagesInStore(ours.cutoff());
  }

  /** The images of a dataset as Python finds them; empty if its programs don't take such. */
  private static Optional<Path> store(Workspace workspace, String dataset) throws IOException {
    ImageSet images = workspace.images(dataset);
    if (!images.uniform() || images.shape(0).depth() != 8 || images.shape(0).channels() == 2) {
      return Optional.empty();
    }
    ImageStore raw = Backends.named(Names.CONTROL).store(OptionValues.DEFAULTS);
    Location at = raw.locate(workspace.newPath("python-images"), workspace);
    at.create();
    raw.store(images.first(images.distinct()), at, Durability.none);
    at.flush();
    return Optional.of(at.directory());
  }

  /** How many there are. */
  int count() {
    return programs.size();
  }

  /** Their names, each different. */
  List<String> names() {
    return programs.stream().map(Program::toString).toList();
  }

  /** About how long each takes, in seconds. */
  List<Double> seconds() {
    return programs.stream().map(Program::seconds).toList();
  }

  /** Versions by name, of Python and its libraries; empty if there are no programs. */
  SortedMap<String, String> versions() {
    return versions;
  }

  /** Runs one in a process of its own. */
  Fork run(int index) throws IOException {
    Program program = programs.get(index);
    Path work = Files.createTempDirectory(directory, "work-");
    List<String> words = new ArrayList<>(command);
    words.addAll(
        List.of(
            program.store().toString(),
            work.toString(),
            "--dataset",
            program.dataset(),
            "--only",
            program.operation(),
            program.method(),
            Integer.toString(program.images())));
    Said said = run(words, work);
    try {
      JsonNode result =
          said.status() == 0 ? JSON.readTree(said.out().toFile()).path(0) : JSON.nullNode();
      if (result.isObject()) {
        return new Fork.Measured(result);
      }
      interruption.checkpointAfterFailure();
      return new Fork.Failed(Publishable.text(said.lastWords()));
    } finally {
      Trees.delete(work);
    }
  }

  /**
   * What a process left.
   *
   * @param status of its exit, or -1
   * @param out its standard output
   * @param err its standard error
   */
  private record Said(int status, Path out, Path err) {
    String lastWords() throws IOException {
      List<String> lines = Files.exists(err) ? Files.readAllLines(err) : List.of();
      return lines.isEmpty() ? "it ended with status " + status : lines.get(lines.size() - 1);
    }
  }

  private static Said run(List<String> command, Path directory) throws IOException {
    Path out = directory.resolve("out.json");
    Path err = directory.resolve("err.txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    } catch (IOException e) {
      return new Said(-1, out, err); // No such program.
    }
    process.getOutputStream().close();
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return new Said(process.exitValue(), out, err);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return new Said(-1, out, err);
  }
}
