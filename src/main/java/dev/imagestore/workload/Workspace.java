package dev.imagestore.workload;

import dev.imagestore.image.ImageFile;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Service;
import dev.imagestore.store.TopDirectory;
import dev.imagestore.store.Trees;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a run keeps its files: one directory, made by the harness, given to its forks by a system
 * property, and deleted when the run ends. A lock held by the harness says that the run is alive;
 * what dead runs left, the next one removes.
 */
public final class Workspace implements Closeable, Service.Directory {
  /** System property of a fork: the directory of its run. */
  public static final String PROPERTY = "imagestore.run";

  /**
   * Environment variable: where runs make their directories, instead of the system's temporary
   * directory.
   */
  public static final String VARIABLE = "IMAGESTORE_WORK";

  /** The names of the files that hold the images of datasets begin so. */
  public static final String IMAGE_FILE_PREFIX = "dataset-";

  /** And end so. */
  public static final String IMAGE_FILE_SUFFIX = ".images";

  private static final String PREFIX = "imagestore-run-";
  private static final String LOCK = "run.lock";

  private final Path directory;
  private final FileChannel lockFile;
  private final Map<String, ImageSet> opened = new ConcurrentHashMap<>();

  private Workspace(Path directory, FileChannel lockFile) {
    this.directory = directory;
    this.lockFile = lockFile;
  }

  /** The directory under which runs make theirs. */
  public static Path root() throws IOException {
    String chosen = System.getenv(VARIABLE);
    Path root =
        Path.of(chosen == null || chosen.isBlank() ? System.getProperty("java.io.tmpdir") : chosen);
    if (!Files.isDirectory(root) || !Files.isWritable(root)) {
      throw BadInputException.of(
          root,
          "a directory that can be written to as the work directory",
          Files.exists(root) ? (Files.isDirectory(root) ? "one that can't" : "a file") : "nothing",
          "set " + VARIABLE + " to one");
    }
    return root.toRealPath();
  }

  /** Makes the directory of a new run. */
  public static Workspace create() throws IOException {
    // Asked before there is anything that a signal could leave behind.
    boolean spread = TopDirectory.isSupported();
    Path directory = Files.createTempDirectory(root(), PREFIX);
    // On the run's directory, so that each fork's stores have block groups of their own. On the
    // directory of each store it does harm: every small store then touches cold bitmaps, 770 µs
    // instead of 70.
    if (spread) {
      TopDirectory.mark(directory);
    }
    // Locked before it has its name: another run that starts now would take it for a dead one's.
    Path unnamed = directory.resolve(LOCK + ".new");
    FileChannel lockFile =
        FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lockFile.lock();
    Files.move(unnamed, directory.resolve(LOCK));
    return new Workspace(directory, lockFile);
  }

  /** Removes what dead runs left under {@code root}, and returns how many there were. */
  public static int removeDead(Path root) throws IOException {
    int removed = 0;
    List<Path> runs = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root, PREFIX + "*")) {
      found.forEach(runs::add);
    }
    for (Path run : runs) {
      try (FileChannel lockFile = FileChannel.open(run.resolve(LOCK), StandardOpenOption.WRITE);
          FileLock lock = lockFile.tryLock()) {
        if (lock != null) {
          Trees.delete(run);
          removed++;
        }
      } catch (IOException | OverlappingFileLockException e) {
        // Alive in this JVM, another user's, or being made or removed right now: not ours to touch.
      }
    }
    if (removed > 0) {
      removeTemporaryFilesOfJmh();
    }
    return removed;
  }

  /**
   * A killed harness leaves JMH's own temporary files too. Whoever holds JMH's lock is the only
   * harness on the machine, so what lies there then belongs to none that lives.
   */
  private static void removeTemporaryFilesOfJmh() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (FileChannel lockFile =
            FileChannel.open(temporary.resolve("jmh.lock"), StandardOpenOption.WRITE);
        FileLock lock = lockFile.tryLock();
        DirectoryStream<Path> files =
            Files.newDirectoryStream(temporary, "jmh[0-9]*{stdout,stderr,compilecommand}")) {
      if (lock != null) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    } catch (FileSystemException e) {
      // No lock file, no harness; or another user's files, which are not ours to touch.
    }
  }

  /**
   * The workspace of the run that started this fork, or a new one where something else than our
   * harness runs it.
   */
  public static Workspace current() throws IOException {
    return Current.get();
  }

  /** The directory itself. */
  public Path directory() {
    return directory;
  }

  /** Makes a new empty directory. */
  public Path newDirectory(String kind) throws IOException {
    return Files.createTempDirectory(directory, kind + "-");
  }

  /** The path of a directory that is still to be made. */
  public Path newPath(String kind) {
    return directory.resolve(kind + "-" + UUID.randomUUID());
  }

  /** Where the harness says how a service is reached; only its user may read it. */
  public Path serviceFile(String service) {
    return directory.resolve("service-" + service + ".properties");
  }

  @Override
  public Map<String, String> properties(String service) throws IOException {
    Properties read = new Properties();
    try (Reader file = Files.newBufferedReader(serviceFile(service))) {
      read.load(file);
    }
    Map<String, String> properties = new HashMap<>();
    read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
    return properties;
  }

  /** Where the harness puts the images of a dataset and forks find them. */
  public Path imageFile(String dataset) {
    return directory.resolve(
        IMAGE_FILE_PREFIX
            + UUID.nameUUIDFromBytes(dataset.getBytes(StandardCharsets.UTF_8))
            + IMAGE_FILE_SUFFIX);
  }

  /** The images of a dataset that the harness has prepared. */
  public ImageSet images(String dataset) throws IOException {
    ImageSet images = opened.get(dataset);
    if (images == null) {
      images = ImageFile.open(imageFile(dataset));
      opened.put(dataset, images);
    }
    return images;
  }

  /** Deletes the directory and all in it. */
  @Override
  public void close() throws IOException {
    Trees.delete(directory);
    lockFile.close();
  }

  /** The workspace of this JVM, found once. */
  private static final class Current {
    private static Workspace workspace;

    private Current() {}

    static synchronized Workspace get() throws IOException {
      if (workspace == null) {
        String given = System.getProperty(PROPERTY);
        if (given == null) {
          throw new BadInputException(
              "the benchmarks need images that the harness prepares: run them with java -jar benchmarks.jar");
        }
        workspace = new Workspace(Path.of(given), null);
        HarnessWatch.start();
      }
      return workspace;
    }
  }
}
