package dev.imagestore.render;

import static dev.imagestore.render.Column.data;
import static dev.imagestore.render.Column.number;
import static dev.imagestore.render.Column.text;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonDifference;
import dev.imagestore.analysis.ComparisonExactRow;
import dev.imagestore.analysis.ComparisonMean;
import dev.imagestore.analysis.ComparisonRow;
import dev.imagestore.analysis.ComparisonUnpaired;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Heading;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import dev.imagestore.render.Document.Warning;
import dev.imagestore.result.Key;
import dev.imagestore.result.Resource;
import dev.imagestore.stats.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Comparisons: what limits them, tables, and what they come to.
 *
 * @param comparisons at least one, all with the same base
 */
public record ComparisonReport(List<Comparison> comparisons) implements Report {
  /** Copies the list. */
  public ComparisonReport {
    comparisons = List.copyOf(comparisons);
  }

  @Override
  public Document document() {
    List<Block> blocks = new ArrayList<>();
    comparisons.forEach(c -> blocks.addAll(blocks(c)));
    blocks.add(new Bullets("How to read it", legend(paired())));
    return new Document(blocks);
  }

  private boolean paired() {
    return comparisons.stream().anyMatch(c -> c.options().paired());
  }

  private static List<Block> blocks(Comparison comparison) {
    boolean paired = comparison.options().paired();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(comparison.base() + " → " + comparison.next()));
    comparison.warnings().stream().map(Warning::new).forEach(blocks::add);
    if (!comparison.differences().isEmpty()) {
      blocks.add(Table.of("Not the same in both runs", differences(), comparison.differences()));
    }
    groups(comparison).forEach((group, rows) -> blocks.add(table(group, rows, paired)));
    if (!comparison.means().isEmpty()) {
      blocks.add(
          Table.of(
              paired ? "Each benchmark over its rows" : "Geometric mean",
              means(paired),
              comparison.means()));
    }
    exact(comparison, blocks);
    unpaired(comparison, blocks);
    if (!comparison.controls().isEmpty()) {
      blocks.add(new Bullets("Controls", comparison.controls()));
    }
    blocks.add(new Bullets("Outcome", ComparisonWords.outcome(comparison)));
    return blocks;
  }

  private static List<Column<ComparisonDifference>> differences() {
    return List.of(
        text("what", ComparisonDifference::what),
        text("base", ComparisonDifference::base),
        text("new", ComparisonDifference::next),
        text("what to make of it", ComparisonDifference::meaning));
  }

  // Times

  /** What rows of one table have in common. */
  private record Group(String heading, String unit) {}

  private static Map<Group, List<ComparisonRow>> groups(Comparison comparison) {
    Map<Group, List<ComparisonRow>> groups = new LinkedHashMap<>();
    for (ComparisonRow row : comparison.rows()) {
      groups
          .computeIfAbsent(new Group(row.key().heading(), row.unit()), g -> new ArrayList<>())
          .add(row);
    }
    return groups;
  }

  private static Table table(Group group, List<ComparisonRow> rows, boolean paired) {
    KeyColumns<ComparisonRow> keys = KeyColumns.of(rows, ComparisonRow::key);
    return Table.of(
        group.heading() + keys.common() + " (" + group.unit() + ")", keys.with(rows(paired)), rows);
  }

  private static List<Column<ComparisonRow>> rows(boolean paired) {
    return List.of(
        data("metric", r -> "primary"),
        data("unit", ComparisonRow::unit),
        number("base", (ComparisonRow r) -> Numbers.digits(r.base().value(), 4))
            .as("base", r -> r.base().value()),
        number("new", (ComparisonRow r) -> Numbers.digits(r.next().value(), 4))
            .as("new", r -> r.next().value()),
        data("base_forks", ComparisonRow::baseForks),
        data("new_forks", ComparisonRow::nextForks),
        number("time", (ComparisonRow r) -> Numbers.ratio(r.finding().ratio().value()))
            .as("ratio", r -> r.finding().ratio().value()),
        number(interval(paired), r -> Numbers.interval(r.finding().ratio())),
        data("ratio_low", r -> r.finding().ratio().low()),
        data("ratio_high", r -> r.finding().ratio().high()),
        number("detectable", (ComparisonRow r) -> Numbers.effect(r.finding().smallestEffect()))
            .as("smallest_effect", r -> r.finding().smallestEffect()),
        text("verdict", (ComparisonRow r) -> ComparisonWords.verdict(r, paired))
            .as("verdict", r -> r.finding().verdict()),
        data("regression", r -> yesOrNo(r.regression())));
  }

  private static List<Column<ComparisonMean>> means(boolean paired) {
    List<Column<ComparisonMean>> columns =
        new ArrayList<>(
            List.of(
                text("benchmark", ComparisonMean::benchmark),
                text("mode", ComparisonMean::mode),
                number(paired ? "pairs" : "rows", m -> Numbers.count(m.ratio().samples())),
                number("time", m -> Numbers.ratio(m.ratio().value())),
                number(interval(paired), m -> Numbers.interval(m.ratio()))));
    if (paired) {
      columns.add(text("verdict", m -> m.verdict().map(Verdict::toString).orElse(Numbers.NONE)));
    }
    return columns;
  }

  private static String interval(boolean paired) {
    return paired ? "interval" : "95 % interval";
  }

  // Exact figures, and what has no partner

  private static void exact(Comparison comparison, List<Block> blocks) {
    List<ComparisonExactRow> shown =
        comparison.exact().stream().filter(r -> r.isDifferent() || r.forksDiffer()).toList();
    int same = comparison.exact().size() - shown.size();
    String tolerated =
        comparison.exact().stream().anyMatch(r -> r.metric().equals(Resource.ALLOCATED.metric()))
            ? ", the heap within its tolerance."
            : ".";
    if (!shown.isEmpty()) {
      String others = "The other " + same + " figures are the same" + tolerated;
      blocks.add(Table.of("Compared exactly", exact(), shown, others));
    } else if (same > 0) {
      String all = "All " + same + " figures are the same" + tolerated;
      blocks.add(new Bullets("Compared exactly", List.of(all)));
    }
  }

  private static List<Column<ComparisonExactRow>> exact() {
    return List.of(
        text("configuration", r -> r.key().label()),
        text("figure", r -> r.metric() + " (" + r.unit() + ")"),
        data("metric", ComparisonExactRow::metric),
        data("unit", ComparisonExactRow::unit),
        number("base", (ComparisonExactRow r) -> Numbers.whole(r.base()))
            .as("base", ComparisonExactRow::base),
        number("new", (ComparisonExactRow r) -> Numbers.whole(r.next()))
            .as("new", ComparisonExactRow::next),
        number("ratio", ComparisonWords::exactRatio).as("ratio", ComparisonExactRow::ratio),
        text("verdict", (ComparisonExactRow r) -> ComparisonWords.verdict(r))
            .as("verdict", ComparisonExactRow::verdict),
        data("regression", r -> yesOrNo(r.regression())));
  }

  private static void unpaired(Comparison comparison, List<Block> blocks) {
    if (!comparison.unpaired().isEmpty()) {
      blocks.add(Table.of("Not compared", unpaired(), comparison.unpaired()));
    }
    if (!comparison.otherMetrics().isEmpty()) {
      blocks.add(
          new Paragraph(
              "Further metrics are not compared: "
                  + String.join(", ", comparison.otherMetrics())
                  + "."));
    }
  }

  private static List<Column<ComparisonUnpaired>> unpaired() {
    return List.of(
        text("configuration", u -> u.key().label()),
        text("in", ComparisonUnpaired::file),
        text("why", ComparisonUnpaired::why),
        data("verdict", u -> "not compared, " + u.file() + ": " + u.why()));
  }

  private static String yesOrNo(boolean yes) {
    return yes ? "yes" : "no";
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

  /** A line per row, exact figures and what was not compared among them. */
  @Override
  public Csv csv() {
    Set<String> params = new TreeSet<>();
    for (Comparison comparison : comparisons) {
      comparison.rows().forEach(r -> params.addAll(r.key().params().keySet()));
      comparison.unpaired().forEach(r -> params.addAll(r.key().params().keySet()));
    }
    Csv csv = new Csv();
    for (Comparison c : comparisons) {
      csv.add(with(c, params, ComparisonRow::key, rows(c.options().paired())), c.rows())
          .add(with(c, params, ComparisonExactRow::key, exact()), c.exact())
          .add(with(c, params, ComparisonUnpaired::key, unpaired()), c.unpaired());
    }
    return csv;
  }

  private static <R> List<Column<R>> with(
      Comparison comparison, Set<String> params, Function<R, Key> key, List<Column<R>> figures) {
    List<Column<R>> columns = new ArrayList<>();
    columns.add(data("base_run", r -> comparison.base()));
    columns.add(data("new_run", r -> comparison.next()));
    columns.addAll(KeyColumns.data(params, key));
    columns.addAll(figures);
    return columns;
  }

  @Override
  public Object json() {
    return comparisons.stream().map(ComparisonJson::of).toList();
  }
}
