package dev.imagestore.render;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonExactRow;
import dev.imagestore.analysis.ComparisonRow;
import dev.imagestore.analysis.ComparisonUnpaired;
import dev.imagestore.result.Key;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Comparisons for a spreadsheet: a line a row, exact figures and what was not compared among them.
 * Parameters have a column each.
 */
final class ComparisonCsv implements ComparisonFormat {
  private static final List<String> BEFORE =
      List.of("base_run", "new_run", "benchmark", "mode", "threads");
  private static final List<String> AFTER =
      List.of(
          "metric",
          "unit",
          "base",
          "new",
          "base_forks",
          "new_forks",
          "ratio",
          "ratio_low",
          "ratio_high",
          "smallest_effect",
          "verdict",
          "regression");

  @Override
  public String render(List<Comparison> comparisons) {
    Set<String> names = new TreeSet<>();
    comparisons.stream()
        .flatMap(ComparisonCsv::keys)
        .forEach(key -> names.addAll(key.params().keySet()));
    Csv csv =
        new Csv(
            Stream.of(BEFORE.stream(), names.stream(), AFTER.stream())
                .flatMap(s -> s)
                .toArray(String[]::new));
    for (Comparison comparison : comparisons) {
      comparison.rows().forEach(row -> csv.row(cells(comparison, names, row)));
      comparison.exact().forEach(row -> csv.row(cells(comparison, names, row)));
      comparison.unpaired().forEach(row -> csv.row(cells(comparison, names, row)));
    }
    return csv.toString();
  }

  private static Stream<Key> keys(Comparison comparison) {
    return Stream.of(
            comparison.rows().stream().map(ComparisonRow::key),
            comparison.unpaired().stream().map(ComparisonUnpaired::key))
        .flatMap(s -> s);
  }

  private static Object[] cells(Comparison comparison, Set<String> names, ComparisonRow row) {
    ForkFinding finding = row.finding();
    Estimate ratio = finding.ratio();
    return line(
        comparison,
        names,
        row.key(),
        "primary",
        row.unit(),
        row.base().value(),
        row.next().value(),
        row.baseForks(),
        row.nextForks(),
        ratio.value(),
        ratio.low(),
        ratio.high(),
        finding.smallestEffect(),
        finding.verdict().toString(),
        row.regression() ? "yes" : "no");
  }

  private static Object[] cells(Comparison comparison, Set<String> names, ComparisonExactRow row) {
    return line(
        comparison,
        names,
        row.key(),
        row.metric(),
        row.unit(),
        ComparisonExactRow.whole(row.base()),
        ComparisonExactRow.whole(row.next()),
        "",
        "",
        row.ratio(),
        "",
        "",
        "",
        row.verdict(),
        row.regression() ? "yes" : "no");
  }

  private static Object[] cells(Comparison comparison, Set<String> names, ComparisonUnpaired row) {
    return line(
        comparison,
        names,
        row.key(),
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "not compared, " + row.file() + ": " + row.why(),
        "");
  }

  private static Object[] line(Comparison comparison, Set<String> names, Key key, Object... after) {
    List<Object> cells = new ArrayList<>();
    cells.add(comparison.base());
    cells.add(comparison.next());
    cells.add(key.benchmark());
    cells.add(key.mode());
    cells.add(key.threads());
    names.forEach(name -> cells.add(key.params().getOrDefault(name, "")));
    cells.addAll(List.of(after));
    return cells.toArray();
  }
}
