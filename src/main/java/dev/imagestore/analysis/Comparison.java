package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.stats.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the comparison of two runs found.
 *
 * @param base name of the run that the other is measured against
 * @param next name of the other
 * @param options how it was done
 * @param warnings what limits the use of all that follows
 * @param differences what else is not the same in the two runs
 * @param rows what was compared, in the order of the base
 * @param exact figures that are compared exactly, in the order of the base
 * @param means one per benchmark
 * @param unpaired what was not compared
 * @param otherMetrics names of metrics that are neither a row's time nor exact
 * @param controls what was compared although it was known how it differs, a sentence each
 * @param failures what could not be measured, and controls that failed, a sentence each
 */
public record Comparison(
    String base,
    String next,
    ComparisonOptions options,
    List<String> warnings,
    List<ComparisonDifference> differences,
    List<ComparisonRow> rows,
    List<ComparisonExactRow> exact,
    List<ComparisonMean> means,
    List<ComparisonUnpaired> unpaired,
    List<String> otherMetrics,
    List<String> controls,
    List<String> failures) {

  /** Copies the lists. */
  public Comparison {
    warnings = List.copyOf(warnings);
    differences = List.copyOf(differences);
    rows = List.copyOf(rows);
    exact = List.copyOf(exact);
    means = List.copyOf(means);
    unpaired = List.copyOf(unpaired);
    otherMetrics = List.copyOf(otherMetrics);
    controls = List.copyOf(controls);
    failures = List.copyOf(failures);
  }

  /** What it comes to. */
  public Outcome outcome() {
    Map<Key, String> names =
        Key.names(
            Stream.concat(
                    rows.stream().map(ComparisonRow::key),
                    exact.stream().map(ComparisonExactRow::key))
                .toList());
    Stream<Outcome.Row> benchmarks =
        means.stream()
            .filter(mean -> mean.verdict().isPresent())
            .map(
                mean ->
                    new Outcome.Row(
                        mean.benchmark(),
                        mean.verdict().get(),
                        mean.ratio(),
                        Double.NaN,
                        Double.NaN));
    return new Outcome(
        options.threshold(),
        options.mustSee(),
        rows.stream().map(row -> row.judged(names.get(row.key()))).toList(),
        Stream.concat(benchmarks, exact.stream().map(row -> row.judged(names.get(row.key()))))
            .toList(),
        failures);
  }

  /** Rows with this verdict. */
  public long count(Verdict verdict) {
    return rows.stream().filter(r -> r.finding().verdict() == verdict).count();
  }
}
