package dev.imagestore.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Key;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.stats.IterationPairs;
import dev.imagestore.stats.PairAllocation;
import dev.imagestore.stats.PairFindings;
import dev.imagestore.stats.PairRow;
import dev.imagestore.stats.PairedComparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The pairs of forks of a tracked run as one table: a row for each configuration on each target but
 * the baseline, and in it one figure per pair.
 */
final class PairTable {
  private final Journal journal;
  private final PairedComparison comparison;

  /** Figures that were made before; a pair never changes. */
  private final Map<Cell, List<Double>> known = new HashMap<>();

  private final Map<Integer, Key> keys = new HashMap<>();

  /** A row. */
  record Cell(int configuration, int target) {}

  /**
   * What the table says at some time.
   *
   * @param rows what was judged: what failed or is lost is not
   * @param findings of the rows, in their order
   */
  record Judged(Map<Cell, PairRow> rows, PairFindings findings) {}

  PairTable(Journal journal, double threshold, double mustSee) {
    this.journal = journal;
    this.comparison = new PairedComparison(threshold, mustSee);
  }

  /**
   * Judges all there is.
   *
   * @param spent the part of the measurement that is done, up to 1
   */
  Judged judge(double spent) throws IOException {
    Map<Cell, PairRow> rows = new LinkedHashMap<>();
    for (int c = 0; c < journal.manifest().configurations().size(); c++) {
      for (int target : left(c).targets()) {
        if (target != 0) {
          Cell cell = new Cell(c, target);
          rows.put(cell, row(cell));
        }
      }
    }
    return new Judged(rows, comparison.compare(List.copyOf(rows.values()), spent));
  }

  /** The next group of a configuration. */
  ForkGroup next(int configuration) {
    return journal.manifest().group(journal.groups(configuration), configuration);
  }

  private ForkGroup left(int configuration) {
    return journal.left(next(configuration));
  }

  private PairRow row(Cell cell) throws IOException {
    double[] logRatios = logRatios(cell).stream().mapToDouble(d -> d).toArray();
    RunManifest.TargetEntry target = journal.manifest().targets().get(cell.target());
    String benchmark = benchmark(cell);
    return target.isControl()
        ? PairRow.control(benchmark, Math.log1p(target.control()), logRatios)
        : PairRow.comparison(benchmark, logRatios);
  }

  /** Names the rows that make one verdict: those of a benchmark on a target. */
  String benchmark(Cell cell) {
    return journal.manifest().targets().get(cell.target()).name()
        + " "
        + RunManifest.benchmark(journal.manifest().configurations().get(cell.configuration()));
  }

  private List<Double> logRatios(Cell cell) throws IOException {
    List<Journal.Pair> pairs = journal.pairs(cell.target(), cell.configuration());
    List<Double> ratios = known.computeIfAbsent(cell, c -> new ArrayList<>());
    for (Journal.Pair pair : pairs.subList(Math.min(ratios.size(), pairs.size()), pairs.size())) {
      BenchmarkResult base = result(0, pair.base());
      keys.put(cell.configuration(), base.key());
      ratios.add(
          IterationPairs.logRatio(
              Measurement.ofIterations(base).seconds(),
              Measurement.ofIterations(result(cell.target(), pair.next())).seconds()));
    }
    return ratios;
  }

  private BenchmarkResult result(int target, JsonNode fork) throws IOException {
    RunManifest.TargetEntry entry = journal.manifest().targets().get(target);
    return ResultFiles.of(entry.name(), "[" + fork + "]", entry.environment()).results().get(0);
  }

  /** The configuration as results name it; empty if it has no pair. */
  Optional<Key> key(int configuration) {
    return Optional.ofNullable(keys.get(configuration));
  }

  /**
   * What can be measured next.
   *
   * @return by configuration
   */
  Map<Integer, PairAllocation.Group> groups(Judged judged, Engine engine) {
    List<Cell> cells = List.copyOf(judged.rows().keySet());
    Map<Integer, PairAllocation.Group> groups = new LinkedHashMap<>();
    for (int c = 0; c < journal.manifest().configurations().size(); c++) {
      int configuration = c;
      List<Integer> rows =
          IntStream.range(0, cells.size())
              .filter(i -> cells.get(i).configuration() == configuration)
              .boxed()
              .toList();
      if (!rows.isEmpty()) {
        groups.put(c, new PairAllocation.Group(rows, engine.seconds(left(c))));
      }
    }
    return groups;
  }
}
