package dev.imagestore.render;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imagestore.analysis.Trend;
import dev.imagestore.analysis.TrendCause;
import dev.imagestore.analysis.TrendChange;
import dev.imagestore.analysis.TrendExact;
import dev.imagestore.analysis.TrendJdks;
import dev.imagestore.analysis.TrendLeftOut;
import dev.imagestore.analysis.TrendLine;
import dev.imagestore.analysis.TrendPlace;
import dev.imagestore.analysis.TrendVerdict;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.SeriesModel.Segment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A trend for a script: everything that the text shows, and every point. */
record TrendJson(
    String newest,
    double threshold,
    double mustSee,
    String outcome,
    List<String> inWords,
    List<Run> runs,
    List<TrendLeftOut> leftOut,
    List<Line> lines,
    List<Jdks> jdks) {

  record Run(String name, Instant started) {}

  record Line(
      String name,
      String where,
      TrendPlace place,
      @JsonUnwrapped KeyColumns.View key,
      boolean regression,
      List<Point> points,
      List<TrendLine.Level> levels,
      List<Change> changes,
      List<Drift> drifts,
      Optional<Newest> newest,
      List<Exact> exact) {
    static Line of(TrendLine line) {
      return new Line(
          line.name(),
          line.place().label(),
          line.place(),
          KeyColumns.View.of(line.key()),
          line.isRegression(),
          line.points().stream().map(p -> new Point(p.run().name(), p.seconds())).toList(),
          line.levels(),
          line.changes().stream().map(c -> Change.of(line, c)).toList(),
          line.drifts().stream().map(Drift::of).toList(),
          line.newest().map(v -> Newest.of(line, v)),
          line.exact().stream().map(f -> Exact.of(line, f)).toList());
    }
  }

  record Point(String run, Estimate seconds) {}

  record Change(
      int index,
      String run,
      Json.Ratio ratio,
      @JsonProperty("pValue") double pValue,
      List<Cause> causes) {
    static Change of(TrendLine line, TrendChange change) {
      return new Change(
          change.index(),
          line.points().get(change.index()).run().name(),
          Json.Ratio.of(change.ratio()),
          change.pValue(),
          change.causes().stream().map(Cause::of).toList());
    }
  }

  record Drift(int from, int to, Json.Ratio logPerRun, @JsonProperty("pValue") double pValue) {
    static Drift of(Segment drift) {
      return new Drift(
          drift.from(), drift.to(), Json.Ratio.of(drift.drift().slope()), drift.drift().pValue());
    }
  }

  record Newest(
      double level,
      int runsOfLevel,
      String sample,
      Json.Ratio ratio,
      String verdict,
      boolean regression,
      String words,
      @JsonProperty("pValue") double pValue,
      double smallestEffect) {
    static Newest of(TrendLine line, TrendVerdict verdict) {
      ForkFinding finding = verdict.finding();
      return new Newest(
          verdict.level().value(),
          verdict.runs(),
          verdict.byRuns() ? "run" : "fork",
          Json.Ratio.of(finding.ratio()),
          finding.verdict().toString(),
          verdict.regression(),
          TrendWords.verdict(line, verdict),
          finding.pValue(),
          finding.smallestEffect());
    }
  }

  record Exact(
      String metric, String unit, double newest, boolean regression, List<ExactChange> changes) {
    static Exact of(TrendLine line, TrendExact figure) {
      return new Exact(
          figure.metric(),
          figure.unit(),
          figure.newest(),
          figure.regression(),
          figure.changes().stream().map(c -> ExactChange.of(line, c)).toList());
    }
  }

  record ExactChange(int index, String run, double before, double after, List<Cause> causes) {
    static ExactChange of(TrendLine line, TrendExact.Change change) {
      return new ExactChange(
          change.index(),
          line.points().get(change.index()).run().name(),
          change.before(),
          change.after(),
          change.causes().stream().map(Cause::of).toList());
    }
  }

  record Cause(String what, String before, String after, int runsLater, String meaning) {
    static Cause of(TrendCause cause) {
      return new Cause(
          cause.difference().what(),
          cause.difference().base(),
          cause.difference().next(),
          cause.later(),
          cause.difference().meaning());
    }
  }

  record Jdks(
      String name,
      String where,
      TrendPlace place,
      @JsonUnwrapped KeyColumns.View key,
      boolean inTurns,
      String measured,
      List<Cell> cells) {
    static Jdks of(TrendJdks row) {
      return new Jdks(
          row.name(),
          row.place().label(),
          row.place(),
          KeyColumns.View.of(row.key()),
          row.together(),
          TrendWords.measured(row),
          row.cells().stream()
              .map(
                  c ->
                      new Cell(
                          c.feature(),
                          c.point().run().name(),
                          c.point().seconds(),
                          Json.Ratio.of(c.ratio())))
              .toList());
    }
  }

  record Cell(int jdk, String run, Estimate seconds, Json.Ratio ratio) {}

  static TrendJson of(Trend trend) {
    return new TrendJson(
        trend.newest().name(),
        trend.threshold(),
        trend.mustSee(),
        trend.outcome().status().toString(),
        TrendWords.outcome(trend),
        trend.runs().stream().map(r -> new Run(r.name(), r.started())).toList(),
        trend.leftOut(),
        trend.lines().stream().map(Line::of).toList(),
        trend.jdks().stream().map(Jdks::of).toList());
  }
}
