package dev.imagestore.harness;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Condition;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.result.Workload;
import dev.imagestore.store.DiskUsage;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.workload.DeviceReads;
import dev.imagestore.workload.Verification;
import dev.imagestore.workload.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores and reads a few images with each backend before the run: what fails here fails at once and
 * not after minutes, and from what it takes follow how long the run will take and how much space.
 * These are guesses for the user, from code that is not warm; they go into no result.
 */
final class CostEstimate {
  private static final long SAMPLE_IMAGES = 300;
  private static final long SAMPLE_BYTES = 16L << 20;

  /** A fork's start, and what JMH does around it. */
  private static final double FORK_SECONDS = 0.75;

  /** What makes the code of single shots warm, or starts another JVM before them. */
  private static final double SINGLE_SHOT_SECONDS = 1;

  /** Between a stored file and the next there is also its deletion. */
  private static final double DELETE_SECONDS_A_FILE = 15e-6;

  /**
   * Each backend is tried again and again for about this long; the fastest counts, as the code gets
   * warm.
   */
  private static final long TRIAL_NANOS = 400_000_000;

  /** A server is tried for up to this long, until it gets no faster: forks find it warm. */
  private static final long WARM_UP_NANOS = 10_000_000_000L;

  /** So many tries that are not this much faster than the fastest before show that. */
  private static final int STEADY_TRIES = 4;

  private static final double FASTER = 0.95;

  private final Map<Key, Cost> costs = new HashMap<>();

  /**
   * What one image costs one backend.
   *
   * @param storeSeconds to store it and to delete it again
   * @param readSeconds to read it, from the device if the store is to be cold
   * @param diskBytes allocated on disk
   */
  private record Cost(double storeSeconds, double readSeconds, double diskBytes) {}

  /** Tries every backend and dataset of the plan. */
  CostEstimate(Workspace workspace, List<Configuration> configurations, Services services)
      throws IOException {
    for (Configuration configuration : configurations) {
      Key key = key(configuration);
      if (services.failure(configuration).isPresent()) {
        costs.put(key, new Cost(0, 0, 0)); // It will not be run.
      } else if (!costs.containsKey(key)) {
        ImageSet images = workspace.images(configuration.param("dataset"));
        long count =
            Math.min(
                images.distinct(),
                Math.min(SAMPLE_IMAGES, 1 + SAMPLE_BYTES / images.maxImageBytes()));
        ImageSet some = images.first(count);
        Cost warm = measure(workspace, configuration, some);
        costs.put(
            key,
            configuration.has(Condition.Cache.cold)
                ? new Cost(
                    warm.storeSeconds(),
                    coldSeconds(workspace, configuration, some) / count,
                    warm.diskBytes())
                : warm);
      }
    }
  }

  private static Cost measure(Workspace workspace, Configuration configuration, ImageSet images)
      throws IOException {
    ImageStore store = configuration.store();
    ImageSet expected = configuration.expected(images);
    double storeSeconds = Double.POSITIVE_INFINITY;
    double readSeconds = Double.POSITIVE_INFINITY;
    DiskUsage usage;
    double fastest = Double.POSITIVE_INFINITY;
    int steady = 0;
    boolean served = configuration.isServed();
    long start = System.nanoTime();
    do {
      Location at = store.locate(workspace.newPath("cost-estimate"), workspace);
      try {
        at.create();
        long begin = System.nanoTime();
        store.store(images, at, Durability.none);
        long stored = System.nanoTime();
        try (ImageReader reader = store.open(at)) {
          Verification.all(reader, expected);
        }
        storeSeconds = Math.min(storeSeconds, (stored - begin) / 1e9);
        readSeconds = Math.min(readSeconds, (System.nanoTime() - stored) / 1e9);
        usage = at.usage();
        double took = (System.nanoTime() - begin) / 1e9;
        steady = took < FASTER * fastest ? 0 : steady + 1;
        fastest = Math.min(fastest, took);
      } finally {
        at.delete();
      }
    } while (System.nanoTime() - start < TRIAL_NANOS
        || (served && steady < STEADY_TRIES && System.nanoTime() - start < WARM_UP_NANOS));
    double count = images.count();
    return new Cost(
        storeSeconds / count + DELETE_SECONDS_A_FILE * usage.files() / count,
        readSeconds / count,
        Math.max(usage.allocatedBytes(), usage.apparentBytes()) / count);
  }

  /**
   * How long it takes to read a store that is cold.
   *
   * @throws BadInputException if it can't be made cold
   */
  private static double coldSeconds(
      Workspace workspace, Configuration configuration, ImageSet images) throws IOException {
    ImageStore store = configuration.store();
    Location at = store.locate(workspace.newPath("cost-estimate"), workspace);
    try {
      at.create();
      store.store(images, at, Durability.none);
      return DeviceReads.tryOut(store, at, configuration.expected(images));
    } finally {
      at.delete();
    }
  }

  /** About how long {@code forks} forks of a configuration take, in seconds. */
  double seconds(Configuration configuration, int forks) {
    Cost cost = costs.get(key(configuration));
    double images = configuration.workload().images(configuration.cutoff());
    double operation =
        images * (configuration.workload().isStore() ? cost.storeSeconds() : cost.readSeconds());
    double setup =
        configuration.workload().isStore()
            ? 0
            : configuration.cutoff() * (cost.storeSeconds() + cost.readSeconds());
    if (configuration.workload().isSingleShot(configuration.params())) {
      setup += SINGLE_SHOT_SECONDS;
    }
    return Math.max(1, forks) * (FORK_SECONDS + setup + configuration.iterationSeconds(operation));
  }

  /** About how much space the largest stores of the run take beside the datasets, in bytes. */
  double diskBytes(List<Configuration> configurations) {
    double most = 0;
    for (Configuration configuration : configurations) {
      most = Math.max(most, diskBytes(configuration));
    }
    return most;
  }

  /** About how much space all stores take that a fork has at a time, in bytes. */
  double diskBytes(Configuration configuration) {
    Workload workload = configuration.workload();
    double stores = configuration.has(Condition.Pages.fresh) ? configuration.shots() : 1;
    return workload.imagesInStore(configuration.cutoff())
        * costs.get(key(configuration)).diskBytes()
        * stores
        * (workload.isStore() ? configuration.threads() : 1);
  }

  /** Refuses a run that the file system has no room for. */
  void checkSpace(List<Configuration> configurations, Path directory) throws IOException {
    double needed = 1.1 * diskBytes(configurations);
    long free = Files.getFileStore(directory).getUsableSpace();
    if (needed > free) {
      throw new BadInputException(
          String.format(
              "%s: the largest store of this run needs about %,.0f MB, %,.0f MB are free;"
                  + " free some, choose smaller cutoffs (-p cutoff=…), or set %s to a directory elsewhere",
              directory.getParent(), needed / 1e6, free / 1e6, Workspace.VARIABLE));
    }
  }

  private static Key key(Configuration configuration) {
    return Key.of(configuration.params())
        .without(
            Names.CUTOFF,
            Names.DURABILITY,
            Condition.PAGES.parameter(),
            Condition.OPENING.parameter(),
            Condition.MEMORY.parameter());
  }
}
