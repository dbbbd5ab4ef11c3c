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
 * @param regression true if it is slower by more than the threshold
 */
public record ComparisonRow(
    Key key,
    String unit,
    Estimate base,
    Estimate next,
    int baseForks,
    int nextForks,
    ForkFinding finding,
    boolean regression) {}
