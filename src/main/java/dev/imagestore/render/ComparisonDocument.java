package dev.imagestore.render;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonExactRow;
import dev.imagestore.analysis.ComparisonRow;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Column;
import dev.imagestore.render.Document.Heading;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import dev.imagestore.render.Document.Warning;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.PairedComparison;
import dev.imagestore.stats.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Comparisons for people: what limits them, tables, and what they come to. */
public final class ComparisonDocument {
  private final Comparison comparison;
  private final List<Block> blocks = new ArrayList<>();

  private ComparisonDocument(Comparison comparison) {
    this.comparison = comparison;
  }

  static Document of(List<Comparison> comparisons) {
    List<Block> blocks = new ArrayList<>();
    comparisons.forEach(c -> blocks.addAll(new ComparisonDocument(c).blocks()));
    boolean paired = comparisons.stream().anyMatch(c -> c.options().paired());
    blocks.add(new Bullets("How to read it", legend(paired)));
    return new Document(blocks);
  }

  private List<Block> blocks() {
    blocks.add(new Heading(comparison.base() + " → " + comparison.next()));
    comparison.warnings().stream().map(Warning::new).forEach(blocks::add);
    if (!comparison.differences().isEmpty()) {
      blocks.add(differences());
    }
    groups().forEach((group, rows) -> blocks.add(table(group, rows)));
    if (!comparison.means().isEmpty()) {
      blocks.add(means());
    }
    exact();
    unpaired();
    if (!comparison.controls().isEmpty()) {
      blocks.add(new Bullets("Controls", comparison.controls()));
    }
    blocks.add(new Bullets("Outcome", outcome()));
    return blocks;
  }

  private String interval() {
    return comparison.options().paired() ? "interval" : "95 % interval";
  }

  private Table differences() {
    return new Table(
        "Not the same in both runs",
        List.of(
            Column.text("what"),
            Column.text("base"),
            Column.text("new"),
            Column.text("what to make of it")),
        comparison.differences().stream()
            .map(d -> List.of(d.what(), d.base(), d.next(), d.meaning()))
            .toList(),
        List.of());
  }

  // Times

  /** What rows of one table have in common. */
  private record Group(String heading, String unit) {}

  private Map<Group, List<ComparisonRow>> groups() {
    Map<Group, List<ComparisonRow>> groups = new LinkedHashMap<>();
    for (ComparisonRow row : comparison.rows()) {
      groups
          .computeIfAbsent(new Group(row.key().heading(), row.unit()), g -> new ArrayList<>())
          .add(row);
    }
    return groups;
  }

  private Table table(Group group, List<ComparisonRow> rows) {
    KeyColumns keys = KeyColumns.of(rows.stream().map(ComparisonRow::key).toList());
    List<Column> columns = new ArrayList<>();
    keys.names().forEach(name -> columns.add(Column.text(name)));
    columns.addAll(
        List.of(
            Column.number("base"),
            Column.number("new"),
            Column.number("time"),
            Column.number(interval()),
            Column.number("detectable"),
            Column.text("verdict")));
    List<List<String>> cells = new ArrayList<>();
    for (ComparisonRow row : rows) {
      cells.add(
          Stream.concat(
                  keys.cells(row.key()).stream(),
                  Stream.of(
                      Numbers.digits(row.base().value(), 4),
                      Numbers.digits(row.next().value(), 4),
                      times(row.finding().ratio().value()),
                      interval(row.finding().ratio()),
                      Numbers.effect(row.finding().smallestEffect()),
                      verdict(row)))
              .toList());
    }
    String title = group.heading() + keys.common() + " (" + group.unit() + ")";
    return new Table(title, columns, cells, List.of());
  }

  private String verdict(ComparisonRow row) {
    ForkFinding finding = row.finding();
    StringBuilder words = new StringBuilder();
    if (!finding.verdict().isGiven()) {
      return comparison.options().paired()
          ? "needs "
              + PairedComparison.FEWEST_PAIRS
              + " pairs, has "
              + row.finding().ratio().samples()
          : "needs "
              + ForkComparison.FEWEST_FORKS
              + " forks a side, has "
              + row.baseForks()
              + " and "
              + row.nextForks();
    }
    words.append(finding.verdict());
    if (row.regression()) {
      words.append(", REGRESSION");
    }
    odd(words, finding.oddBase(), row.baseForks(), "base");
    odd(words, finding.oddNext(), row.nextForks(), "new");
    return words.toString();
  }

  private static void odd(StringBuilder words, int odd, int forks, String side) {
    if (odd > 0) {
      words.append(", ").append(odd).append(" of ").append(forks).append(" forks odd in ");
      words.append(side);
    }
  }

  private Table means() {
    return new Table(
        comparison.options().paired() ? "Each benchmark over its rows" : "Geometric mean",
        List.of(
            Column.text("benchmark"),
            Column.text("mode"),
            Column.number(comparison.options().paired() ? "pairs" : "rows"),
            Column.number("time"),
            Column.number(interval()),
            Column.text("verdict")),
        comparison.means().stream()
            .map(
                m ->
                    List.of(
                        m.benchmark(),
                        m.mode(),
                        Numbers.count(m.ratio().samples()),
                        times(m.ratio().value()),
                        interval(m.ratio()),
                        m.verdict().map(Verdict::toString).orElse(Numbers.NONE)))
            .toList(),
        List.of());
  }

  // Exact figures, and what has no partner

  private void exact() {
    List<ComparisonExactRow> all = comparison.exact();
    List<ComparisonExactRow> shown =
        all.stream().filter(r -> r.isDifferent() || r.forksDiffer()).toList();
    if (all.isEmpty()) {
      return;
    }
    int same = all.size() - shown.size();
    if (shown.isEmpty()) {
      blocks.add(
          new Bullets("Compared exactly", List.of("All " + same + " figures are the same.")));
      return;
    }
    blocks.add(
        new Table(
            "Compared exactly",
            List.of(
                Column.text("configuration"),
                Column.text("figure"),
                Column.number("base"),
                Column.number("new"),
                Column.number("ratio"),
                Column.text("verdict")),
            shown.stream()
                .map(
                    r ->
                        List.of(
                            r.key().label(),
                            r.metric() + " (" + r.unit() + ")",
                            whole(r.base()),
                            whole(r.next()),
                            exactRatio(r),
                            r.verdict()
                                + (r.regression() ? ", REGRESSION" : "")
                                + (r.forksDiffer() ? ", forks of one side differ" : "")))
                .toList(),
            List.of("The other " + same + " figures are the same.")));
  }

  private static String whole(double figure) {
    return figure == Math.rint(figure) && Math.abs(figure) < 1e15
        ? Numbers.count((long) figure)
        : Numbers.digits(figure, 6);
  }

  /** Never "1.000" for what differs. */
  private static String exactRatio(ComparisonExactRow row) {
    String shown = times(row.ratio());
    return row.isDifferent() && shown.equals(times(1))
        ? (row.next() > row.base() ? "> " : "< ") + shown
        : shown;
  }

  private void unpaired() {
    if (!comparison.unpaired().isEmpty()) {
      blocks.add(
          new Table(
              "Not compared",
              List.of(Column.text("configuration"), Column.text("in"), Column.text("why")),
              comparison.unpaired().stream()
                  .map(u -> List.of(u.key().label(), u.file(), u.why()))
                  .toList(),
              List.of()));
    }
    if (!comparison.otherMetrics().isEmpty()) {
      blocks.add(
          new Paragraph(
              "Further metrics are not compared: "
                  + String.join(", ", comparison.otherMetrics())
                  + "."));
    }
  }

  // What it comes to

  /** What a comparison comes to, a sentence or two each. */
  public static List<String> outcome(Comparison comparison) {
    return new ComparisonDocument(comparison).outcome();
  }

  private List<String> outcome() {
    List<String> lines = new ArrayList<>();
    String counts =
        Stream.of(Verdict.values())
            .filter(v -> comparison.count(v) > 0)
            .map(v -> comparison.count(v) + (v.isGiven() ? " " : " with ") + v)
            .collect(Collectors.joining(", "));
    if (!counts.isEmpty()) {
      lines.add(plural(comparison.rows().size(), "row") + ": " + counts + ".");
    }
    lines.addAll(OutcomeWords.of(comparison.outcome(), "row"));
    return lines;
  }

  private static List<String> legend(boolean paired) {
    String time =
        "time: new / base of what an operation takes, above 1 is slower; rates are inverted for it.";
    return paired
        ? List.of(
            time,
            "base, new: over all forks. The ratio is made pair by pair: forks of both sides are alive"
                + " at the same time and take turns, iteration by iteration.",
            "interval: of that ratio, at the error of the whole table. Any slower or faster among rows"
                + " without a change has a probability of 1 % at most, however often it was looked at.",
            "detectable: the smallest slowdown that these pairs would have shown, in 9 of 10 cases. No"
                + " change: whatever it is, it is within the threshold. Undecided: more pairs are"
                + " needed.")
        : List.of(
            time,
            "95 % interval: of that ratio, for its row alone. Verdicts hold for the whole table: the"
                + " probability of any slower or faster among rows without a change is under 1 %, so"
                + " that an interval may leave out 1 where the verdict is not yet given.",
            "detectable: the smallest slowdown that these forks would have shown, in 4 of 5 cases. No"
                + " change: it is within the threshold. Undecided: it is not, more forks are needed.",
            "odd fork: one that stands apart from the others of its side. Of each side the fastest and"
                + " the slowest fifth, at least one fork each, don't count, whatever their time.");
  }

  private static String times(double ratio) {
    return "× " + Numbers.digits(ratio, 4);
  }

  private static String interval(Estimate ratio) {
    return ratio.hasInterval()
        ? Numbers.digits(ratio.low(), 4) + " to " + Numbers.digits(ratio.high(), 4)
        : Numbers.NONE;
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
