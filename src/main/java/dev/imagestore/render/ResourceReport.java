package dev.imagestore.render;

import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.render.Document.Block;
import dev.imagestore.render.Document.Paragraph;
import dev.imagestore.result.Measurement;
import dev.imagestore.result.Names;
import dev.imagestore.result.Resource;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each image takes beside time: {@link Resource}s, a column each.
 *
 * @param runs at least one; each is reported by itself, in this order
 */
public record ResourceReport(List<RunSummary> runs) implements Report {
  /** Copies the list. */
  public ResourceReport {
    runs = List.copyOf(runs);
  }

  @Override
  public Document document() {
    return Document.join(runs.stream().map(ResourceReport::document).toList());
  }

  private static Document document(RunSummary run) {
    List<Block> blocks = new ArrayList<>(RunReport.head(run));
    List<Resource> missing = missing(run);
    if (missing.size() < Resource.ofProcess().size()) {
      run.tables().forEach((key, rows) -> blocks.add(RunTables.resources(run, key, rows)));
      blocks.add(new Paragraph(READ_ME));
    }
    if (!missing.isEmpty()) {
      blocks.add(
          new Paragraph(
              "Not counted where or when this was measured: "
                  + missing.stream().map(Resource::metric).collect(Collectors.joining(", "))
                  + "."));
    }
    return new Document(blocks);
  }

  private static final String READ_ME =
      "Reads and writes are those of read, write and their kin. What a store asks of the system"
          + " otherwise (open, fsync, mmap), what it reads through a mapping, and what goes"
          + " through sockets is not in them.";

  /** What no row of the run has; of what servers use nothing is missing where there is none. */
  private static List<Resource> missing(RunSummary run) {
    return Resource.ofProcess().stream()
        .filter(
            resource ->
                run.rows().stream()
                    .noneMatch(r -> r.result().secondary().containsKey(resource.metric())))
        .toList();
  }

  @Override
  public Csv csv() {
    Csv csv = new Csv();
    for (RunSummary run : runs) {
      List<Column<Row>> columns = new ArrayList<>(RunTables.configuration(run));
      columns.addAll(RunTables.resources());
      csv.add(columns, run.rows());
    }
    return csv;
  }

  // JSON

  private record Run(String run, List<Benchmark> benchmarks, List<String> notCounted) {}

  private record Benchmark(
      String benchmark,
      String mode,
      int threads,
      String dataset,
      String durability,
      String backend,
      long cutoff,
      Map<String, String> parameters,
      Map<String, Estimate> perImage) {
    static Benchmark of(Row row) {
      Map<String, Estimate> perImage = new LinkedHashMap<>();
      for (Resource resource : Resource.values()) {
        Measurement.of(row.result(), resource.metric())
            .ifPresent(m -> perImage.put(resource.metric(), RunSummary.inUnit(m)));
      }
      return new Benchmark(
          row.table().shortName(),
          row.table().mode(),
          row.table().threads(),
          row.table().param(Names.DATASET),
          row.table().param(Names.DURABILITY),
          row.backend(),
          row.cutoff(),
          row.table().others(),
          perImage);
    }
  }

  @Override
  public Object json() {
    return runs.stream()
        .map(
            run ->
                new Run(
                    run.name(),
                    run.rows().stream().map(Benchmark::of).toList(),
                    missing(run).stream().map(Resource::metric).toList()))
        .toList();
  }
}
