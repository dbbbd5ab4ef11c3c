package dev.imagestore.render;

import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.result.Condition;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.result.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must stand beside the figures of a table, since they can't be read rightly without it. */
final class TableNotes {
  private TableNotes() {}

  /** Whole sentences. */
  static List<String> of(RunSummary run, Key table, List<Row> rows) {
    List<String> notes = new ArrayList<>();
    Optional<Workload> workload = table.workload();
    if (workload.isPresent() && workload.get().isStore()) {
      run.environment()
          .flatMap(environment -> inCache(environment, table.param(Names.DATASET), rows))
          .ifPresent(notes::add);
    }
    if (Condition.holds(Condition.Cache.cold, table.params())) {
      notes.add(
          "Cold: none of the stores' files was in memory when the clock started. Names, inodes and"
              + " the code were, and what a disk or a host below keeps is out of reach.");
    }
    return notes;
  }

  /** Says which rows store images that the processor has in its cache; empty if none do. */
  private static Optional<String> inCache(Environment environment, String dataset, List<Row> rows) {
    long cache = environment.machine().lastLevelCacheBytes();
    Environment.Dataset images = environment.datasets().get(dataset);
    if (cache == 0 || images == null || images.distinct() == 0) {
      return Optional.empty();
    }
    double each = (double) images.bytes() / images.distinct();
    long largest =
        rows.stream()
            .mapToLong(Row::cutoff)
            .filter(cutoff -> Math.min(cutoff, images.distinct()) * each <= cache)
            .max()
            .orElse(0);
    if (largest == 0) {
      return Optional.empty();
    }
    boolean all = rows.stream().allMatch(row -> row.cutoff() <= largest);
    String which = all ? "The images" : "Up to " + Numbers.count(largest) + " the images";
    return Optional.of(
        which
            + " that are stored fit the processor's last-level cache, "
            + (cache >> 10)
            + " KiB: they are read from there, not from memory.");
  }
}
