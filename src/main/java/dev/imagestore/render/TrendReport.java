package dev.imagestore.render;

import dev.imagestore.analysis.Trend;
import dev.imagestore.analysis.TrendLine;
import dev.imagestore.analysis.TrendPlace;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Heading;
import dev.imagestore.render.Document.Warning;
import dev.imagestore.result.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A trend: the newest run, what changed when, and what it comes to.
 *
 * @param all whether people see the levels of lines that the newest run did not go on with, too;
 *     programs do
 */
public record TrendReport(Trend trend, boolean all) implements Report {
  @Override
  public Document document() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Heading(
            "Trend of "
                + Numbers.plural(trend.runs().size(), "run")
                + " to "
                + trend.newest().name()));
    if (!trend.leftOut().isEmpty()) {
      blocks.add(new Warning("Left out: " + TrendWords.leftOut(trend.leftOut()) + "."));
    }
    blocks.add(new Bullets("Outcome", TrendWords.outcome(trend)));
    // Places of the newest run first.
    groups(Stream.concat(newest(), others()).toList(), TrendLine::place)
        .forEach((place, lines) -> blocks.addAll(place(place, lines)));
    groups(trend.jdks(), j -> j.place())
        .forEach((place, rows) -> blocks.addAll(TrendTables.jdks(place, rows)));
    blocks.addAll(rest());
    blocks.add(new Bullets("How to read it", TrendWords.legend()));
    return new Document(blocks);
  }

  private Stream<TrendLine> newest() {
    return trend.lines().stream().filter(line -> line.newest().isPresent());
  }

  private Stream<TrendLine> others() {
    return trend.lines().stream().filter(line -> line.newest().isEmpty());
  }

  private static List<Block> place(TrendPlace place, List<TrendLine> lines) {
    List<Block> blocks = new ArrayList<>();
    blocks.addAll(
        TrendTables.byHeading(
            lines.stream().filter(l -> l.newest().isPresent()).toList(),
            TrendLine::key,
            TrendTables.newest()));
    TrendTables.changes(lines).ifPresent(blocks::add);
    TrendTables.drifts(lines).ifPresent(blocks::add);
    TrendTables.exact(lines).ifPresent(blocks::add);
    if (!blocks.isEmpty()) {
      blocks.add(0, new Heading(place.label()));
    }
    return blocks;
  }

  /** Lines without a newest run. */
  private List<Block> rest() {
    List<Block> blocks = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    groups(others().toList(), TrendLine::place)
        .forEach(
            (place, lines) -> {
              blocks.add(new Heading("Not in the newest run: " + place.label()));
              blocks.addAll(TrendTables.byHeading(lines, TrendLine::key, TrendTables.rest()));
              counts.add(
                  Numbers.plural(lines.size(), "line")
                      + " of "
                      + place.label()
                      + ", last measured "
                      + lines.stream()
                          .map(line -> TrendTables.date(line.last()))
                          .max(String::compareTo)
                          .orElseThrow()
                      + ".");
            });
    if (all || counts.isEmpty()) {
      return blocks;
    }
    counts.add("--all shows their levels; their changes, if there are any, are above.");
    return List.of(new Bullets("Not in the newest run", counts));
  }

  private static <G, T> Map<G, List<T>> groups(List<T> rows, Function<T, G> by) {
    Map<G, List<T>> groups = new LinkedHashMap<>();
    rows.forEach(row -> groups.computeIfAbsent(by.apply(row), g -> new ArrayList<>()).add(row));
    return groups;
  }

  /** A line per configuration and place, with its level and, if it has one, its newest run. */
  @Override
  public Csv csv() {
    Set<String> params = new TreeSet<>();
    trend.lines().forEach(line -> params.addAll(line.key().params().keySet()));
    List<Column<TrendLine>> keys = new ArrayList<>();
    keys.add(Column.data("place", line -> line.place().label()));
    keys.addAll(KeyColumns.data(params, (Function<TrendLine, Key>) TrendLine::key));
    return new Csv()
        .add(
            Stream.concat(keys.stream(), TrendTables.newest().stream()).toList(), newest().toList())
        .add(Stream.concat(keys.stream(), TrendTables.rest().stream()).toList(), others().toList());
  }

  @Override
  public Object json() {
    return TrendJson.of(trend);
  }
}
