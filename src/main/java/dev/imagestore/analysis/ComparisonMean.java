package dev.imagestore.analysis;

import dev.imagestore.stats.Estimate;

/**
 * A benchmark's geometric mean over its rows.
 *
 * @param benchmark class and method
 * @param mode JMH's short name
 * @param ratio new / base of the times; its samples are the rows
 */
public record ComparisonMean(String benchmark, String mode, Estimate ratio) {}
