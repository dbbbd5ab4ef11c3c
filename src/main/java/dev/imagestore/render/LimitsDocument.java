package dev.imagestore.render;

import dev.imagestore.analysis.Limits;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Column;
import dev.imagestore.render.Document.Table;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** How close to the limit: the targets of {@link Limits}, and whether they are met. */
final class LimitsDocument {
  private LimitsDocument() {}

  static Document of(List<RunSummary> runs) {
    return Document.join(runs.stream().map(LimitsDocument::of).toList());
  }

  private static Document of(RunSummary run) {
    List<Block> blocks = new ArrayList<>(ReportDocument.head(run));
    Limits.of(run).forEach(section -> blocks.add(table(section)));
    return new Document(blocks);
  }

  private static Table table(Limits.Section section) {
    return new Table(
        section.title(),
        List.of(
            Column.text("what"),
            Column.number("figure"),
            Column.number("95 % interval"),
            Column.number("target"),
            Column.text("verdict")),
        section.lines().stream().map(LimitsDocument::cells).toList(),
        List.of());
  }

  private static List<String> cells(Limits.Line line) {
    Limits.Target target = line.target();
    DoubleFunction<String> form = form(target);
    Estimate figure = line.figure();
    return List.of(
        words(target),
        figure.samples() == 0 ? Numbers.NONE : form.apply(figure.value()),
        figure.hasInterval()
            ? form.apply(figure.low()) + " … " + form.apply(figure.high())
            : Numbers.NONE,
        target.atMost() != null
            ? "≤ " + limit(target, target.atMost())
            : "≥ " + limit(target, target.atLeast()),
        line.verdict().words());
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
}
