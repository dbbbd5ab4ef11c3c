package dev.imagestore.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Key;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.RunSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final String STORE = "dev.imagestore.workload.StoreBenchmark.storeMany";
  private static final String PYTHON = "article.Python.storeMany";

  @Test
  void aTargetIsMetOnlyIfTheWholeIntervalMeetsIt() {
    // hdf5 may take 1.3 times what raw takes; rates are operations per second.
    assertThat(hdf5BesideRaw(10, 10.1, 10.2, 9.9)).isEqualTo(Limits.Verdict.MET);
    assertThat(hdf5BesideRaw(5, 5.1, 5.2, 4.9)).isEqualTo(Limits.Verdict.MISSED);
    assertThat(hdf5BesideRaw(7, 8, 7, 8)).isEqualTo(Limits.Verdict.UNDECIDED);
  }

  @Test
  void oneForkDecidesNothing() {
    assertThat(hdf5BesideRaw(10)).isEqualTo(Limits.Verdict.UNDECIDED);
  }

  @Test
  void aRunWithoutTheFiguresSaysSo() {
    Limits.Line line = line(run(result(STORE, "thrpt", "raw", 10, 10)), "hdf5", "raw");
    assertThat(line.verdict()).isEqualTo(Limits.Verdict.NOT_MEASURED);
    assertThat(line.figure().value()).isNaN();
  }

  @Test
  void aRunOfTheStoresIsHeldAgainstTheirTargets() {
    RunSummary run =
        run(
            result(STORE, "thrpt", "tar", 10, 10, 10),
            result(STORE, "thrpt", "raw", 30, 30, 30),
            result(PYTHON, "ss", "tar", .2, .2, .2));
    assertThat(line(run, "tar", "raw").verdict()).isEqualTo(Limits.Verdict.MET);
    assertThat(line(run, "tar", "tar").figure().value()).isEqualTo(0.5);
  }

  @Test
  void aRatioIsMadeOfForksOfOneRound() {
    // Both are half as fast in the second round and in the third.
    Limits.Line line =
        line(
            run(
                result(STORE, "thrpt", "raw", 10, 5, 5, 10),
                result(STORE, "thrpt", "hdf5", 8, 4, 4, 8)),
            "hdf5",
            "raw");
    assertThat(line.figure().value()).isEqualTo(1.25);
    assertThat(line.figure().high()).isEqualTo(1.25);
  }

  @Test
  void pythonIsHeldAgainstOursInEitherDurability() {
    RunSummary run =
        run(
            result(STORE, "thrpt", "lmdb", 50, 50, 50),
            result(PYTHON, "ss", "lmdb", .2, .2, .2),
            result(PYTHON, "ss", "lmdb sync=False", .1, .1, .1));
    assertThat(line(run, "lmdb", "lmdb").figure().value()).isEqualTo(10);
    assertThat(line(run, "lmdb sync=False", "lmdb").figure().value()).isEqualTo(5);
  }

  @Test
  void everyTargetNamesOneLimit() {
    assertThat(Limits.of(run()))
        .flatExtracting(Limits.Section::lines)
        .extracting(Limits.Line::target)
        .hasSizeGreaterThan(25)
        .doesNotHaveDuplicates()
        .allMatch(target -> (target.atMost() == null) != (target.atLeast() == null));
  }

  private static Limits.Verdict hdf5BesideRaw(double... hdf5) {
    double[] raw = new double[hdf5.length];
    Arrays.fill(raw, 10);
    return line(
            run(result(STORE, "thrpt", "raw", raw), result(STORE, "thrpt", "hdf5", hdf5)),
            "hdf5",
            "raw")
        .verdict();
  }

  /** Of the targets of storing 10,000 images, the one of these two. */
  private static Limits.Line line(RunSummary run, String of, String over) {
    return Limits.of(run).stream()
        .flatMap(section -> section.lines().stream())
        .filter(line -> line.target().isRatio())
        .filter(line -> line.target().of().benchmark().endsWith(".storeMany"))
        .filter(line -> line.target().of().metric().equals("time"))
        .filter(line -> line.target().of().backend().equals(of))
        .filter(line -> line.target().over().backend().equals(over))
        .findFirst()
        .orElseThrow();
  }

  private static RunSummary run(BenchmarkResult... results) {
    return RunSummary.of(new ResultFile("run", Optional.empty(), List.of(results)));
  }

  private static BenchmarkResult result(
      String benchmark, String mode, String backend, double... forks) {
    Map<String, String> params =
        Map.of("backend", backend, "cutoff", "10000", "dataset", "synthetic");
    String unit = mode.equals("ss") ? "s/op" : "ops/s";
    TreeMap<String, Metric> secondary = new TreeMap<>();
    if (mode.equals("ss")) {
      secondary.put("images", new Metric(unit, forks[0] / 10_000, List.of()));
    }
    return new BenchmarkResult(
        new Key(benchmark, mode, 1, new TreeMap<>(params)),
        new RunSettings("1.37", "17", "", "", List.of(), forks.length, 1, "", 1, "", 1),
        new Metric(unit, forks[0], Arrays.stream(forks).mapToObj(List::of).toList()),
        secondary);
  }
}
