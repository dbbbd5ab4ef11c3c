package dev.imagestore.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * and rates for {@code tool: customBiggerIsBetter}. Our own benchmarks are in both, as time an
 * operation and as images a second. Units are fixed, for the action compares bare numbers.
 */
public final class GithubActionFormat implements ReportFormat {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Direction direction;

  private GithubActionFormat(Direction direction) {
    this.direction = direction;
  }

  /** Times, bytes, files. */
  static GithubActionFormat smallerIsBetter() {
    return new GithubActionFormat(Direction.LOWER_IS_BETTER);
  }

  /** Rates. */
  static GithubActionFormat biggerIsBetter() {
    return new GithubActionFormat(Direction.HIGHER_IS_BETTER);
  }

  @Override
  public String render(List<RunSummary> runs) {
    ArrayNode array = NODES.arrayNode();
    for (RunSummary run : runs) {
      // Names must differ from each other.
      String prefix = runs.size() > 1 ? run.name() + ": " : "";
      String extra = String.join("\n", ReportDocument.limits(run));
      for (Row row : run.rows()) {
        String name = prefix + name(row.result().key());
        if (direction == Direction.LOWER_IS_BETTER) {
          add(array, name, "us/op", row.secondsPerOperation().times(1e6), extra);
        } else {
          add(array, name, "images/s", row.imagesPerSecond(), extra);
        }
      }
      if (direction == Direction.LOWER_IS_BETTER) {
        FootprintTable.of(run).rows().forEach(f -> footprint(array, prefix, f, extra));
      }
      for (PlainRow row : run.others()) {
        if (row.unit().direction() == direction) {
          add(array, prefix + name(row.result().key()), row.unit().text(), row.estimate(), extra);
        }
      }
    }
    return Json.text(array);
  }

  @Override
  public List<String> leftOut(List<RunSummary> runs) {
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
                  results(opposite),
                  smaller ? "bigger" : "smaller",
                  smaller ? "github-action-bigger" : "github-action"));
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
        + (key.mode().equals("thrpt") ? "" : " mode=" + key.mode())
        + (key.threads() == 1 ? "" : " threads=" + key.threads());
  }

  private static void footprint(ArrayNode array, String prefix, Footprint f, String extra) {
    String store =
        " backend=%s cutoff=%d dataset=%s".formatted(f.backend(), f.images(), f.dataset());
    add(array, prefix + "diskApparent" + store, "B", exact(f.apparentBytes()), extra);
    add(array, prefix + "diskAllocated" + store, "B", exact(f.allocatedBytes()), extra);
    add(array, prefix + "diskFiles" + store, "files", exact(f.files()), extra);
  }

  private static Estimate exact(long value) {
    return new Estimate((double) value, Double.NaN, Double.NaN, 1);
  }

  private static void add(
      ArrayNode array, String name, String unit, Estimate estimate, String extra) {
    if (!Double.isFinite(estimate.value())) {
      return;
    }
    ObjectNode node = array.addObject();
    node.put("name", name);
    node.put("unit", unit);
    node.set("value", Json.number(estimate.value()));
    if (estimate.hasInterval()) {
      node.put("range", ReportDocument.interval(estimate));
    }
    if (!extra.isEmpty()) {
      node.put("extra", extra);
    }
  }
}
