package dev.imagestore.stats;

/**
 * Where a series changed its level.
 *
 * @param index of the first value of the new level
 * @param pValue of no change, by the permutation test that found it
 */
public record ChangePoint(int index, double pValue) {}
