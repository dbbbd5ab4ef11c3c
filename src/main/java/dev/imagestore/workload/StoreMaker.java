package dev.imagestore.workload;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.BackendOptions;
import dev.imagestore.result.Condition;
import dev.imagestore.result.Names;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.Residency;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes the stores that trials read: flushed to the device, read whole and compared with what they
 * should give back, and in memory or not as the condition {@code cache} has it.
 */
public final class StoreMaker {
  /** A page-out daemon may take what is not asked for; more than this part it must not have. */
  private static final double LEAST_WARM = 0.99;

  private StoreMaker() {}

  /** Makes it in this process, and flushes it. */
  static void make(ImageStore store, Location at, ImageSet images) throws IOException {
    at.create();
    store.store(images, at, Durability.none);
    at.flush();
  }

  /** Reads all of a store and compares it. */
  static void verify(ImageStore store, Location at, ImageSet expected) throws IOException {
    try (ImageReader reader = store.open(at)) {
      Verification.all(reader, expected);
    }
  }

  /**
   * Checks that a store is in memory that was just read. What was taken away meanwhile may be read
   * once more.
   *
   * @throws BadInputException if it is not
   */
  static void makeWarm(ImageStore store, Location at, ImageSet expected) throws IOException {
    if (!isWarm(store, at, expected)) {
      checkWarm(store, at, expected);
    }
  }

  /**
   * Checks that a store is in memory.
   *
   * @throws BadInputException if it is not
   */
  static void checkWarm(ImageStore store, Location at, ImageSet expected) throws IOException {
    if (!isWarm(store, at, expected)) {
      throw new BadInputException(
          "cache=warm: expected all of the store in memory after it was read, found some of it"
              + " taken away; free some memory, store fewer images (cutoff), or measure with"
              + " cache=cold");
    }
  }

  /**
   * True if the page cache has a store. There are file systems that keep what is read elsewhere; of
   * such a store nothing comes from a device when it is read.
   */
  private static boolean isWarm(ImageStore store, Location at, ImageSet expected)
      throws IOException {
    Optional<Residency> found = at.residency();
    if (found.isEmpty() || found.get().resident() >= LEAST_WARM * found.get().pages()) {
      return true;
    }
    OptionalLong read = DeviceReads.whileReading(store, at, expected);
    return read.orElse(0) <= (1 - LEAST_WARM) * at.usage().apparentBytes();
  }

  /**
   * Makes it in a JVM that ends before this one has loaded anything of the store's.
   *
   * @param params of JMH
   * @param home the path that its location is made of
   */
  static void makeElsewhere(Map<String, String> params, Path home) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StoreMaker.class.getName(), home.toString()));
    params.forEach((name, value) -> command.add(name + "=" + value));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      process.getErrorStream().transferTo(said);
      if (process.waitFor() != 0) {
        throw new IOException("no store: " + said.toString(StandardCharsets.UTF_8).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * What that JVM runs.
   *
   * @param args the path, and JMH's parameters as {@code name=value}
   */
  public static void main(String[] args) throws IOException {
    Map<String, String> params = new HashMap<>();
    for (String arg : List.of(args).subList(1, args.length)) {
      int equals = arg.indexOf('=');
      params.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    Workspace workspace = Workspace.current();
    ImageSet images =
        workspace
            .images(params.get(Names.DATASET))
            .first(Integer.parseInt(params.get(Names.CUTOFF)));
    Backend backend = Backends.named(params.get(Names.BACKEND));
    ImageStore store = backend.store(BackendOptions.chosen(params));
    Location at = store.locate(Path.of(args[0]), workspace);
    ImageSet expected = backend.expected(images, BackendOptions.chosen(params));
    make(store, at, images);
    verify(store, at, expected);
    if (Condition.holds(Condition.Cache.cold, params)) {
      at.evict();
    } else {
      makeWarm(store, at, expected);
    }
  }
}
