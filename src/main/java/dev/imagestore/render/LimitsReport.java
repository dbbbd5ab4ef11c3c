package dev.imagestore.render;

import static dev.imagestore.render.Column.data;
import static dev.imagestore.render.Column.number;
import static dev.imagestore.render.Column.text;

import dev.imagestore.analysis.Limits;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Table;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * How close to the limit: the targets of {@link Limits}, and whether they are met.
 *
 * @param runs at least one; each is held against the targets by itself, in this order
 */
public record LimitsReport(List<RunSummary> runs) implements Report {
  /** Copies the list. */
  public LimitsReport {
    runs = List.copyOf(runs);
  }

  @Override
  public Document document() {
    return Document.join(runs.stream().map(LimitsReport::document).toList());
  }

  private static Document document(RunSummary run) {
    List<Block> blocks = new ArrayList<>(RunReport.head(run));
    for (Limits.Section section : Limits.of(run)) {
      blocks.add(Table.of(section.title(), columns(run, section.title()), section.lines()));
    }
    return new Document(blocks);
  }

  private static List<Column<Limits.Line>> columns(RunSummary run, String title) {
    return List.of(
        data("run", line -> run.name()),
        data("section", line -> title),
        text("what", (Limits.Line line) -> words(line.target()))
            .as("what", line -> words(line.target())),
        number("figure", LimitsReport::figure).as("figure", line -> line.figure().value()),
        number("95 % interval", LimitsReport::interval),
        data("low", line -> line.figure().low()),
        data("high", line -> line.figure().high()),
        number("target", LimitsReport::target),
        data("at_most", line -> Optional.ofNullable(line.target().atMost())),
        data("at_least", line -> Optional.ofNullable(line.target().atLeast())),
        text("verdict", (Limits.Line line) -> line.verdict().words())
            .as("verdict", line -> line.verdict().words()));
  }

  private static String figure(Limits.Line line) {
    return line.figure().samples() == 0
        ? Numbers.NONE
        : form(line.target()).apply(line.figure().value());
  }

  private static String interval(Limits.Line line) {
    DoubleFunction<String> form = form(line.target());
    return line.figure().hasInterval()
        ? form.apply(line.figure().low()) + " … " + form.apply(line.figure().high())
        : Numbers.NONE;
  }

  private static String target(Limits.Line line) {
    Limits.Target target = line.target();
    return target.atMost() != null
        ? "≤ " + limit(target, target.atMost())
        : "≥ " + limit(target, target.atLeast());
  }

  /** How figures are written: ratios, times, or bytes. */
  private static DoubleFunction<String> form(Limits.Target target) {
    if (target.isRatio()) {
      return Numbers::times;
    }
    return target.of().isTime() ? Numbers::time : bytes -> Numbers.digits(bytes, 3) + " B";
  }

  /** A limit is as exact as it is written. */
  private static String limit(Limits.Target target, double limit) {
    if (!target.isRatio() && target.of().isTime()) {
      return Numbers.briefTime(limit);
    }
    return Numbers.precise(limit).toPlainString() + (target.isRatio() ? "" : " B");
  }

  /** {@code readMany hdf5 ÷ readMany raw}; what is divided by another metric of its own, alone. */
  private static String words(Limits.Target target) {
    String of = words(target.of());
    String over = target.isRatio() ? words(target.over()) : of;
    return of.equals(over) ? of : of + " ÷ " + over;
  }

  private static String words(Limits.Cell cell) {
    return cell.benchmark().replaceFirst("\\w+Benchmark\\.", "") + " " + cell.backend();
  }

  @Override
  public Csv csv() {
    Csv csv = new Csv();
    for (RunSummary run : runs) {
      Limits.of(run).forEach(s -> csv.add(columns(run, s.title()), s.lines()));
    }
    return csv;
  }

  private record Run(String run, List<Section> sections) {}

  private record Section(String title, List<Line> targets) {}

  private record Line(
      String what, Estimate figure, Double atMost, Double atLeast, String verdict) {}

  @Override
  public Object json() {
    return runs.stream()
        .map(
            run ->
                new Run(
                    run.name(),
                    Limits.of(run).stream()
                        .map(
                            s ->
                                new Section(s.title(), s.lines().stream().map(this::line).toList()))
                        .toList()))
        .toList();
  }

  private Line line(Limits.Line line) {
    return new Line(
        words(line.target()),
        line.figure(),
        line.target().atMost(),
        line.target().atLeast(),
        line.verdict().words());
  }
}
