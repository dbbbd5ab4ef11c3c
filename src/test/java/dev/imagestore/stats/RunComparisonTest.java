package dev.imagestore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
  private final Random random = new Random(1);

  @Test
  void aRunFarOffItsLevelIsSlower() {
    ForkFinding finding = compare(new RunPair(runs(20, 0.01), run(1.2, 6))).get(0);

    assertThat(finding.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(finding.ratio().value()).isCloseTo(1.2, within(0.02));
    assertThat(finding.ratio().low()).isLessThan(1.2);
  }

  /** Forks that agree say nothing of how much runs differ. */
  @Test
  void aRunAsFarOffAsRunsAreIsNotSlower() {
    RunPair pair = new RunPair(runs(20, 0.05), run(1.08, 6));

    assertThat(compare(pair).get(0).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(new ForkComparison(0.05).compare(List.of(pair.pooled())).get(0).verdict())
        .as("by its forks alone it would be")
        .isEqualTo(Verdict.SLOWER);
  }

  @Test
  void anOddRunInTheLevelDecidesNothing() {
    List<double[]> level = new ArrayList<>(runs(20, 0.003));
    level.set(3, run(3, 6));

    assertThat(compare(new RunPair(level, run(1.001, 6))).get(0).verdict())
        .isEqualTo(Verdict.NO_CHANGE);
    assertThat(compare(new RunPair(level, run(1.05, 6))).get(0).verdict())
        .isEqualTo(Verdict.SLOWER);
  }

  @Test
  void fewRunsAreComparedByTheirForks() {
    RunPair pair = new RunPair(runs(2, 0.001), run(1.2, 6));

    assertThat(RunComparison.judgesByRuns(pair)).isFalse();
    assertThat(compare(pair).get(0).verdict()).isEqualTo(Verdict.SLOWER);
  }

  @Test
  void withoutALevelOrForksThereIsNoVerdict() {
    List<ForkFinding> findings =
        new RunComparison(0.05)
            .compare(
                List.of(
                    new RunPair(List.of(), run(1, 6)),
                    new RunPair(runs(20, 0.01), run(2, 3)),
                    new RunPair(runs(20, 0.01), run(1, 6))));

    assertThat(findings)
        .extracting(ForkFinding::verdict)
        .startsWith(Verdict.TOO_FEW_FORKS, Verdict.TOO_FEW_FORKS);
    assertThat(findings.get(2).verdict().isGiven()).isTrue();
  }

  private List<ForkFinding> compare(RunPair pair) {
    return new RunComparison(0.05).compare(List.of(pair));
  }

  private List<double[]> runs(int n, double noise) {
    List<double[]> runs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      runs.add(run(Math.exp(noise * random.nextGaussian()), 6));
    }
    return runs;
  }

  private double[] run(double time, int forks) {
    double[] run = new double[forks];
    for (int f = 0; f < forks; f++) {
      run[f] = time * Math.exp(0.001 * random.nextGaussian());
    }
    return run;
  }
}
