package dev.imagestore.harness;

import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.store.Backends;
import dev.imagestore.store.DiskUsage;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.footprint.Explanation;
import dev.imagestore.store.footprint.FootprintModel;
import dev.imagestore.store.footprint.SizedImages;
import dev.imagestore.workload.Verification;
import dev.imagestore.workload.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What stores take on disk, without timing anything: each configuration is stored once, compared
 * with what it should give back, flushed to the device, and measured.
 */
public final class FootprintRun {
  private final List<Configuration> configurations;

  /**
   * One measured store.
   *
   * @param dataset the name to publish
   * @param backend how the images are kept, with options that are not the defaults
   * @param images how many
   * @param usage what the files take
   * @param pixelBytes the images' pixels, without any format around them
   * @param explanation why, if it was asked for and the backend has a model
   */
  public record Stored(
      String dataset,
      String backend,
      long images,
      DiskUsage usage,
      long pixelBytes,
      Optional<Explanation> explanation) {}

  /**
   * Plans a run.
   *
   * @param params JMH parameters as {@code name=value,value}; those of {@code storeMany} are its
   *     defaults
   * @throws BadInputException if a name or a value is unknown
   */
  public FootprintRun(List<String> params) throws IOException {
    List<String> arguments = new ArrayList<>();
    for (String param : params) {
      arguments.add("-p");
      arguments.add(param);
    }
    arguments.add("\\.storeMany$");
    configurations = RunPlan.of(arguments).configurations();
  }

  /**
   * Stores and measures.
   *
   * @param keep where the stores stay, one directory each; deleted if empty
   * @param explain true if each store is to be held against its model
   * @param progress is told what happens
   */
  public List<Stored> measure(Optional<Path> keep, boolean explain, Consumer<String> progress)
      throws IOException {
    if (keep.isPresent()) {
      refuseServed();
    }
    Workspace.removeDead(Workspace.root());
    try (Workspace workspace = Workspace.create()) {
      Interruption interruption = new Interruption(() -> closeQuietly(workspace));
      Services services = null;
      try {
        PreparedDatasets datasets =
            PreparedDatasets.in(workspace, configurations, Optional.empty(), line -> {});
        datasets.warnings().forEach(progress);
        services = Services.start(configurations, workspace);
        for (Configuration configuration : configurations) {
          Optional<String> failure = services.failure(configuration);
          if (failure.isPresent()) {
            throw new BadInputException(failure.get());
          }
        }
        if (keep.isEmpty()) {
          new CostEstimate(workspace, configurations, services)
              .checkSpace(configurations, workspace.directory());
        }
        List<Stored> all = new ArrayList<>();
        for (Configuration configuration : configurations) {
          String dataset = datasets.publicNames().get(configuration.param("dataset"));
          Path home =
              keep.isPresent()
                  ? keptDirectory(keep.get(), dataset, configuration)
                  : workspace.newPath("store");
          Location at = configuration.store().locate(home, workspace);
          all.add(measure(workspace, configuration, dataset, at, explain));
          progress.accept(variant(configuration) + ", " + configuration.cutoff() + " images: done");
          if (keep.isEmpty()) {
            at.delete();
          }
        }
        return all;
      } finally {
        if (services != null) {
          services.close();
        }
        interruption.disarm();
      }
    }
  }

  private void refuseServed() throws BadInputException {
    for (Configuration configuration : configurations) {
      String backend = configuration.param(Names.BACKEND);
      if (Backends.named(backend).service().isPresent()) {
        throw new BadInputException(
            "--keep: expected stores that are files, found backend="
                + backend
                + ", whose stores end with their server; leave it out");
      }
    }
  }

  private static Stored measure(
      Workspace workspace,
      Configuration configuration,
      String dataset,
      Location at,
      boolean explain)
      throws IOException {
    ImageSet images =
        workspace.images(configuration.param("dataset")).first(configuration.cutoff());
    ImageStore store = configuration.store();
    at.create();
    store.store(images, at, Durability.valueOf(configuration.param("durability")));
    try (ImageReader reader = store.open(at)) {
      Verification.all(reader, configuration.expected(images));
    }
    at.flush();
    return new Stored(
        dataset,
        variant(configuration),
        images.count(),
        at.usage(),
        images.totalBytes(),
        explain ? explanation(configuration, images, at) : Optional.empty());
  }

  private static Optional<Explanation> explanation(
      Configuration configuration, ImageSet images, Location at) throws IOException {
    Optional<FootprintModel> model = configuration.footprint();
    if (model.isEmpty()) {
      return Optional.empty();
    }
    SizedImages sizes = SizedImages.of(images, model.get().encodedBytes(images));
    int block = Math.toIntExact(Files.getFileStore(at.directory()).getBlockSize());
    return Optional.of(Explanation.of(model.get(), sizes, block));
  }

  /** The backend, with its options where they are not the defaults. */
  private static String variant(Configuration configuration) {
    return Key.of(configuration.params()).variant();
  }

  private static Path keptDirectory(Path keep, String dataset, Configuration configuration)
      throws IOException {
    Path dir =
        keep.resolve(dataset.replaceAll("[^\\w.-]+", "-"))
            .resolve(
                variant(configuration).replaceAll("[^\\w.-]+", "-") + "-" + configuration.cutoff());
    if (Files.exists(dir)) {
      throw BadInputException.of(
          dir,
          "nothing yet, so that a store can be made there (--keep)",
          "a file or directory",
          "remove it");
    }
    Files.createDirectories(dir.getParent());
    return dir;
  }

  private static void closeQuietly(Workspace workspace) {
    try {
      workspace.close();
    } catch (IOException e) {
      // The next run removes it.
    }
  }
}
