package dev.imagestore.analysis;

/**
 * What changed in the environment near a change of the figures.
 *
 * @param later by how many runs it came after the change of the figures: 0, −1 or 1; a change is
 *     placed within one run
 * @param difference what changed
 */
public record TrendCause(int later, ComparisonDifference difference) {}
