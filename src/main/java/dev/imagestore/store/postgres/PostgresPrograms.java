package dev.imagestore.store.postgres;

import dev.imagestore.input.BadInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's server programs, and what goes before them on a command line.
 *
 * @param bin the directory of {@code postgres}, {@code initdb} and {@code pg_ctl}
 * @param origin where they come from, in a word
 * @param prefix a command that runs them as another user; usually none
 */
record PostgresPrograms(Path bin, String origin, List<String> prefix) {
  /** What to do if there are none. */
  static final String MISSING =
      "no PostgreSQL server is installed; install your system's (apt-get install postgresql), or"
          + " build one beside the jar (mvn package -DskipTests -Ppostgres), or set "
          + PostgresService.VARIABLE;

  private static final String BUNDLE = "benchmarks-postgres.jar";
  private static final String SERVER = "postgres";

  /** Where distributions put each version's programs. */
  private static final Pattern VERSIONED = Pattern.compile("(?:pgsql-)?(\\d{2})");

  private static final List<Path> INSTALLATIONS =
      List.of(Path.of("/usr/lib/postgresql"), Path.of("/usr"));

  /** The server refuses to be root. In a user namespace without a mapping nobody is. */
  private static final List<String> AS_NOBODY = List.of("unshare", "--user");

  private static final long PATIENCE_SECONDS = 10;

  /** Copies the list. */
  PostgresPrograms {
    prefix = List.copyOf(prefix);
  }

  /** True if some can be had. */
  static boolean areThere() {
    return installed().isPresent() || bundle().isPresent();
  }

  /**
   * Those that are installed; else those of the bundle.
   *
   * @param directory where a bundle is unpacked
   * @throws BadInputException if there are none, or they can't be run
   */
  static PostgresPrograms find(Path directory) throws IOException {
    List<String> prefix = prefix(AS_NOBODY);
    Optional<Path> installed = installed();
    if (installed.isPresent()) {
      return new PostgresPrograms(installed.get(), "installed", prefix);
    }
    Optional<Path> bundle = bundle();
    if (bundle.isPresent()) {
      return unpacked(bundle.get(), directory, prefix);
    }
    throw new BadInputException(MISSING);
  }

  /** Those of the bundle, unpacked. */
  static PostgresPrograms unpacked(Path bundle, Path directory, List<String> prefix)
      throws IOException {
    Path programs = Files.createDirectory(directory.resolve("programs"));
    unpack(bundle, programs);
    return new PostgresPrograms(programs.resolve("bin"), "bundled", prefix);
  }

  /**
   * What makes root somebody else.
   *
   * @param asNobody the command that does
   * @throws BadInputException if it is needed and does not work
   */
  static List<String> prefix(List<String> asNobody) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    List<String> command = new ArrayList<>(asNobody);
    command.add("true");
    if (!succeeds(command)) {
      throw new BadInputException(
          "PostgreSQL does not run as root, and this system lets root be nobody else"
              + " (unshare --user: user namespaces are off); run as another user, or set "
              + PostgresService.VARIABLE);
    }
    return asNobody;
  }

  private static boolean succeeds(List<String> command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      return false; // There is no such command.
    }
  }

  /** The newest of the installed ones; what is on the path goes first. */
  private static Optional<Path> installed() {
    List<Path> found = new ArrayList<>();
    for (String each :
        System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1)) {
      try {
        Path program = Path.of(each, SERVER);
        if (Files.isExecutable(program)) {
          found.add(program.toRealPath().getParent());
        }
      } catch (IOException | InvalidPathException e) {
        // Not a directory that programs are in.
      }
    }
    for (Path installations : INSTALLATIONS) {
      found.addAll(versions(installations));
    }
    return found.stream()
        .filter(
            bin ->
                Stream.of(SERVER, "initdb", "pg_ctl")
                    .allMatch(program -> Files.isExecutable(bin.resolve(program))))
        .findFirst();
  }

  private static List<Path> versions(Path installations) {
    try (Stream<Path> versions = Files.list(installations)) {
      return versions
          .filter(path -> version(path) > 0)
          .sorted(Comparator.comparingInt(PostgresPrograms::version).reversed())
          .map(path -> path.resolve("bin"))
          .toList();
    } catch (IOException e) {
      return List.of(); // Not this distribution.
    }
  }

  private static int version(Path path) {
    Matcher name = VERSIONED.matcher(path.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  /** The jar that the build put beside ours, or beside our classes. */
  static Optional<Path> bundle() {
    CodeSource source = PostgresPrograms.class.getProtectionDomain().getCodeSource();
    try {
      return Optional.ofNullable(source == null ? null : Path.of(source.getLocation().toURI()))
          .map(path -> path.resolveSibling(BUNDLE))
          .filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static void unpack(Path bundle, Path into) throws IOException {
    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      ZipEntry programs =
          zip.stream()
              .filter(entry -> entry.getName().endsWith(".txz"))
              .findFirst()
              .orElseThrow(
                  () ->
                      BadInputException.of(
                          bundle, "an archive of PostgreSQL's programs", "none", "build it again"));
      try (InputStream in = zip.getInputStream(programs);
          TarArchiveInputStream tar =
              new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(entry, tar, into, bundle);
        }
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream tar, Path into, Path bundle)
      throws IOException {
    Path path = into.resolve(entry.getName()).normalize();
    if (!path.startsWith(into)) {
      throw BadInputException.of(bundle, "files below its own directory", entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(path, into.resolve(entry.getLinkName()).normalize());
    } else {
      Files.copy(tar, path);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  /** A command line of one of the programs, in an environment that tells it nothing. */
  ProcessBuilder command(String program, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(line(program, arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  /** The words of it. */
  List<String> line(String program, String... arguments) {
    List<String> line = new ArrayList<>(prefix);
    line.add(bin.resolve(program).toString());
    line.addAll(List.of(arguments));
    return line;
  }
}
