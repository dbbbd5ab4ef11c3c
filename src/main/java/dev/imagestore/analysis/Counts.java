package dev.imagestore.analysis;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Metric;
import dev.imagestore.result.Names;
import dev.imagestore.result.Resource;
import dev.imagestore.result.Unit;
import dev.imagestore.stats.CountComparison;
import dev.imagestore.stats.CountFinding;
import dev.imagestore.stats.CountTolerance;
import dev.imagestore.stats.CountVerdict;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Verdict;
import java.util.List;
import java.util.stream.Stream;

/** Figures that need no clock: where they are found, by which rule they differ, what that means. */
final class Counts {
  private Counts() {}

  /**
   * What an image takes of a resource: one figure per fork; of a fork alone one per iteration, to
   * have something that scatters. Empty where it was not counted.
   */
  static double[] of(BenchmarkResult result, Resource resource) {
    Metric metric = result.secondary().get(resource.metric());
    if (metric == null) {
      return new double[0];
    }
    List<Double> forks = metric.perFork(false);
    Stream<Double> figures =
        forks.size() > 1 ? forks.stream() : metric.raw().stream().flatMap(List::stream);
    return figures.filter(Double::isFinite).mapToDouble(f -> f).toArray();
  }

  /**
   * True if two figures may be told apart by the resource's rule. Where a server is asked, the
   * network decides how many calls an answer comes in: there no count is.
   */
  static boolean areJudged(BenchmarkResult result, Resource resource) {
    return resource.rule().judged() && !result.secondary().containsKey(Names.RETRIES);
  }

  /** Compares by the resource's rule. */
  static CountFinding compare(double[] base, double[] next, Resource resource) {
    Resource.Rule rule = resource.rule();
    return CountComparison.compare(
        base,
        next,
        rule.equals(Resource.Rule.EXACT)
            ? CountTolerance.EXACT
            : new CountTolerance(rule.relative(), rule.absolute()));
  }

  /**
   * What an outcome is made of, where any difference counts.
   *
   * @param ratio next / base
   * @param configuration its name
   */
  static Outcome.Row judged(String metric, String unit, double ratio, String configuration) {
    CountVerdict found =
        ratio > 1 ? CountVerdict.MORE : ratio < 1 ? CountVerdict.LESS : CountVerdict.EQUAL;
    return judged(metric, unit, found, ratio, configuration);
  }

  /**
   * What an outcome is made of.
   *
   * @param ratio next / base
   * @param configuration its name
   */
  static Outcome.Row judged(
      String metric, String unit, CountVerdict found, double ratio, String configuration) {
    boolean moreIsBetter = Unit.of(metric, unit).direction() == Unit.Direction.HIGHER_IS_BETTER;
    Verdict verdict =
        switch (found) {
          case MORE -> moreIsBetter ? Verdict.FASTER : Verdict.SLOWER;
          case LESS -> moreIsBetter ? Verdict.SLOWER : Verdict.FASTER;
          case EQUAL -> Verdict.NO_CHANGE;
          case UNDECIDED -> Verdict.UNDECIDED;
          case TOO_FEW_FORKS -> Verdict.TOO_FEW_FORKS;
        };
    String what =
        metric + (Resource.of(metric).isPresent() ? " per image of " : " of ") + configuration;
    double worse = moreIsBetter ? 1 / ratio : ratio;
    return new Outcome.Row(what, verdict, new Estimate(worse, Double.NaN, Double.NaN, 0), 0, 0);
  }
}
