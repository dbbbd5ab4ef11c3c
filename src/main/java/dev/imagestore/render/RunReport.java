package dev.imagestore.render;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.imagestore.analysis.Conclusions;
import dev.imagestore.analysis.PlainRow;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Bullets;
import dev.imagestore.render.Document.Heading;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.render.Document.Warning;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The tables of one or several runs, and what they say in words.
 *
 * @param runs at least one; each is reported by itself, in this order
 */
public record RunReport(List<RunSummary> runs) implements Report {
  /** Copies the list. */
  public RunReport {
    runs = List.copyOf(runs);
  }

  @Override
  public Document document() {
    return Document.join(runs.stream().map(RunReport::document).toList());
  }

  private static Document document(RunSummary run) {
    List<Block> blocks = new ArrayList<>(head(run));
    run.tables().forEach((key, rows) -> blocks.add(RunTables.table(run, key, rows)));
    if (!run.others().isEmpty()) {
      blocks.add(RunTables.others(run, run.others()));
    }
    RunTables.readTimes(run).ifPresent(blocks::add);
    FootprintReport footprint = FootprintReport.of(run);
    if (!footprint.rows().isEmpty()) {
      blocks.add(footprint.table());
    }
    RunTables.resident(run).ifPresent(blocks::add);
    List<String> words = ConclusionSentences.of(Conclusions.of(run));
    if (!words.isEmpty()) {
      boolean control = run.backends().contains(Names.CONTROL);
      blocks.add(
          new Bullets(
              control ? "In words (without " + Names.CONTROL + ", the baseline)" : "In words",
              words));
    }
    return new Document(blocks);
  }

  /** Which run this is, where it was measured, and what limits its use. */
  static List<Block> head(RunSummary run) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(run.name()));
    run.environment().map(RunReport::where).map(Paragraph::new).ifPresent(blocks::add);
    limits(run).stream().map(Warning::new).forEach(blocks::add);
    return blocks;
  }

  /** What a reader must know before using a figure; empty for a whole run without warnings. */
  static List<String> limits(RunSummary summary) {
    List<String> limits = new ArrayList<>();
    if (summary.isQuick()) {
      limits.add("Quick run: not for conclusions.");
    }
    summary
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
      parts.add(Numbers.plural(machine.cores(), "core"));
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

  /**
   * One line per configuration. Columns that only the suite's benchmarks have are empty for others;
   * {@code score} and its unit are there for all.
   */
  @Override
  public Csv csv() {
    Csv csv = new Csv();
    for (RunSummary run : runs) {
      csv.add(RunTables.rows(run, ""), run.rows()).add(RunTables.others(run), run.others());
    }
    return csv;
  }

  // JSON

  private record Run(
      String run,
      Optional<Environment> environment,
      List<String> limits,
      List<Benchmark> benchmarks,
      List<Other> others,
      List<FootprintReport.View> footprint,
      List<String> words) {}

  private record Benchmark(
      String benchmark,
      String mode,
      int threads,
      String dataset,
      String durability,
      String backend,
      long cutoff,
      Map<String, String> parameters,
      long imagesPerOperation,
      Estimate imagesPerSecond,
      Estimate secondsPerImage,
      Estimate secondsPerOperation,
      OptionalDouble timesRaw,
      @JsonAnyGetter Map<String, Object> measured) {
    static Benchmark of(Row row) {
      Key key = row.table();
      Map<String, Object> measured = new LinkedHashMap<>();
      RunTables.measured().stream()
          .filter(column -> column.isIn(row))
          .forEach(c -> measured.put(camelCase(c.name()), c.value().apply(row)));
      return new Benchmark(
          key.shortName(),
          key.mode(),
          key.threads(),
          key.param(Names.DATASET),
          key.param(Names.DURABILITY),
          row.backend(),
          row.cutoff(),
          key.others(),
          row.imagesPerOperation(),
          row.imagesPerSecond(),
          row.secondsPerImage(),
          row.secondsPerOperation(),
          row.timesControl(),
          measured);
    }

    private static String camelCase(String name) {
      return Pattern.compile("_(.)")
          .matcher(name)
          .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
    }
  }

  private record Other(
      String benchmark,
      String mode,
      int threads,
      Map<String, String> parameters,
      Estimate estimate,
      String unit) {
    static Other of(PlainRow row) {
      Key key = row.result().key();
      return new Other(
          key.benchmark(),
          key.mode(),
          key.threads(),
          key.params(),
          row.estimate(),
          row.unit().text());
    }
  }

  @Override
  public Object json() {
    return runs.stream()
        .map(
            run ->
                new Run(
                    run.name(),
                    run.environment(),
                    limits(run),
                    run.rows().stream().map(Benchmark::of).toList(),
                    run.others().stream().map(Other::of).toList(),
                    FootprintReport.of(run).json(),
                    ConclusionSentences.of(Conclusions.of(run))))
        .toList();
  }
}
