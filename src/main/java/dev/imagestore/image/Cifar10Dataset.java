package dev.imagestore.image;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The training images of CIFAR-10, batches 1 to 5 in order. */
final class Cifar10Dataset implements Dataset {
  private static final long OFFICIAL_IMAGES = 50_000;

  /** The official binary archive. */
  static final Download OFFICIAL =
      new Download(
          URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
          170_052_171,
          "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd");

  /** Where the batches are, found when they are needed. */
  interface Place {
    /** The batches; downloads them if they have to be. */
    Batches batches() throws IOException;

    /** What would have to be downloaded first; empty if all is there. */
    default Optional<Download> missing() throws IOException {
      return Optional.empty();
    }
  }

  /**
   * The five batches.
   *
   * @param layout of all of them
   * @param files one a batch
   */
  record Batches(Cifar10.Layout layout, List<Cifar10.Source> files) {}

  private final String name;
  private final String publicName;
  private final Place place;
  private Batches batches;

  Cifar10Dataset(String name, String publicName, Place place) {
    this.name = name;
    this.publicName = publicName;
    this.place = place;
  }

  /**
   * The official images, downloaded into the user's cache, or those of a directory or an archive.
   *
   * @param name the whole name
   * @param path a directory or a {@code .tar.gz}; empty for the official images
   */
  static Dataset parse(String name, String path) throws BadInputException {
    if (path.isEmpty()) {
      return new Cifar10Dataset(
          name, name, new Downloaded(OFFICIAL, cacheDirectory().resolve("cifar-10-binary.tar.gz")));
    }
    Path file = Datasets.path(name, path);
    String publicName = "cifar10:" + Datasets.lastPart(file);
    if (Files.isDirectory(file)) {
      return new Cifar10Dataset(name, publicName, new Cifar10Directory(file));
    }
    if (Files.isRegularFile(file) && file.toString().endsWith(".tar.gz")) {
      return new Cifar10Dataset(name, publicName, new Cifar10Archive(file));
    }
    throw BadInputException.of(
        file,
        "a directory with the CIFAR-10 batches, or one of the official .tar.gz archives",
        Files.exists(file) ? "another file" : "nothing of that name");
  }

  /** {@code $XDG_CACHE_HOME/imagestore}, or {@code ~/.cache/imagestore} where that is not set. */
  private static Path cacheDirectory() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    // The XDG specification: a path that is not absolute is to be ignored.
    Path cache =
        xdg != null && Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return cache.resolve("imagestore");
  }

  /**
   * An archive that is downloaded when it is first needed.
   *
   * @param download what
   * @param target where it is kept
   */
  record Downloaded(Download download, Path target) implements Place {
    @Override
    public Batches batches() throws IOException {
      return new Cifar10Archive(download.to(target, DownloadBar::begin)).batches();
    }

    @Override
    public Optional<Download> missing() throws IOException {
      return download.isComplete(target) ? Optional.empty() : Optional.of(download);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String publicName() {
    return publicName;
  }

  @Override
  public long size() throws IOException {
    return count(Long.MAX_VALUE);
  }

  @Override
  public long bytes(long limit) throws IOException {
    return Math.min(limit, count(limit)) * Cifar10.PIXELS;
  }

  /** The batches, looked for once: in an archive that takes a pass over all of it. */
  private synchronized Batches batches() throws IOException {
    if (batches == null) {
      batches = place.batches();
    }
    return batches;
  }

  /** Counts images until there are {@code enough}. */
  private long count(long enough) throws IOException {
    Batches batches = batches();
    long count = 0;
    for (Cifar10.Source file : batches.files()) {
      if (count >= enough) {
        break;
      }
      count += batches.layout().count(file);
    }
    return count;
  }

  @Override
  public void read(long limit, ImageSink sink) throws IOException {
    Batches batches = batches();
    long left = limit;
    for (Cifar10.Source file : batches.files()) {
      if (left == 0) {
        break;
      }
      left -= batches.layout().read(file, left, sink);
    }
  }

  @Override
  public DatasetSummary summary() throws IOException {
    Optional<Download> missing = place.missing();
    long images = missing.isPresent() ? OFFICIAL_IMAGES : size();
    return new DatasetSummary(
        images,
        Cifar10.SHAPE.toString(),
        Cifar10.LABELS,
        images * Cifar10.PIXELS,
        missing
            .map(m -> String.format(Locale.ROOT, "not downloaded yet (%,d B)", m.size()))
            .orElse(""),
        List.of());
  }

  @Override
  public List<String> labelNames() {
    return Cifar10.CLASSES;
  }
}
