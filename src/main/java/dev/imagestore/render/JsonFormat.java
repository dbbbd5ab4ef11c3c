package dev.imagestore.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagestore.analysis.ArticleComparison;
import dev.imagestore.analysis.Conclusions;
import dev.imagestore.analysis.PlainRow;
import dev.imagestore.analysis.Resident;
import dev.imagestore.analysis.Row;
import dev.imagestore.analysis.RunSummary;
import dev.imagestore.result.Key;
import dev.imagestore.result.Names;
import java.util.List;
import java.util.Optional;

/**
 * All that the tables hold, for scripts: an array of runs. Times are in seconds, sizes in bytes; an
 * estimate has its interval and the number of its forks; what is not known is null.
 */
public final class JsonFormat implements ReportFormat {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Override
  public String render(List<RunSummary> runs) {
    ArrayNode array = NODES.arrayNode();
    for (RunSummary run : runs) {
      ObjectNode node = array.addObject();
      node.put("run", run.name());
      node.set("environment", run.environment().map(Json::tree).orElse(NODES.nullNode()));
      ReportDocument.limits(run).forEach(node.putArray("limits")::add);
      ArrayNode benchmarks = node.putArray("benchmarks");
      run.rows().forEach(row -> benchmarks.add(row(row)));
      ArrayNode others = node.putArray("others");
      run.others().forEach(row -> others.add(other(row)));
      node.set("footprint", FootprintTable.of(run).jsonArray());
      ConclusionSentences.of(Conclusions.of(run)).forEach(node.putArray("words")::add);
    }
    return Json.text(array);
  }

  @Override
  public Optional<String> renderArticle(List<RunSummary> runs) {
    ArrayNode array = NODES.arrayNode();
    for (RunSummary run : runs) {
      ObjectNode node = array.addObject();
      node.put("run", run.name());
      ArrayNode cells = node.putArray("cells");
      for (ArticleComparison.Cell cell : ArticleComparison.of(run)) {
        ObjectNode c = cells.addObject();
        c.put("what", cell.what().words());
        c.put("series", cell.series());
        c.put("backend", cell.backend());
        c.put("images", cell.images());
        c.put("unit", cell.what().unit());
        c.set("article", Json.number(cell.article()));
        c.set("ours", Json.estimate(cell.ours()));
        c.set("articleOverOurs", Json.number(cell.ratio()));
      }
      ArticleDocument.differences(run).forEach(node.putArray("differences")::add);
    }
    return Optional.of(Json.text(array));
  }

  private static ObjectNode row(Row row) {
    Key key = row.table();
    ObjectNode node = NODES.objectNode();
    node.put("benchmark", key.shortName());
    node.put("mode", key.mode());
    node.put("threads", key.threads());
    node.put("dataset", key.param(Names.DATASET));
    node.put("durability", key.param(Names.DURABILITY));
    node.put("backend", row.backend());
    node.put("cutoff", row.cutoff());
    key.others().forEach(node.putObject("parameters")::put);
    node.put("imagesPerOperation", row.imagesPerOperation());
    node.set("imagesPerSecond", Json.estimate(row.imagesPerSecond()));
    node.set("secondsPerImage", Json.estimate(row.secondsPerImage()));
    node.set("secondsPerOperation", Json.estimate(row.secondsPerOperation()));
    node.set("timesRaw", Json.number(row.timesControl()));
    Resident.of(row.result())
        .ifPresent(
            resident -> {
              node.set("residentBytes", Json.number(resident.largestBytes()));
              node.set("residentGrowthBytes", Json.number(resident.growthBytes()));
            });
    return node;
  }

  private static ObjectNode other(PlainRow row) {
    ObjectNode node = NODES.objectNode();
    Key key = row.result().key();
    node.put("benchmark", key.benchmark());
    node.put("mode", key.mode());
    node.put("threads", key.threads());
    key.params().forEach(node.putObject("parameters")::put);
    node.set("estimate", Json.estimate(row.estimate()));
    node.put("unit", row.unit().text());
    return node;
  }
}
