package dev.imagestore.render;

import dev.imagestore.analysis.Trend;
import dev.imagestore.analysis.Trend.Outcome;
import dev.imagestore.analysis.TrendCause;
import dev.imagestore.analysis.TrendChange;
import dev.imagestore.analysis.TrendFootprint;
import dev.imagestore.analysis.TrendJdks;
import dev.imagestore.analysis.TrendLeftOut;
import dev.imagestore.analysis.TrendLine;
import dev.imagestore.analysis.TrendPlace;
import dev.imagestore.analysis.TrendPoint;
import dev.imagestore.analysis.TrendVerdict;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Column;
import dev.imagestore.render.Document.Heading;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import dev.imagestore.render.Document.Warning;
import dev.imagestore.result.Key;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.SeriesModel.Segment;
import dev.imagestore.stats.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A trend for people: the newest run, what changed when, and what it comes to. */
public final class TrendDocument {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int LONGEST_VALUE = 40;
  private static final int NAMED = 10;

  private final Trend trend;
  private final boolean all;
  private final List<Block> blocks = new ArrayList<>();

  private TrendDocument(Trend trend, boolean all) {
    this.trend = trend;
    this.all = all;
  }

  /**
   * The newest run first, then what changed.
   *
   * @param all whether lines that the newest run did not go on with have their levels shown, too
   */
  static Document of(Trend trend, boolean all) {
    return new TrendDocument(trend, all).document();
  }

  /** {@code 3 quick, 1 incomplete}. */
  static String leftOut(List<TrendLeftOut> leftOut) {
    return leftOut.stream()
        .map(l -> l.runs().size() + " " + l.why())
        .collect(Collectors.joining(", "));
  }

  private Document document() {
    blocks.add(
        new Heading(
            "Trend of " + plural(trend.runs().size(), "run") + " to " + trend.newest().name()));
    if (!trend.leftOut().isEmpty()) {
      blocks.add(new Warning("Left out: " + leftOut(trend.leftOut()) + "."));
    }
    blocks.add(new Bullets("Outcome", outcome()));
    Map<TrendPlace, List<TrendLine>> places = new LinkedHashMap<>();
    // Places of the newest run first.
    Stream.concat(newest(), others())
        .forEach(line -> places.computeIfAbsent(line.place(), p -> new ArrayList<>()).add(line));
    places.forEach(this::place);
    jdks();
    rest();
    blocks.add(new Bullets("How to read it", legend()));
    return new Document(blocks);
  }

  private Stream<TrendLine> newest() {
    return trend.lines().stream().filter(line -> line.newest().isPresent());
  }

  private Stream<TrendLine> others() {
    return trend.lines().stream().filter(line -> line.newest().isEmpty());
  }

  private void place(TrendPlace place, List<TrendLine> lines) {
    int before = blocks.size();
    blocks.add(new Heading(place.label()));
    tables(lines.stream().filter(l -> l.newest().isPresent()).toList(), TrendLine::key)
        .forEach((title, rows) -> blocks.add(newest(title, rows)));
    changes(lines);
    drifts(lines);
    footprints(lines);
    if (blocks.size() == before + 1) {
      blocks.remove(before);
    }
  }

  /** Rows of one table, by what they have in common. */
  private static <T> Map<String, List<T>> tables(List<T> rows, Function<T, Key> key) {
    Map<String, List<T>> tables = new LinkedHashMap<>();
    for (T row : rows) {
      tables.computeIfAbsent(key.apply(row).heading(), t -> new ArrayList<>()).add(row);
    }
    return tables;
  }

  private static Table newest(String title, List<TrendLine> lines) {
    return table(
        title,
        lines,
        TrendLine::key,
        List.of(
            Column.text("level since"),
            Column.number("runs of it"),
            Column.number("level"),
            Column.number("newest"),
            Column.number("time"),
            Column.number("95 % interval"),
            Column.number("detectable"),
            Column.text("verdict")),
        TrendDocument::newest);
  }

  /** A table whose first columns are the parameters. */
  private static <T> Table table(
      String title,
      List<T> rows,
      Function<T, Key> key,
      List<Column> figures,
      Function<T, List<String>> cells) {
    KeyColumns keys =
        KeyColumns.of(rows.stream().map(row -> TrendLine.inPlace(key.apply(row))).toList());
    List<Column> columns = new ArrayList<>();
    keys.names().forEach(name -> columns.add(Column.text(name)));
    columns.addAll(figures);
    List<List<String>> lines = new ArrayList<>();
    for (T row : rows) {
      List<String> line = new ArrayList<>(keys.cells(key.apply(row)));
      line.addAll(cells.apply(row));
      lines.add(line);
    }
    return new Table(title + keys.common(), columns, lines, List.of());
  }

  /** Since when, and of how many runs. */
  private static List<String> since(TrendLine line) {
    int since =
        line.changes().isEmpty() ? 0 : line.changes().get(line.changes().size() - 1).index();
    return List.of(date(line.points().get(since)), Numbers.count(line.points().size() - since));
  }

  private static List<String> newest(TrendLine line) {
    TrendVerdict verdict = line.newest().orElseThrow();
    ForkFinding finding = verdict.finding();
    List<String> cells = new ArrayList<>(since(line));
    cells.add(
        Double.isNaN(verdict.level().value())
            ? Numbers.NONE
            : Numbers.time(verdict.level().value()));
    cells.add(Numbers.time(line.last().seconds().value()));
    cells.add(times(finding.ratio().value()));
    cells.add(interval(finding.ratio()));
    cells.add(Numbers.effect(finding.smallestEffect()));
    cells.add(verdict(line, verdict));
    return cells;
  }

  // Lines without a newest run

  private void rest() {
    Map<TrendPlace, List<TrendLine>> places = new LinkedHashMap<>();
    others()
        .forEach(line -> places.computeIfAbsent(line.place(), p -> new ArrayList<>()).add(line));
    if (places.isEmpty()) {
      return;
    }
    if (all) {
      places.forEach(this::restIn);
      return;
    }
    List<String> counts = new ArrayList<>();
    places.forEach(
        (place, lines) ->
            counts.add(
                plural(lines.size(), "line")
                    + " of "
                    + place.label()
                    + ", last measured "
                    + lines.stream().map(l -> date(l.last())).max(String::compareTo).orElseThrow()
                    + "."));
    counts.add("--all shows their levels; their changes, if there are any, are above.");
    blocks.add(new Bullets("Not in the newest run", counts));
  }

  private void restIn(TrendPlace place, List<TrendLine> lines) {
    blocks.add(new Heading("Not in the newest run: " + place.label()));
    tables(lines, TrendLine::key)
        .forEach(
            (title, rows) ->
                blocks.add(
                    table(
                        title,
                        rows,
                        TrendLine::key,
                        List.of(
                            Column.text("level since"),
                            Column.number("runs of it"),
                            Column.number("level"),
                            Column.text("last run")),
                        TrendDocument::last)));
  }

  private static List<String> last(TrendLine line) {
    List<TrendLine.Level> levels = line.levels();
    List<String> cells = new ArrayList<>(since(line));
    cells.add(Numbers.time(levels.get(levels.size() - 1).last()));
    cells.add(line.last().run().name());
    return cells;
  }

  /** A verdict, or why there is none. */
  static String verdict(TrendLine line, TrendVerdict verdict) {
    ForkFinding finding = verdict.finding();
    int forks = line.last().forks().size();
    if (verdict.runs() == 0) {
      return "the first run: nothing to hold it against";
    }
    if (!finding.verdict().isGiven()) {
      return forks < ForkComparison.FEWEST_FORKS
          ? "needs " + ForkComparison.FEWEST_FORKS + " forks, has " + forks
          : "needs " + ForkComparison.FEWEST_FORKS + " forks before it";
    }
    return finding.verdict()
        + (verdict.regression() ? ", REGRESSION" : "")
        + (verdict.byRuns() ? "" : ", by forks: few runs at this level");
  }

  private void changes(List<TrendLine> lines) {
    List<List<String>> rows = new ArrayList<>();
    for (TrendLine line : lines) {
      for (TrendChange change : line.changes()) {
        rows.add(
            List.of(
                line.name(),
                line.points().get(change.index()).run().name(),
                date(line.points().get(change.index())),
                times(change.ratio().value()),
                interval(change.ratio()),
                causes(change.causes())));
      }
    }
    if (!rows.isEmpty()) {
      blocks.add(
          new Table(
              "Where the level changed",
              List.of(
                  Column.text("configuration"),
                  Column.text("from run"),
                  Column.text("of"),
                  Column.number("time"),
                  Column.number("95 % interval"),
                  Column.text("what else changed there")),
              rows,
              List.of()));
    }
  }

  private void drifts(List<TrendLine> lines) {
    List<List<String>> rows = new ArrayList<>();
    for (TrendLine line : lines) {
      for (Segment drift : line.drifts()) {
        Estimate slope = drift.drift().slope();
        int steps = drift.to() - drift.from() - 1;
        rows.add(
            List.of(
                line.name(),
                date(line.points().get(drift.from())),
                date(line.points().get(drift.to() - 1)),
                Numbers.count(steps + 1),
                perRun(slope.value()),
                perRun(slope.low()) + " to " + perRun(slope.high()),
                times(Math.exp(steps * slope.value()))));
      }
    }
    if (!rows.isEmpty()) {
      blocks.add(
          new Table(
              "Drifts: no step, but a steady rise or fall",
              List.of(
                  Column.text("configuration"),
                  Column.text("from"),
                  Column.text("to"),
                  Column.number("runs"),
                  Column.number("time, a run"),
                  Column.number("95 % interval"),
                  Column.number("in all")),
              rows,
              List.of()));
    }
  }

  private void footprints(List<TrendLine> lines) {
    List<List<String>> rows = new ArrayList<>();
    int same = 0;
    for (TrendLine line : lines) {
      for (TrendFootprint footprint : line.footprints()) {
        same += footprint.changes().isEmpty() ? 1 : 0;
        for (TrendFootprint.Change change : footprint.changes()) {
          boolean last = change.index() == line.points().size() - 1;
          rows.add(
              List.of(
                  line.name(),
                  footprint.metric() + " (" + footprint.unit() + ")",
                  line.points().get(change.index()).run().name(),
                  date(line.points().get(change.index())),
                  whole(change.before()),
                  whole(change.after()),
                  causes(change.causes())
                      + (last && footprint.regression() ? "; REGRESSION" : "")));
        }
      }
    }
    if (!rows.isEmpty()) {
      blocks.add(
          new Table(
              "Footprint: every change",
              List.of(
                  Column.text("configuration"),
                  Column.text("figure"),
                  Column.text("from run"),
                  Column.text("of"),
                  Column.number("before"),
                  Column.number("after"),
                  Column.text("what else changed there")),
              rows,
              same == 0 ? List.of() : List.of(plural(same, "other figure") + " never changed.")));
    } else if (same > 0 && lines.get(0).newest().isPresent()) {
      blocks.add(
          new Bullets("Footprint", List.of(plural(same, "exact figure") + " never changed.")));
    }
  }

  private static String causes(List<TrendCause> causes) {
    if (causes.isEmpty()) {
      return "nothing that is recorded";
    }
    return causes.stream()
        .map(
            c ->
                c.difference().what()
                    + " "
                    + shorten(c.difference().base())
                    + " → "
                    + shorten(c.difference().next())
                    + (c.later() == 0 ? "" : c.later() < 0 ? " (a run earlier)" : " (a run later)"))
        .collect(Collectors.joining("; "));
  }

  private static String shorten(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_VALUE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE - 1)) + "…";
  }

  // JDKs

  private void jdks() {
    Map<TrendPlace, List<TrendJdks>> places = new LinkedHashMap<>();
    trend.jdks().forEach(j -> places.computeIfAbsent(j.place(), p -> new ArrayList<>()).add(j));
    places.forEach(
        (place, rows) -> {
          SortedSet<Integer> features = new TreeSet<>();
          rows.forEach(r -> r.cells().forEach(c -> features.add(c.feature())));
          List<Column> columns = new ArrayList<>();
          for (int feature : features) {
            columns.add(Column.number("JDK " + feature));
            columns.add(Column.number("time"));
            columns.add(Column.number("95 % interval"));
          }
          columns.add(Column.text("measured"));
          blocks.add(new Heading("JDK versions at one time: " + place.label()));
          tables(rows, TrendJdks::key)
              .forEach(
                  (title, table) ->
                      blocks.add(
                          table(
                              title, table, TrendJdks::key, columns, row -> jdks(row, features))));
          blocks.add(
              new Paragraph(
                  "time: against the oldest JDK."
                      + (rows.stream().allMatch(TrendJdks::together)
                          ? ""
                          : " Apart: the newest run of each JDK; what changed on the machine between"
                              + " them is in it. The subcommand track measures JDKs in turns.")));
        });
  }

  private static List<String> jdks(TrendJdks row, SortedSet<Integer> features) {
    List<String> cells = new ArrayList<>();
    for (int feature : features) {
      row.cells().stream()
          .filter(c -> c.feature() == feature)
          .findFirst()
          .ifPresentOrElse(
              c -> {
                boolean first = c.equals(row.cells().get(0));
                cells.add(Numbers.time(c.point().seconds().value()));
                cells.add(first ? Numbers.NONE : times(c.ratio().value()));
                cells.add(first ? Numbers.NONE : interval(c.ratio()));
              },
              () -> cells.addAll(List.of(Numbers.NONE, Numbers.NONE, Numbers.NONE)));
    }
    cells.add(measured(row));
    return cells;
  }

  /** {@code in turns, <sitting>}, or how long apart. */
  static String measured(TrendJdks row) {
    return row.together() ? "in turns, " + row.cells().get(0).point().run().sitting() : apart(row);
  }

  private static String apart(TrendJdks row) {
    Instant first =
        row.cells().stream()
            .map(c -> c.point().run().started())
            .min(Instant::compareTo)
            .orElseThrow();
    Instant last =
        row.cells().stream()
            .map(c -> c.point().run().started())
            .max(Instant::compareTo)
            .orElseThrow();
    long hours = Duration.between(first, last).toHours();
    return hours < 48 ? plural(hours, "hour") + " apart" : plural(hours / 24, "day") + " apart";
  }

  // What it comes to

  /** What it comes to, a sentence a line. */
  public static List<String> outcome(Trend trend) {
    return new TrendDocument(trend, false).outcome();
  }

  private List<String> outcome() {
    List<String> lines = new ArrayList<>();
    List<TrendVerdict> verdicts = trend.lines().stream().flatMap(l -> l.newest().stream()).toList();
    Map<String, Long> counted = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      counted.put(
          (verdict.isGiven() ? "" : "with ") + verdict,
          verdicts.stream().filter(v -> v.runs() > 0 && v.finding().verdict() == verdict).count());
    }
    counted.put("for the first time", verdicts.stream().filter(v -> v.runs() == 0).count());
    String counts =
        counted.entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    if (!counts.isEmpty()) {
      lines.add(plural(verdicts.size(), "configuration") + " of the newest run: " + counts + ".");
    }
    long changes = trend.lines().stream().mapToLong(l -> l.changes().size()).sum();
    long drifts =
        trend.lines().stream()
            .flatMap(l -> l.drifts().stream().filter(d -> d.to() == l.points().size()))
            .count();
    lines.add(
        plural(changes, "change")
            + " of level in "
            + plural(trend.lines().size(), "line")
            + (drifts == 0 ? "." : "; " + plural(drifts, "drift") + " that goes on."));
    String threshold = Numbers.threshold(trend.threshold());
    Unseen unseen = new Unseen(trend.threshold(), "configuration");
    trend
        .lines()
        .forEach(
            line ->
                line.newest()
                    .ifPresent(v -> unseen.add(nameOnJdk(line), v.finding(), verdict(line, v))));
    Outcome outcome = trend.outcome();
    lines.add(
        switch (outcome) {
          case REGRESSION ->
              "The newest run is a regression of more than "
                  + threshold
                  + ": "
                  + regressions()
                  + ".";
          case CLEAN ->
              unseen.nothingFound(
                  "The newest run is no regression of more than " + threshold + ".");
          case NO_VERDICT ->
              "No verdict: a run before it at the same place is needed, and "
                  + ForkComparison.FEWEST_FORKS
                  + " forks of each.";
        });
    if (outcome == Outcome.REGRESSION && !unseen.besides().isEmpty()) {
      lines.add(unseen.besides());
    }
    return lines;
  }

  private String regressions() {
    List<TrendLine> lines = trend.lines().stream().filter(TrendLine::isRegression).toList();
    String named =
        lines.stream()
            .limit(NAMED)
            .map(TrendDocument::regression)
            .collect(Collectors.joining("; "));
    return named + (lines.size() > NAMED ? "; and " + (lines.size() - NAMED) + " more" : "");
  }

  private static String regression(TrendLine line) {
    List<String> what = new ArrayList<>();
    line.newest()
        .filter(TrendVerdict::regression)
        .ifPresent(v -> what.add(times(v.finding().ratio().value())));
    line.footprints().stream()
        .filter(TrendFootprint::regression)
        .forEach(f -> what.add(f.metric() + " " + whole(f.newest()) + " " + f.unit()));
    return nameOnJdk(line) + " " + String.join(", ", what);
  }

  private static String nameOnJdk(TrendLine line) {
    return line.name() + ", JDK " + line.place().jdk();
  }

  private static List<String> legend() {
    return List.of(
        "Times are of one operation. time: new / old, above 1 is slower.",
        "Where the level changed: E-divisive (Matteson & James 2014) on the logarithms of the runs'"
            + " figures, with permutation tests. In all lines together the probability of any"
            + " change that is none is about 1 %. A change is placed within one run. It takes 5"
            + " runs on either side, and about 15 in all, before one is seen.",
        "Drift: Mann–Kendall test, Theil–Sen slope, where a straight line fits better than steps.",
        "Verdict: the newest run against the runs since the last change, by the procedure of"
            + " compare; the sample is a run, or with fewer than 4 of them a fork. Slower and"
            + " faster hold for the whole table: under 1 % of tables without a change have any.",
        "detectable: the smallest slowdown that would have been found, in 4 of 5 cases.");
  }

  private static String perRun(double slope) {
    return (slope > 0 ? "+" : "") + Numbers.digits(100 * Math.expm1(slope), 2) + " %";
  }

  private static String whole(double figure) {
    return figure == Math.rint(figure) && Math.abs(figure) < 1e15
        ? Numbers.count((long) figure)
        : Numbers.digits(figure, 6);
  }

  private static String times(double ratio) {
    return Double.isNaN(ratio) ? Numbers.NONE : "× " + Numbers.digits(ratio, 4);
  }

  private static String interval(Estimate ratio) {
    return ratio.hasInterval()
        ? Numbers.digits(ratio.low(), 4) + " to " + Numbers.digits(ratio.high(), 4)
        : Numbers.NONE;
  }

  private static String date(TrendPoint point) {
    return DATE.format(point.run().started());
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
