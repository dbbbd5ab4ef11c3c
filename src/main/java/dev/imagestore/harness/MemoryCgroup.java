package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A cgroup of Linux whose processes have only so much memory together, and the page cache of what
 * they read and write is a part of it. Of either version; where this user may make none, that is
 * said.
 */
final class MemoryCgroup implements Closeable {
  private static final String PREFIX = "imagestore-";
  private static final String PROCESSES = "cgroup.procs";

  private final Path directory;

  private MemoryCgroup(Path directory) {
    this.directory = directory;
  }

  /** One version of cgroups, where it is mounted: a directory that may get one, and its limit. */
  private record Place(Path parent, String limit) {}

  /**
   * Makes one.
   *
   * @param root where {@code proc} and {@code sys} are
   * @throws BadInputException if that is not possible here
   */
  static MemoryCgroup create(Path root, long bytes) throws IOException {
    List<Place> places = places(root);
    List<String> reasons = new ArrayList<>();
    for (Place place : places) {
      removeDead(place.parent());
      Path directory = place.parent().resolve(PREFIX + ProcessHandle.current().pid());
      try {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(place.limit()), Long.toString(bytes));
        return new MemoryCgroup(directory);
      } catch (IOException e) {
        reasons.add(String.valueOf(e.getMessage()));
        new MemoryCgroup(directory).close();
      }
    }
    throw new BadInputException(
        String.format(
            Locale.ROOT,
            "%s: expected a cgroup of at most %,d MiB that this user may make, found %s; run it as"
                + " root, or in a cgroup with the controller memory that is delegated to this user",
            NamedPlan.WORD + " memory",
            bytes >> 20,
            reasons.isEmpty() ? "no cgroups for memory" : String.join("; ", reasons)));
  }

  /** The cgroup of this process and the one above all, of each version that knows memory. */
  private static List<Place> places(Path root) throws IOException {
    List<Place> places = new ArrayList<>();
    Path own = root.resolve("proc/self/cgroup");
    if (!Files.isReadable(own)) {
      return places;
    }
    Path mounted = root.resolve("sys/fs/cgroup");
    for (String line : Files.readAllLines(own)) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      boolean first = List.of(parts[1].split(",")).contains("memory");
      Path all = first ? mounted.resolve("memory") : mounted;
      for (Path parent : List.of(all.resolve(parts[2].replaceFirst("^/+", "")).normalize(), all)) {
        if (first && Files.isDirectory(parent)) {
          places.add(new Place(parent, "memory.limit_in_bytes"));
        } else if (parts[1].isEmpty() && delegatesMemory(parent)) {
          places.add(new Place(parent, "memory.max"));
        }
      }
    }
    return places;
  }

  private static boolean delegatesMemory(Path parent) throws IOException {
    Path controllers = parent.resolve("cgroup.subtree_control");
    return Files.isReadable(controllers)
        && List.of(Files.readString(controllers).strip().split(" +")).contains("memory");
  }

  /** Removes what harnesses left that were killed. */
  private static void removeDead(Path parent) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path each : left) {
        String pid = each.getFileName().toString().substring(PREFIX.length());
        if (pid.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          new MemoryCgroup(each).close();
        }
      }
    }
  }

  /** What a process writes its id to, to be in it. */
  Path processes() {
    return directory.resolve(PROCESSES);
  }

  /** Removes it; processes that are still in it keep it until the next run. */
  @Override
  public void close() {
    // Not with File.delete or a walk: the files in it are the kernel's and go with it.
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // A process is still ending, or it is none of ours.
    }
  }
}
