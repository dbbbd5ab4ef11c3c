package dev.imagestore.analysis;

import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.Verdict;
import java.util.Optional;

/**
 * A benchmark over its rows.
 *
 * @param benchmark class and method
 * @param mode JMH's short name
 * @param ratio new / base of the times, a geometric mean; its samples are the rows, or the pairs of
 *     all of them
 * @param verdict of the benchmark as a whole; only pairs give one
 */
public record ComparisonMean(
    String benchmark, String mode, Estimate ratio, Optional<Verdict> verdict) {}
