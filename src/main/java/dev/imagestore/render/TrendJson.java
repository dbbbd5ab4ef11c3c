package dev.imagestore.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imagestore.analysis.Trend;
import dev.imagestore.analysis.TrendCause;
import dev.imagestore.analysis.TrendChange;
import dev.imagestore.analysis.TrendFootprint;
import dev.imagestore.analysis.TrendJdks;
import dev.imagestore.analysis.TrendLeftOut;
import dev.imagestore.analysis.TrendLine;
import dev.imagestore.analysis.TrendPoint;
import dev.imagestore.analysis.TrendRun;
import dev.imagestore.analysis.TrendVerdict;
import dev.imagestore.result.Key;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.SeriesModel.Segment;
import java.util.List;

/** Trends for a script: everything that the text shows, and every point. */
final class TrendJson implements TrendFormat {
  @Override
  public String render(Trend trend) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("newest", trend.newest().name());
    root.set("threshold", Json.number(trend.threshold()));
    root.put("outcome", trend.outcome().toString());
    TrendDocument.outcome(trend).forEach(root.putArray("inWords")::add);
    ArrayNode runs = root.putArray("runs");
    for (TrendRun run : trend.runs()) {
      runs.addObject().put("name", run.name()).put("started", run.started().toString());
    }
    ArrayNode leftOut = root.putArray("leftOut");
    for (TrendLeftOut left : trend.leftOut()) {
      ObjectNode node = leftOut.addObject().put("why", left.why());
      left.runs().forEach(node.putArray("runs")::add);
    }
    ArrayNode lines = root.putArray("lines");
    trend.lines().forEach(line -> line(lines.addObject(), line));
    ArrayNode jdks = root.putArray("jdks");
    trend.jdks().forEach(row -> jdks(jdks.addObject(), row));
    return Json.text(root);
  }

  private static void line(ObjectNode node, TrendLine line) {
    node.put("name", line.name()).put("where", line.place().label());
    node.set("place", Json.tree(line.place()));
    key(node, line.key());
    node.put("regression", line.isRegression());
    ArrayNode points = node.putArray("points");
    for (TrendPoint point : line.points()) {
      ObjectNode object = points.addObject().put("run", point.run().name());
      object.set("seconds", Json.estimate(point.seconds()));
    }
    ArrayNode levels = node.putArray("levels");
    for (TrendLine.Level level : line.levels()) {
      ObjectNode object = levels.addObject().put("from", level.from()).put("to", level.to());
      object.set("first", Json.number(level.first()));
      object.set("last", Json.number(level.last()));
    }
    ArrayNode changes = node.putArray("changes");
    for (TrendChange change : line.changes()) {
      ObjectNode object = changes.addObject().put("index", change.index());
      object.put("run", line.points().get(change.index()).run().name());
      object.set("ratio", ratio(change.ratio()));
      object.set("pValue", Json.number(change.pValue()));
      causes(object, change.causes());
    }
    ArrayNode drifts = node.putArray("drifts");
    for (Segment drift : line.drifts()) {
      ObjectNode object = drifts.addObject().put("from", drift.from()).put("to", drift.to());
      object.set("logPerRun", ratio(drift.drift().slope()));
      object.set("pValue", Json.number(drift.drift().pValue()));
    }
    line.newest()
        .ifPresentOrElse(
            v -> newest(node.putObject("newest"), line, v), () -> node.putNull("newest"));
    ArrayNode footprints = node.putArray("footprints");
    for (TrendFootprint footprint : line.footprints()) {
      ObjectNode object = footprints.addObject();
      object.put("metric", footprint.metric()).put("unit", footprint.unit());
      object.set("newest", Json.number(footprint.newest()));
      object.put("regression", footprint.regression());
      ArrayNode each = object.putArray("changes");
      for (TrendFootprint.Change change : footprint.changes()) {
        ObjectNode one = each.addObject().put("index", change.index());
        one.put("run", line.points().get(change.index()).run().name());
        one.set("before", Json.number(change.before()));
        one.set("after", Json.number(change.after()));
        causes(one, change.causes());
      }
    }
  }

  private static void newest(ObjectNode node, TrendLine line, TrendVerdict verdict) {
    ForkFinding finding = verdict.finding();
    node.set("level", Json.number(verdict.level().value()));
    node.put("runsOfLevel", verdict.runs());
    node.put("sample", verdict.byRuns() ? "run" : "fork");
    node.set("ratio", ratio(finding.ratio()));
    node.put("verdict", finding.verdict().toString());
    node.put("regression", verdict.regression());
    node.put("words", TrendDocument.verdict(line, verdict));
    node.set("pValue", Json.number(finding.pValue()));
    node.set("smallestEffect", Json.number(finding.smallestEffect()));
  }

  private static void jdks(ObjectNode node, TrendJdks row) {
    node.put("name", row.name()).put("where", row.place().label());
    node.set("place", Json.tree(row.place()));
    key(node, row.key());
    node.put("inTurns", row.together()).put("measured", TrendDocument.measured(row));
    ArrayNode cells = node.putArray("cells");
    for (TrendJdks.Cell cell : row.cells()) {
      ObjectNode object = cells.addObject().put("jdk", cell.feature());
      object.put("run", cell.point().run().name());
      object.set("seconds", Json.estimate(cell.point().seconds()));
      object.set("ratio", ratio(cell.ratio()));
    }
  }

  private static void key(ObjectNode node, Key key) {
    node.put("benchmark", key.benchmark()).put("mode", key.mode()).put("threads", key.threads());
    ObjectNode params = node.putObject("params");
    key.params().forEach(params::put);
  }

  private static void causes(ObjectNode node, List<TrendCause> causes) {
    ArrayNode array = node.putArray("causes");
    for (TrendCause cause : causes) {
      array
          .addObject()
          .put("what", cause.difference().what())
          .put("before", cause.difference().base())
          .put("after", cause.difference().next())
          .put("runsLater", cause.later())
          .put("meaning", cause.difference().meaning());
    }
  }

  private static ObjectNode ratio(Estimate ratio) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("value", Json.number(ratio.value()));
    node.set("low", Json.number(ratio.low()));
    node.set("high", Json.number(ratio.high()));
    return node;
  }
}
