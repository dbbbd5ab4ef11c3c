package dev.imagestore.analysis;

import dev.imagestore.stats.Estimate;
import dev.imagestore.stats.ForkFinding;

/**
 * What the newest run of a line comes to.
 *
 * @param level seconds of the level that it is held against; NaN without one
 * @param runs of that level, without the newest
 * @param byRuns true if the level shows how much runs differ, false if only forks could be compared
 * @param finding newest against level
 * @param regression true if it is slower, and perhaps by the threshold or more
 */
public record TrendVerdict(
    Estimate level, int runs, boolean byRuns, ForkFinding finding, boolean regression) {}
