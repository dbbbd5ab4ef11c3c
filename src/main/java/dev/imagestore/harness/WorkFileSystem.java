package dev.imagestore.harness;

import dev.imagestore.result.Environment;
import dev.imagestore.workload.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The file system of the work directory: what it is, and what about it spoils figures. */
final class WorkFileSystem {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Path JOURNALS = Path.of("/proc/fs/jbd2");

  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs");
  private static final Set<String> OPTIONAL_JOURNAL = Set.of("ext3", "ext4");
  private static final Set<String> ALWAYS_JOURNAL =
      Set.of("xfs", "jfs", "reiserfs", "ntfs", "ntfs3", "hfs");
  private static final Set<String> COPY_ON_WRITE =
      Set.of("btrfs", "zfs", "bcachefs", "apfs", "f2fs", "nilfs2");
  private static final Set<String> NO_JOURNAL = Set.of("ext2", "vfat", "msdos", "exfat");

  private WorkFileSystem() {}

  /** Describes the file system that holds {@code directory}. */
  static Environment.WorkDirectory describe(Path directory) throws IOException {
    Optional<Mount> mount = Files.isReadable(MOUNTS) ? mountOf(directory) : Optional.empty();
    String type =
        mount
            .map(Mount::type)
            .orElse(Files.getFileStore(directory).type())
            .toLowerCase(Locale.ROOT);
    return new Environment.WorkDirectory(
        type, journal(type, mount), mount.map(Mount::options).orElse(""));
  }

  /** What to say about it before a run; empty if there is nothing. */
  static Optional<String> warning(Environment.WorkDirectory found) {
    if (IN_MEMORY.contains(found.fileSystem())) {
      return Optional.of(
          "the work directory is in memory ("
              + found.fileSystem()
              + "): nothing reaches a disk, figures of storing and of disk use mean little; set "
              + Workspace.VARIABLE
              + " to a directory on the disk you care for");
    }
    if (found.journal().equals("no")) {
      return Optional.of(
          "the work directory's file system ("
              + found.fileSystem()
              + ") has no journal: deleting files slows the creation of later ones for minutes, which"
              + " widens the intervals of storing; set "
              + Workspace.VARIABLE
              + " to a directory on one with a journal (an image file with ext4, mounted by loop, will do)");
    }
    return Optional.empty();
  }

  /**
   * Why what is dropped from the page cache may still be in memory; empty if nothing is known that
   * would keep it.
   *
   * @param sys where Linux describes its devices
   */
  static Optional<String> obstacleToCold(Path directory, Path sys) throws IOException {
    Optional<Mount> mount = Files.isReadable(MOUNTS) ? mountOf(directory) : Optional.empty();
    if (mount.isEmpty()) {
      return Optional.of("only Linux can be asked to drop what it has of files in memory");
    }
    if (IN_MEMORY.contains(mount.get().type())) {
      return Optional.of(
          "the work directory is in memory ("
              + mount.get().type()
              + "); set "
              + Workspace.VARIABLE
              + " to a directory on a disk");
    }
    return cachedLoopDevice(sys.resolve("dev/block").resolve(mount.get().number()))
        .map(
            loop ->
                "the work directory is on /dev/"
                    + loop
                    + ", whose image file the kernel keeps in memory a second time; losetup"
                    + " --direct-io=on /dev/"
                    + loop
                    + ", or set "
                    + Workspace.VARIABLE
                    + " to a directory on a disk");
  }

  /**
   * The name of a loop device without direct I/O among a device and those that it is made of.
   *
   * @param device its directory under {@code /sys}
   */
  static Optional<String> cachedLoopDevice(Path device) throws IOException {
    if (!Files.isDirectory(device)) {
      return Optional.empty();
    }
    Path real = device.toRealPath();
    if (Files.exists(real.resolve("partition"))) {
      real = real.getParent();
    }
    Path direct = real.resolve("loop").resolve("dio");
    if (Files.isReadable(direct)) {
      return Files.readString(direct).strip().equals("0")
          ? Optional.of(real.getFileName().toString())
          : Optional.empty();
    }
    Path parts = real.resolve("slaves");
    if (Files.isDirectory(parts)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(parts)) {
        for (Path part : all) {
          Optional<String> found = cachedLoopDevice(part);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String journal(String type, Optional<Mount> mount) {
    if (OPTIONAL_JOURNAL.contains(type)) {
      return mount.isPresent() && Files.isDirectory(JOURNALS)
          ? hasJournal(mount.get().device())
          : "unknown";
    }
    if (ALWAYS_JOURNAL.contains(type)) {
      return "yes";
    }
    if (COPY_ON_WRITE.contains(type)) {
      return "copy-on-write";
    }
    return NO_JOURNAL.contains(type) || IN_MEMORY.contains(type) ? "no" : "unknown";
  }

  /**
   * ext4 lists the device of each mounted file system with a journal under {@code /proc/fs/jbd2},
   * as {@code sda1-8}.
   */
  private static String hasJournal(String device) {
    Path path = Path.of(device);
    try (Stream<Path> journals = Files.list(JOURNALS)) {
      String name = (Files.exists(path) ? path.toRealPath() : path).getFileName().toString();
      return journals.anyMatch(j -> j.getFileName().toString().startsWith(name + "-"))
          ? "yes"
          : "no";
    } catch (IOException | UncheckedIOException e) {
      return "unknown";
    }
  }

  /**
   * The mount whose mount point is the longest that {@code directory} lies under; later mounts hide
   * earlier ones.
   */
  private static Optional<Mount> mountOf(Path directory) throws IOException {
    Path real = directory.toRealPath();
    Mount best = null;
    for (String line : Files.readAllLines(MOUNTS)) {
      Optional<Mount> mount = Mount.parse(line);
      if (mount.isPresent()
          && real.startsWith(mount.get().point())
          && (best == null || mount.get().point().getNameCount() >= best.point().getNameCount())) {
        best = mount.get();
      }
    }
    return Optional.ofNullable(best);
  }

  private record Mount(Path point, String type, String device, String number, String options) {

    /**
     * A line of mountinfo: id parent device root point options [tags] - type source superoptions;
     * see proc(5).
     */
    static Optional<Mount> parse(String line) {
      String[] halves = line.split(" - ", 2);
      String[] left = halves[0].split(" ");
      String[] right = halves.length == 2 ? halves[1].split(" ") : new String[0];
      if (left.length < 6 || right.length < 2) {
        return Optional.empty();
      }
      // Names of paths may stand among the options of some file systems; those are left out.
      String options = right.length > 2 ? left[5] + "," + right[2] : left[5];
      String published =
          Stream.of(options.split(","))
              .distinct()
              .filter(o -> !o.contains("/"))
              .reduce((a, b) -> a + "," + b)
              .orElse("");
      return Optional.of(
          new Mount(
              Path.of(left[4].replace("\\040", " ")), right[0], right[1], left[2], published));
    }
  }
}
