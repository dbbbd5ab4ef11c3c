package dev.imagestore.render;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imagestore.analysis.Footprint;
import dev.imagestore.analysis.PlainRow;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.result.Key;
import dev.imagestore.result.Unit.Direction;
import dev.imagestore.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The custom JSON of github-action-benchmark. Such a file has one direction, which the workflow
 * names, so that there are two of them: times and sizes for {@code tool: customSmallerIsBetter},
 * and rates for {@code tool: customBiggerIsBetter}. The suite's benchmarks are in both, as time per
 * operation and as images per second. Units are fixed, for the action compares bare numbers.
 */
public abstract class GithubActionFormat implements Format {
  private static final String SMALLER = "github-action";
  private static final String BIGGER = "github-action-bigger";

  private final String name;
  private final Direction direction;

  private GithubActionFormat(String name, Direction direction) {
    this.name = name;
    this.direction = direction;
  }

  /** Times, bytes, files. */
  public static final class Smaller extends GithubActionFormat {
    /** For the service loader. */
    public Smaller() {
      super(SMALLER, Direction.LOWER_IS_BETTER);
    }
  }

  /** Rates. */
  public static final class Bigger extends GithubActionFormat {
    /** For the service loader. */
    public Bigger() {
      super(BIGGER, Direction.HIGHER_IS_BETTER);
    }
  }

  /** A figure as the action reads it; an interval, and what to know of the run, where there is. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Entry(
      String name,
      String unit,
      @JsonInclude(JsonInclude.Include.ALWAYS) double value,
      String range,
      String extra) {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean shows(Class<? extends Report> kind) {
    return kind == RunReport.class;
  }

  @Override
  public String render(Report report, boolean colours) {
    List<RunSummary> runs = ((RunReport) report).runs();
    List<Entry> entries = new ArrayList<>();
    for (RunSummary run : runs) {
      // Names must differ from each other.
      add(entries, run, runs.size() > 1 ? run.name() + ": " : "");
    }
    return Json.text(entries);
  }

  private void add(List<Entry> entries, RunSummary run, String prefix) {
    String extra = String.join("\n", RunReport.limits(run));
    boolean smaller = direction == Direction.LOWER_IS_BETTER;
    for (Row row : run.rows()) {
      String of = prefix + name(row.result().key());
      entries.add(
          smaller
              ? entry(of, "us/op", row.secondsPerOperation().times(1e6), extra)
              : entry(of, "images/s", row.imagesPerSecond(), extra));
    }
    if (smaller) {
      for (Footprint f : FootprintReport.of(run).rows()) {
        String store =
            " backend=%s cutoff=%d dataset=%s".formatted(f.backend(), f.images(), f.dataset());
        entries.add(exact(prefix + "diskApparent" + store, "B", f.apparentBytes(), extra));
        entries.add(exact(prefix + "diskAllocated" + store, "B", f.allocatedBytes(), extra));
        entries.add(exact(prefix + "diskFiles" + store, "files", f.files(), extra));
      }
    }
    for (PlainRow row : run.others()) {
      if (row.unit().direction() == direction) {
        entries.add(
            entry(prefix + name(row.result().key()), row.unit().text(), row.estimate(), extra));
      }
    }
    entries.removeIf(entry -> !Double.isFinite(entry.value()));
  }

  @Override
  public List<String> leftOut(Report report) {
    List<RunSummary> runs = ((RunReport) report).runs();
    List<PlainRow> others = runs.stream().flatMap(r -> r.others().stream()).toList();
    long opposite =
        others.stream()
            .map(r -> r.unit().direction())
            .filter(d -> d != direction && d != Direction.UNKNOWN)
            .count();
    long unknown = others.stream().filter(r -> r.unit().direction() == Direction.UNKNOWN).count();
    List<String> notes = new ArrayList<>();
    if (opposite > 0) {
      boolean smaller = direction == Direction.LOWER_IS_BETTER;
      notes.add(
          "left out: %s whose unit is better when %s; --format %s has them"
              .formatted(
                  results(opposite), smaller ? "bigger" : "smaller", smaller ? BIGGER : SMALLER));
    }
    if (unknown > 0) {
      notes.add("left out: " + results(unknown) + " whose unit does not say which way is better");
    }
    return notes;
  }

  private static String results(long n) {
    return n == 1 ? "1 result" : n + " results";
  }

  private static String name(Key key) {
    String name =
        key.params().entrySet().stream()
            .map((Map.Entry<String, String> p) -> " " + p.getKey() + "=" + p.getValue())
            .collect(Collectors.joining("", key.shortName(), ""));
    return name
        + (key.hasUsualMode() ? "" : " mode=" + key.mode())
        + (key.threads() == 1 ? "" : " threads=" + key.threads());
  }

  private static Entry entry(String name, String unit, Estimate estimate, String extra) {
    return new Entry(
        name,
        unit,
        estimate.value(),
        estimate.hasInterval() ? RunTables.interval(estimate) : "",
        extra);
  }

  private static Entry exact(String name, String unit, long value, String extra) {
    return new Entry(name, unit, (double) value, "", extra);
  }
}
