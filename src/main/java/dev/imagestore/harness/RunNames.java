package dev.imagestore.harness;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Names of what runs leave in the results directory: date, time, and a suffix for the kind. */
public final class RunNames {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);

  private RunNames() {}

  /**
   * A name that is not taken.
   *
   * @param results where
   * @param suffixes of all that the run will make; the first is that of the result
   */
  public static Path fresh(Path results, Clock clock, String... suffixes) {
    String stamp = STAMP.format(LocalDateTime.ofInstant(clock.instant(), clock.getZone()));
    String name = stamp;
    for (int i = 2; isTaken(results, name, suffixes); i++) {
      name = stamp + "-" + i;
    }
    return results.resolve(name + suffixes[0]);
  }

  private static boolean isTaken(Path results, String name, String... suffixes) {
    return Stream.of(suffixes).anyMatch(suffix -> Files.exists(results.resolve(name + suffix)));
  }

  /**
   * The last journal.
   *
   * @param suffix of what is looked for in {@code results}
   * @param journal the path from there to the journal; empty if that is it
   */
  public static Optional<Path> lastJournal(Path results, String suffix, String journal)
      throws IOException {
    TreeSet<Path> found = new TreeSet<>();
    if (Files.isDirectory(results)) {
      try (DirectoryStream<Path> runs = Files.newDirectoryStream(results, "*" + suffix)) {
        for (Path run : runs) {
          if (Files.isRegularFile(run.resolve(journal))) {
            found.add(run.resolve(journal));
          }
        }
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found.last());
  }
}
