package dev.imagestore.render;

import dev.imagestore.analysis.Conclusions;
import dev.imagestore.analysis.PlainRow;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Column;
import dev.imagestore.render.Document.Heading;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Table;
import dev.imagestore.render.Document.Warning;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.result.Workload;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The tables of one or several runs, and what they say in words. */
final class ReportDocument {
  private ReportDocument() {}

  static Document of(List<RunSummary> runs) {
    return Document.join(runs.stream().map(ReportDocument::of).toList());
  }

  private static Document of(RunSummary figures) {
    List<Block> blocks = new ArrayList<>(head(figures));
    figures.tables().forEach((key, rows) -> blocks.add(table(key, rows)));
    if (!figures.others().isEmpty()) {
      blocks.add(others(figures.others()));
    }
    ReadTimesTable.of(figures).ifPresent(blocks::add);
    FootprintTable footprint = FootprintTable.of(figures);
    if (!footprint.rows().isEmpty()) {
      blocks.add(footprint.table());
    }
    ResidentTable.of(figures).ifPresent(blocks::add);
    List<String> words = ConclusionSentences.of(Conclusions.of(figures));
    if (!words.isEmpty()) {
      boolean control = figures.backends().contains(Names.CONTROL);
      blocks.add(
          new Bullets(
              control ? "In words (without " + Names.CONTROL + ", the baseline)" : "In words",
              words));
    }
    return new Document(blocks);
  }

  /** Which run this is, where it was measured, and what limits its use. */
  static List<Block> head(RunSummary figures) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(figures.name()));
    figures.environment().map(ReportDocument::where).map(Paragraph::new).ifPresent(blocks::add);
    limits(figures).stream().map(Warning::new).forEach(blocks::add);
    return blocks;
  }

  /** What a reader must know before using a figure; empty for a whole run without warnings. */
  static List<String> limits(RunSummary figures) {
    List<String> limits = new ArrayList<>();
    if (figures.isQuick()) {
      limits.add("Quick run: not for conclusions.");
    }
    figures
        .environment()
        .map(Environment::run)
        .ifPresent(
            run -> {
              if (!run.failed().isEmpty()) {
                limits.add("Incomplete: these failed: " + String.join("; ", run.failed()) + ".");
              } else if (!run.complete()) {
                limits.add("Incomplete: the run was stopped before its end.");
              }
              run.warnings().forEach(w -> limits.add("Warning: " + w));
            });
    return limits;
  }

  /** Machine, file system and JVM in one line, as far as they are known. */
  static String where(Environment environment) {
    Environment.Machine machine = environment.machine();
    Environment.WorkDirectory work = environment.workDirectory();
    Environment.Jdk jdk = environment.jdk();
    List<String> parts = new ArrayList<>();
    add(parts, machine.cpu());
    if (machine.cores() > 0) {
      parts.add(machine.cores() == 1 ? "1 core" : machine.cores() + " cores");
    }
    if (machine.memoryBytes() > 0) {
      parts.add(Math.round(machine.memoryBytes() / (double) (1L << 30)) + " GiB");
    }
    add(parts, (machine.os() + " " + machine.kernel()).strip());
    if (!work.fileSystem().isEmpty()) {
      parts.add(
          work.fileSystem()
              + (work.journal().isEmpty() ? "" : " (journal: " + work.journal() + ")"));
    }
    if (!jdk.version().isEmpty()) {
      parts.add(("JDK " + jdk.version() + " " + jdk.vendor()).strip());
    }
    if (!jdk.collector().isEmpty()) {
      parts.add(jdk.collector() + " collector");
    }
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, String part) {
    if (!part.isEmpty()) {
      parts.add(part);
    }
  }

  private static Table table(Key key, List<Row> rows) {
    boolean wholeSet =
        rows.stream()
            .allMatch(
                r ->
                    r.operation()
                        .map(Workload::isWholeSet)
                        .orElse(r.imagesPerOperation() == r.cutoff()));
    List<Row> sorted = rows.stream().sorted(Comparator.comparingLong(Row::cutoff)).toList();
    return new Table(
        key.title(),
        List.of(
            Column.number("images"),
            Column.text("backend"),
            Column.number(wholeSet ? "time for all" : "time each"),
            Column.number("images/s"),
            Column.number("95 % interval"),
            Column.number("× " + Names.CONTROL)),
        sorted.stream().map(ReportDocument::cells).toList(),
        List.of(forks(rows.stream().map(Row::imagesPerSecond).toList())));
  }

  private static List<String> cells(Row row) {
    return List.of(
        Numbers.count(row.cutoff()),
        row.backend(),
        Numbers.time(row.secondsPerOperation().value()),
        Numbers.rate(row.imagesPerSecond().value()),
        interval(row.imagesPerSecond()),
        row.timesControl().isPresent()
            ? Numbers.times(row.timesControl().getAsDouble())
            : Numbers.NONE);
  }

  /** What says nothing has no column: parameters that no benchmark has, one thread. */
  private static Table others(List<PlainRow> rows) {
    boolean params = rows.stream().anyMatch(r -> !r.params().isEmpty());
    boolean threads = rows.stream().anyMatch(r -> r.result().key().threads() != 1);
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text("benchmark"));
    if (params) {
      columns.add(Column.text("parameters"));
    }
    columns.add(Column.text("mode"));
    if (threads) {
      columns.add(Column.number("threads"));
    }
    columns.add(Column.number("estimate"));
    columns.add(Column.number("95 % interval"));
    columns.add(Column.text("unit"));
    List<List<String>> lines = new ArrayList<>();
    for (PlainRow row : rows) {
      List<String> cells = new ArrayList<>();
      cells.add(row.result().key().shortName());
      if (params) {
        cells.add(row.params());
      }
      cells.add(row.result().key().mode());
      if (threads) {
        cells.add(Numbers.count(row.result().key().threads()));
      }
      cells.add(Numbers.rate(row.estimate().value()));
      cells.add(interval(row.estimate()));
      cells.add(row.unit().text());
      lines.add(cells);
    }
    return new Table(
        "Other benchmarks",
        columns,
        lines,
        List.of(forks(rows.stream().map(PlainRow::estimate).toList())));
  }

  /** An interval, or why there is none. */
  static String interval(Estimate estimate) {
    if (estimate.hasInterval()) {
      return Numbers.rate(estimate.low()) + " … " + Numbers.rate(estimate.high());
    }
    return switch (estimate.samples()) {
      case 0 -> "no samples";
      case 1 -> "one fork: none";
      default -> "none";
    };
  }

  private static String forks(List<Estimate> estimates) {
    Set<Integer> forks = new TreeSet<>();
    estimates.forEach(e -> forks.add(e.samples()));
    List<String> counts = forks.stream().map(String::valueOf).toList();
    if (forks.equals(Set.of(0))) {
      return "The file holds JMH's scores but no samples: there are no intervals.";
    }
    return forks.equals(Set.of(1))
        ? "One fork: a figure without an interval; it takes two or more (-f 5)."
        : "Forks: " + String.join(", ", counts) + "; the interval is made from them.";
  }
}
