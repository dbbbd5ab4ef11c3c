package dev.imagestore.harness;

import dev.imagestore.input.BadInputException;
import dev.imagestore.result.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How much a fork may store with {@code pages=fresh}: so little that the kernel has no reason to
 * make the fork wait for the disk, which would be measured in place of memory.
 */
final class FreshPages {
  private static final long MOST_BYTES = 256_000_000;

  /** Linux makes a process wait that has dirtied its part of this many pages. */
  private static final double PART_OF_DIRTY_LIMIT = 0.1;

  private FreshPages() {}

  /**
   * Refuses configurations that store too much.
   *
   * @throws BadInputException that says how much less would do
   */
  static void check(List<Configuration> configurations, CostEstimate costs) throws IOException {
    long most = mostBytes(Path.of("/proc"));
    for (Configuration configuration : configurations) {
      if (configuration.has(Condition.Pages.fresh)) {
        double bytes = costs.diskBytes(configuration);
        if (bytes > most) {
          throw new BadInputException(
              String.format(
                  Locale.ROOT,
                  "%s: pages=fresh expected at most %,.0f MB of stores in a fork, so that none waits for"
                      + " the disk, found %d stores of %,.1f MB; choose a cutoff of at most %d, or fewer"
                      + " stores (-wi, -i)",
                  configuration,
                  most / 1e6,
                  configuration.shots(),
                  bytes / configuration.shots() / 1e6,
                  (long) (configuration.cutoff() * (most / bytes))));
        }
      }
    }
  }

  /**
   * 256 MB or a tenth of what may be dirty in memory before Linux makes processes wait.
   *
   * @param proc where Linux says so
   */
  static long mostBytes(Path proc) throws IOException {
    OptionalLong bytes = number(proc.resolve("sys/vm/dirty_bytes"), "");
    OptionalLong ratio = number(proc.resolve("sys/vm/dirty_ratio"), "");
    OptionalLong free = number(proc.resolve("meminfo"), "MemAvailable:");
    double limit =
        bytes.orElse(0) > 0
            ? bytes.getAsLong()
            : ratio.isPresent() && free.isPresent()
                ? ratio.getAsLong() / 100.0 * free.getAsLong() * 1024
                : Double.POSITIVE_INFINITY;
    return (long) Math.min(MOST_BYTES, PART_OF_DIRTY_LIMIT * limit);
  }

  /** The first number behind a word that a line begins with; empty if there is none. */
  private static OptionalLong number(Path file, String word) throws IOException {
    if (!Files.isReadable(file)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()).strip().replaceFirst("[^0-9].*", ""))
        .filter(digits -> !digits.isEmpty())
        .mapToLong(Long::parseLong)
        .findFirst();
  }
}
