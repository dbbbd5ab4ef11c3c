package dev.imagestore.stats;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which group of forks is measured next, so that the time decides most. In this order:
 *
 * <ol>
 *   <li>groups with fewer than {@value PairedComparison#FEWEST_PAIRS} pairs, the fewest first;
 *   <li>rows that look changed and wait for fresh pairs;
 *   <li>the group that soonest could show what must be seen;
 *   <li>the group that soonest could show the threshold;
 *   <li>the group whose detectable effect shrinks fastest: first of those that are undecided, then
 *       of those without a change. Slower and faster groups get no more.
 * </ol>
 *
 * <p>What can't be reached in the time left is not begun. Equals are taken in their order. The
 * choice depends on nothing but what is given.
 */
public final class PairAllocation {
  /**
   * Rows whose forks run together.
   *
   * @param rows places in {@link PairFindings#rows}, at least one: those that are to be decided.
   *     Controls that ride along are left out, or they take a third of the time
   * @param secondsPerPair what one fork of each target takes
   */
  public record Group(List<Integer> rows, double secondsPerPair) {}

  /** A cost of groups that a step does not concern. */
  private static final double NONE = Double.NaN;

  private PairAllocation() {}

  /**
   * The next group.
   *
   * @param findings so far
   * @param groups to choose from
   * @param secondsLeft in all
   * @return a place in {@code groups}; empty if there is no time for any, or nothing to find out
   */
  public static OptionalInt next(PairFindings findings, List<Group> groups, double secondsLeft) {
    List<ToDoubleFunction<Group>> costs =
        List.of(
            g ->
                any(g, findings, f -> f.verdict() == Verdict.TOO_FEW_FORKS)
                    ? pairs(g, findings)
                    : NONE,
            g -> any(g, findings, PairFinding::awaitsFresh) ? pairs(g, findings) : NONE,
            g -> secondsTo(PairFinding::pairsToMustSee, g, findings, secondsLeft),
            g -> secondsTo(PairFinding::pairsToThreshold, g, findings, secondsLeft),
            g -> any(g, findings, f -> !f.isDecided()) ? -gain(g, findings) : NONE,
            g -> any(g, findings, f -> !f.isChanged()) ? -gain(g, findings) : NONE);
    for (ToDoubleFunction<Group> cost : costs) {
      OptionalInt cheapest =
          IntStream.range(0, groups.size())
              .filter(i -> groups.get(i).secondsPerPair() <= secondsLeft)
              .filter(i -> !Double.isNaN(cost.applyAsDouble(groups.get(i))))
              .boxed()
              .min(Comparator.comparingDouble(i -> cost.applyAsDouble(groups.get(i))))
              .map(OptionalInt::of)
              .orElse(OptionalInt.empty());
      if (cheapest.isPresent()) {
        return cheapest;
      }
    }
    return OptionalInt.empty();
  }

  private static Stream<PairFinding> of(Group group, PairFindings findings) {
    return group.rows().stream().map(findings.rows()::get);
  }

  private static boolean any(Group g, PairFindings findings, Predicate<PairFinding> what) {
    return of(g, findings).anyMatch(what);
  }

  private static double pairs(Group g, PairFindings findings) {
    return of(g, findings).mapToInt(f -> f.ratio().samples()).min().orElse(0);
  }

  private static double secondsTo(
      ToIntFunction<PairFinding> pairs, Group g, PairFindings findings, double secondsLeft) {
    int most = of(g, findings).filter(f -> !f.isDecided()).mapToInt(pairs).max().orElse(0);
    double seconds = most * g.secondsPerPair();
    return most > 0 && seconds <= secondsLeft ? seconds : NONE;
  }

  /** By how much a second lessens the detectable effect, which goes with 1 / √pairs. */
  private static double gain(Group g, PairFindings findings) {
    double worst = of(g, findings).mapToDouble(PairFinding::detectable).max().orElse(0);
    return worst / (2 * pairs(g, findings) * g.secondsPerPair());
  }
}
