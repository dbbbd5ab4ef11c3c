package dev.imagestore.render;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonDifference;
import dev.imagestore.analysis.ComparisonExactRow;
import dev.imagestore.analysis.ComparisonMean;
import dev.imagestore.analysis.ComparisonRow;
import dev.imagestore.analysis.ComparisonUnpaired;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkComparison;
import dev.imagestore.stats.ForkFinding;
import dev.imagestore.stats.Verdict;
import java.util.List;

/** A comparison for a script: everything that the text shows. */
record ComparisonJson(
    String base,
    @JsonProperty("new") String next,
    double threshold,
    double mustSee,
    String outcome,
    List<String> inWords,
    long regressions,
    List<String> controls,
    List<String> warnings,
    List<Difference> differences,
    List<Row> rows,
    List<Exact> exact,
    List<Mean> geometricMeans,
    List<NotCompared> notCompared,
    List<String> metricsNotCompared) {

  record Difference(String what, String base, @JsonProperty("new") String next, String meaning) {
    static Difference of(ComparisonDifference d) {
      return new Difference(d.what(), d.base(), d.next(), d.meaning());
    }
  }

  record OddForks(int base, @JsonProperty("new") int next) {}

  record Row(
      @JsonUnwrapped KeyColumns.View key,
      String unit,
      Estimate base,
      @JsonProperty("new") Estimate next,
      Json.Ratio ratio,
      String verdict,
      boolean regression,
      @JsonProperty("pValue") double pValue,
      double smallestEffect,
      OddForks oddForks,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double secondsMore,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer forksNeeded) {
    static Row of(ComparisonRow row) {
      ForkFinding finding = row.finding();
      return new Row(
          KeyColumns.View.of(row.key()),
          row.unit(),
          row.base(),
          row.next(),
          Json.Ratio.of(finding.ratio()),
          finding.verdict().toString(),
          row.regression(),
          finding.pValue(),
          finding.smallestEffect(),
          new OddForks(finding.oddBase(), finding.oddNext()),
          Double.isNaN(row.secondsMore()) ? null : row.secondsMore(),
          finding.verdict().isGiven() ? null : ForkComparison.FEWEST_FORKS);
    }
  }

  record Exact(
      @JsonUnwrapped KeyColumns.View key,
      String metric,
      String unit,
      double base,
      @JsonProperty("new") double next,
      double ratio,
      String verdict,
      boolean regression,
      boolean forksDiffer) {
    static Exact of(ComparisonExactRow row) {
      return new Exact(
          KeyColumns.View.of(row.key()),
          row.metric(),
          row.unit(),
          row.base(),
          row.next(),
          row.ratio(),
          row.verdict(),
          row.regression(),
          row.forksDiffer());
    }
  }

  record Mean(
      String benchmark,
      String mode,
      int rows,
      Json.Ratio ratio,
      @JsonInclude(JsonInclude.Include.NON_NULL) String verdict) {
    static Mean of(ComparisonMean mean) {
      return new Mean(
          mean.benchmark(),
          mean.mode(),
          mean.ratio().samples(),
          Json.Ratio.of(mean.ratio()),
          mean.verdict().map(Verdict::toString).orElse(null));
    }
  }

  record NotCompared(@JsonUnwrapped KeyColumns.View key, String in, String why) {
    static NotCompared of(ComparisonUnpaired row) {
      return new NotCompared(KeyColumns.View.of(row.key()), row.file(), row.why());
    }
  }

  static ComparisonJson of(Comparison comparison) {
    return new ComparisonJson(
        comparison.base(),
        comparison.next(),
        comparison.options().threshold(),
        comparison.options().mustSee(),
        comparison.outcome().status().toString(),
        ComparisonWords.outcome(comparison),
        comparison.outcome().regressions().size(),
        comparison.controls(),
        comparison.warnings(),
        comparison.differences().stream().map(Difference::of).toList(),
        comparison.rows().stream().map(Row::of).toList(),
        comparison.exact().stream().map(Exact::of).toList(),
        comparison.means().stream().map(Mean::of).toList(),
        comparison.unpaired().stream().map(NotCompared::of).toList(),
        comparison.otherMetrics());
  }
}
