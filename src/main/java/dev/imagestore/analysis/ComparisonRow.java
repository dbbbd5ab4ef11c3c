package dev.imagestore.analysis;

import dev.imagestore.result.Key;
import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkFinding;

/**
 * One configuration that both runs measured.
 *
 * @param key the configuration
 * @param unit of {@code base} and {@code next}, as JMH wrote it in the base
 * @param base the base's figure
 * @param next the other's
 * @param baseForks forks that have a figure
 * @param nextForks the same of the other
 * @param finding the comparison of the times: a rate is inverted first
 * @param regression true if it is slower, and perhaps by the threshold or more
 * @param secondsMore about how much longer the measurement must be until what must be seen could be
 *     shown; NaN if unknown
 */
public record ComparisonRow(
    Key key,
    String unit,
    Estimate base,
    Estimate next,
    int baseForks,
    int nextForks,
    ForkFinding finding,
    boolean regression,
    double secondsMore) {
  /**
   * What an outcome is made of.
   *
   * @param name of the row
   */
  Outcome.Row judged(String name) {
    return new Outcome.Row(
        name, finding.verdict(), finding.ratio(), finding.smallestEffect(), secondsMore);
  }
}
