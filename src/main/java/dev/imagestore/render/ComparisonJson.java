package dev.imagestore.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonDifference;
import dev.imagestore.analysis.ComparisonExactRow;
import dev.imagestore.analysis.ComparisonMean;
import dev.imagestore.analysis.ComparisonRow;
import dev.imagestore.analysis.ComparisonUnpaired;
import dev.imagestore.result.Key;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
import java.util.List;

/** Comparisons for a script: everything that the text shows, an object a comparison. */
final class ComparisonJson implements ComparisonFormat {
  @Override
  public String render(List<Comparison> comparisons) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    comparisons.forEach(c -> comparison(all.addObject(), c));
    return Json.text(all);
  }

  private static void comparison(ObjectNode node, Comparison comparison) {
    node.put("base", comparison.base());
    node.put("new", comparison.next());
    node.set("threshold", Json.number(comparison.options().threshold()));
    node.set("mustSee", Json.number(comparison.options().mustSee()));
    node.put("outcome", comparison.outcome().status().toString());
    ComparisonDocument.outcome(comparison).forEach(node.putArray("inWords")::add);
    node.put("regressions", comparison.outcome().regressions().size());
    comparison.controls().forEach(node.putArray("controls")::add);
    comparison.warnings().forEach(node.putArray("warnings")::add);
    ArrayNode differences = node.putArray("differences");
    for (ComparisonDifference difference : comparison.differences()) {
      differences
          .addObject()
          .put("what", difference.what())
          .put("base", difference.base())
          .put("new", difference.next())
          .put("meaning", difference.meaning());
    }
    ArrayNode rows = node.putArray("rows");
    comparison.rows().forEach(row -> row(key(rows.addObject(), row.key()), row));
    ArrayNode exact = node.putArray("exact");
    comparison.exact().forEach(row -> exact(key(exact.addObject(), row.key()), row));
    ArrayNode means = node.putArray("geometricMeans");
    for (ComparisonMean mean : comparison.means()) {
      ObjectNode object = means.addObject();
      object.put("benchmark", mean.benchmark()).put("mode", mean.mode());
      object.put("rows", mean.ratio().samples());
      object.set("ratio", ratio(mean.ratio()));
      mean.verdict().ifPresent(verdict -> object.put("verdict", verdict.toString()));
    }
    ArrayNode unpaired = node.putArray("notCompared");
    for (ComparisonUnpaired row : comparison.unpaired()) {
      key(unpaired.addObject(), row.key()).put("in", row.file()).put("why", row.why());
    }
    comparison.otherMetrics().forEach(node.putArray("metricsNotCompared")::add);
  }

  private static ObjectNode key(ObjectNode node, Key key) {
    node.put("benchmark", key.benchmark()).put("mode", key.mode()).put("threads", key.threads());
    ObjectNode params = node.putObject("params");
    key.params().forEach(params::put);
    return node;
  }

  private static void row(ObjectNode node, ComparisonRow row) {
    ForkFinding finding = row.finding();
    node.put("unit", row.unit());
    node.set("base", Json.estimate(row.base()));
    node.set("new", Json.estimate(row.next()));
    node.set("ratio", ratio(finding.ratio()));
    node.put("verdict", finding.verdict().toString());
    node.put("regression", row.regression());
    node.set("pValue", Json.number(finding.pValue()));
    node.set("smallestEffect", Json.number(finding.smallestEffect()));
    node.putObject("oddForks").put("base", finding.oddBase()).put("new", finding.oddNext());
    if (!Double.isNaN(row.secondsMore())) {
      node.set("secondsMore", Json.number(row.secondsMore()));
    }
    if (!finding.verdict().isGiven()) {
      node.put("forksNeeded", ForkComparison.FEWEST_FORKS);
    }
  }

  private static void exact(ObjectNode node, ComparisonExactRow row) {
    node.put("metric", row.metric()).put("unit", row.unit());
    node.set("base", figure(row.base()));
    node.set("new", figure(row.next()));
    node.set("ratio", Json.number(row.ratio()));
    node.put("verdict", row.verdict());
    node.put("regression", row.regression());
    node.put("forksDiffer", row.forksDiffer());
  }

  private static JsonNode figure(double exact) {
    return ComparisonExactRow.whole(exact) instanceof Long whole
        ? JsonNodeFactory.instance.numberNode(whole)
        : Json.number(exact);
  }

  private static ObjectNode ratio(Estimate ratio) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("value", Json.number(ratio.value()));
    node.set("low", Json.number(ratio.low()));
    node.set("high", Json.number(ratio.high()));
    return node;
  }
}
