package dev.imagestore.render;

import static dev.imagestore.render.Column.data;
import static dev.imagestore.render.Column.number;
import static dev.imagestore.render.Column.text;

import dev.imagestore.analysis.TrendChange;
import dev.imagestore.analysis.TrendExact;
import dev.imagestore.analysis.TrendJdks;
import dev.imagestore.analysis.TrendLine;
import dev.imagestore.analysis.TrendPlace;
import dev.imagestore.analysis.TrendPoint;
import dev.imagestore.analysis.TrendVerdict;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Heading;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import dev.imagestore.result.Key;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.SeriesModel.Segment;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** The tables of a trend, column by column. */
final class TrendTables {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TrendTables() {}

  /** A table for each benchmark; the parameters are the first columns. */
  static <R> List<Block> byHeading(List<R> rows, Function<R, Key> key, List<Column<R>> figures) {
    Map<String, List<R>> tables = new LinkedHashMap<>();
    rows.forEach(
        row -> tables.computeIfAbsent(key.apply(row).heading(), t -> new ArrayList<>()).add(row));
    List<Block> blocks = new ArrayList<>();
    tables.forEach(
        (title, some) -> {
          KeyColumns<R> keys = KeyColumns.of(some, row -> TrendLine.inPlace(key.apply(row)));
          blocks.add(Table.of(title + keys.common(), keys.with(figures), some));
        });
    return blocks;
  }

  /** Of lines that the newest run goes on with: that run against the level before it. */
  static List<Column<TrendLine>> newest() {
    return List.of(
        SINCE,
        RUNS,
        number("level", (TrendLine l) -> time(newest(l).level()))
            .as("level_seconds", l -> newest(l).level().value()),
        number("newest", (TrendLine l) -> time(l.last().seconds()))
            .as("newest_seconds", l -> l.last().seconds().value()),
        number("time", (TrendLine l) -> Numbers.ratio(finding(l).ratio().value()))
            .as("ratio", l -> finding(l).ratio().value()),
        number("95 % interval", l -> Numbers.interval(finding(l).ratio())),
        data("ratio_low", l -> finding(l).ratio().low()),
        data("ratio_high", l -> finding(l).ratio().high()),
        number("detectable", (TrendLine l) -> Numbers.effect(finding(l).smallestEffect()))
            .as("smallest_effect", l -> finding(l).smallestEffect()),
        text("verdict", (TrendLine l) -> TrendWords.verdict(l, newest(l)))
            .as("verdict", l -> finding(l).verdict()),
        data("regression", l -> newest(l).regression() ? "yes" : "no"),
        data("last_run", l -> l.last().run().name()));
  }

  /** Of lines that it does not go on with. */
  static List<Column<TrendLine>> rest() {
    return List.of(
        SINCE,
        RUNS,
        number("level", (TrendLine l) -> Numbers.time(lastLevel(l)))
            .as("level_seconds", TrendTables::lastLevel),
        text("last run", (TrendLine l) -> l.last().run().name())
            .as("last_run", l -> l.last().run().name()));
  }

  private static final Column<TrendLine> SINCE =
      text("level since", (TrendLine l) -> date(l.points().get(since(l))))
          .as("level_since", l -> l.points().get(since(l)).run().started());

  private static final Column<TrendLine> RUNS =
      number("runs of it", (TrendLine l) -> Numbers.count(l.points().size() - since(l)))
          .as("runs_of_level", l -> l.points().size() - since(l));

  private static int since(TrendLine line) {
    return line.changes().isEmpty() ? 0 : line.changes().get(line.changes().size() - 1).index();
  }

  private static double lastLevel(TrendLine line) {
    return line.levels().get(line.levels().size() - 1).last();
  }

  private static TrendVerdict newest(TrendLine line) {
    return line.newest().orElseThrow();
  }

  private static ForkFinding finding(TrendLine line) {
    return newest(line).finding();
  }

  private static String time(Estimate seconds) {
    return Double.isNaN(seconds.value()) ? Numbers.NONE : Numbers.time(seconds.value());
  }

  /** Something that happened to a line. */
  private record Of<T>(TrendLine line, T event) {}

  private static <T> List<Of<T>> of(List<TrendLine> lines, Function<TrendLine, List<T>> events) {
    return lines.stream()
        .flatMap(line -> events.apply(line).stream().map(event -> new Of<>(line, event)))
        .toList();
  }

  private static <R> Optional<Table> ifAny(
      String title, List<Column<R>> columns, List<R> rows, String... notes) {
    return rows.isEmpty() ? Optional.empty() : Optional.of(Table.of(title, columns, rows, notes));
  }

  /** Where the level changed. */
  static Optional<Table> changes(List<TrendLine> lines) {
    return ifAny(
        "Where the level changed",
        List.of(
            text("configuration", (Of<TrendChange> c) -> c.line().name()),
            text("from run", c -> c.line().points().get(c.event().index()).run().name()),
            text("of", c -> date(c.line().points().get(c.event().index()))),
            number("time", c -> Numbers.ratio(c.event().ratio().value())),
            number("95 % interval", c -> Numbers.interval(c.event().ratio())),
            text("what else changed there", c -> TrendWords.causes(c.event().causes()))),
        of(lines, TrendLine::changes));
  }

  /** Drifts. */
  static Optional<Table> drifts(List<TrendLine> lines) {
    return ifAny(
        "Drifts: no step, but a steady rise or fall",
        List.of(
            text("configuration", (Of<Segment> d) -> d.line().name()),
            text("from", d -> date(d.line().points().get(d.event().from()))),
            text("to", d -> date(d.line().points().get(d.event().to() - 1))),
            number("runs", d -> Numbers.count(d.event().to() - d.event().from())),
            number("time, a run", d -> perRun(d.event().drift().slope().value())),
            number(
                "95 % interval",
                d ->
                    perRun(d.event().drift().slope().low())
                        + " to "
                        + perRun(d.event().drift().slope().high())),
            number(
                "in all",
                d -> {
                  int steps = d.event().to() - d.event().from() - 1;
                  return Numbers.ratio(Math.exp(steps * d.event().drift().slope().value()));
                })),
        of(lines, TrendLine::drifts));
  }

  /** A change of an exact figure. */
  private record Change(TrendExact figure, TrendExact.Change change) {}

  /** Every change of an exact figure, or that there was none. */
  static Optional<Block> exact(List<TrendLine> lines) {
    List<Of<Change>> changes =
        of(
            lines,
            line ->
                line.exact().stream()
                    .flatMap(f -> f.changes().stream().map(c -> new Change(f, c)))
                    .toList());
    long same =
        lines.stream()
            .flatMap(line -> line.exact().stream())
            .filter(f -> f.changes().isEmpty())
            .count();
    if (changes.isEmpty()) {
      return same > 0 && lines.get(0).newest().isPresent()
          ? Optional.of(
              new Bullets(
                  "Bytes, files and calls",
                  List.of(Numbers.plural(same, "exact figure") + " never changed.")))
          : Optional.empty();
    }
    return Optional.of(
        Table.of(
            "Bytes, files and calls: every change",
            List.of(
                text("configuration", c -> c.line().name()),
                text(
                    "figure",
                    c -> c.event().figure().metric() + " (" + c.event().figure().unit() + ")"),
                text("from run", c -> point(c).run().name()),
                text("of", c -> date(point(c))),
                number("before", c -> Numbers.whole(c.event().change().before())),
                number("after", c -> Numbers.whole(c.event().change().after())),
                text(
                    "what else changed there",
                    c ->
                        TrendWords.causes(c.event().change().causes())
                            + (c.event().change().index() == c.line().points().size() - 1
                                    && c.event().figure().regression()
                                ? "; REGRESSION"
                                : ""))),
            changes,
            same == 0
                ? new String[0]
                : new String[] {Numbers.plural(same, "other figure") + " never changed."}));
  }

  private static TrendPoint point(Of<Change> change) {
    return change.line().points().get(change.event().change().index());
  }

  /** JDK versions at one time. */
  static List<Block> jdks(TrendPlace place, List<TrendJdks> rows) {
    SortedSet<Integer> features = new TreeSet<>();
    rows.forEach(r -> r.cells().forEach(c -> features.add(c.feature())));
    List<Column<TrendJdks>> columns = new ArrayList<>();
    for (int feature : features) {
      columns.add(
          number("JDK " + feature, row -> cell(row, feature, c -> time(c.point().seconds()))));
      columns.add(
          number(
              "time",
              row ->
                  cell(
                      row,
                      feature,
                      c -> isFirst(row, c) ? Numbers.NONE : Numbers.ratio(c.ratio().value()))));
      columns.add(
          number(
              "95 % interval",
              row ->
                  cell(
                      row,
                      feature,
                      c -> isFirst(row, c) ? Numbers.NONE : Numbers.interval(c.ratio()))));
    }
    columns.add(text("measured", TrendWords::measured));
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading("JDK versions at one time: " + place.label()));
    blocks.addAll(byHeading(rows, TrendJdks::key, columns));
    blocks.add(
        new Paragraph(
            "time: against the oldest JDK."
                + (rows.stream().allMatch(TrendJdks::together)
                    ? ""
                    : " Apart: the newest run of each JDK; what changed on the machine between"
                        + " them is in it. The subcommand track measures JDKs in turns.")));
    return blocks;
  }

  private static String cell(TrendJdks row, int feature, Function<TrendJdks.Cell, String> shown) {
    return row.cells().stream()
        .filter(c -> c.feature() == feature)
        .findFirst()
        .map(shown)
        .orElse(Numbers.NONE);
  }

  private static boolean isFirst(TrendJdks row, TrendJdks.Cell cell) {
    return cell.equals(row.cells().get(0));
  }

  private static String perRun(double slope) {
    return (slope > 0 ? "+" : "") + Numbers.digits(100 * Math.expm1(slope), 2) + " %";
  }

  /** When a run began, in UTC. */
  static String date(TrendPoint point) {
    return DATE.format(point.run().started());
  }
}
