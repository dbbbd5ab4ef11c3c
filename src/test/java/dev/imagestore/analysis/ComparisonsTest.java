package dev.imagestore.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.imagestore.analysis.Outcome.Status;
import dev.imagestore.input.BadInputException;
import dev.imagestore.render.ComparisonReport;
import dev.imagestore.render.ComparisonWords;
import dev.imagestore.render.Formats;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Environment;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import dev.imagestore.stats.CountVerdict;
import dev.imagestore.stats.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonsTest {
  private static final ComparisonOptions FIVE_PERCENT = ComparisonOptions.of(0.05);
  private static final double[] FORKS = {100, 101, 99, 100.5, 99.5, 100.2};
  private static final double[] WILD = {100, 140, 70, 110, 90, 125};

  @Test
  void aTimeThatGrowsAndARateThatFallsAreBothSlower() throws Exception {
    Comparison times = compare(primary("us/op", FORKS), primary("us/op", scaled(1.2)));
    Comparison rates = compare(primary("ops/s", FORKS), primary("ops/s", scaled(1 / 1.2)));

    for (Comparison c : List.of(times, rates)) {
      assertThat(c.rows().get(0).finding().ratio().value()).isCloseTo(1.2, within(1e-9));
      assertThat(c.rows().get(0).finding().verdict()).isEqualTo(Verdict.SLOWER);
      assertThat(c.outcome().status()).isEqualTo(Status.REGRESSION);
    }
  }

  @Test
  void unitsOfTheSameQuantityAreBroughtTogether() throws Exception {
    Comparison c = compare(primary("ms/op", FORKS), primary("us/op", scaled(1000)));

    ComparisonRow row = c.rows().get(0);
    assertThat(row.finding().ratio().value()).isCloseTo(1, within(1e-9));
    assertThat(row.unit()).isEqualTo("ms/op");
    assertThat(row.next().value()).isCloseTo(row.base().value(), within(1e-9));
  }

  @Test
  void aRunIsNoDifferentFromItself() throws Exception {
    ResultFile file = runs("a").rate(ComparisonRuns.READ_MANY, "png", 10, 500, 6).file();
    Comparison c = Comparisons.compare(file, file, FIVE_PERCENT);

    assertThat(c.differences()).isEmpty();
    assertThat(c.rows().get(0).finding().verdict()).isIn(Verdict.NO_CHANGE, Verdict.UNDECIDED);
    assertThat(c.exact()).noneMatch(ComparisonExactRow::isDifferent);
    assertThat(c.outcome().status()).isEqualTo(Status.CLEAN);
  }

  @Test
  void aChangeWithinTheThresholdIsShownButIsNoRegression() throws Exception {
    Comparison c =
        Comparisons.compare(
            file("a", primary("us/op", FORKS)),
            file("b", primary("us/op", scaled(1.2))),
            ComparisonOptions.of(0.25));

    assertThat(c.rows().get(0).finding().verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(c.outcome().status()).isEqualTo(Status.CLEAN);
  }

  @Test
  void modeThreadsAndParametersMakeThePairAndWhatHasNoneIsListed() throws Exception {
    Metric metric = ComparisonRuns.metric("us/op", FORKS);
    BenchmarkResult one = result("x.A.b", "avgt", 1, Map.of("p", "1"), metric);
    ResultFile base =
        runs("base").add(one).add(result("x.A.b", "avgt", 2, Map.of("p", "1"), metric)).file();
    ResultFile next =
        runs("next")
            .add(result("x.A.b", "sample", 1, Map.of("p", "1"), metric))
            .add(result("x.A.b", "avgt", 1, Map.of("p", "2"), metric))
            .add(one)
            .add(one)
            .file();

    Comparison c = Comparisons.compare(base, next, FIVE_PERCENT);

    assertThat(c.rows()).hasSize(1);
    assertThat(c.unpaired())
        .extracting(u -> u.key().label() + ": " + u.file() + ": " + u.why())
        .containsExactlyInAnyOrder(
            "A.b avgt, 2 threads [p=1]: base: not in next",
            "A.b sample [p=1]: next: not in base",
            "A.b avgt [p=2]: next: not in base",
            "A.b avgt [p=1]: next: there before: only the first is compared");
  }

  @Test
  void nothingInCommonCanNotBeCompared() {
    assertThatThrownBy(
            () ->
                Comparisons.compare(
                    file("a", result("x.A.b", "avgt", 1, Map.of(), metric())),
                    file("b", result("x.A.c", "avgt", 1, Map.of(), metric())),
                    FIVE_PERCENT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nothing to compare")
        .hasMessageContaining("A.b avgt")
        .hasMessageContaining("A.c avgt");
  }

  @Test
  void otherImagesUnderTheSameNameAreRefusedUnlessForced() throws Exception {
    ResultFile base = synthetic("base", ComparisonRuns.dataset("synthetic", "aaaa", 10));
    ResultFile next = synthetic("next", ComparisonRuns.dataset("synthetic", "bbbb", 10));

    assertThatThrownBy(() -> Comparisons.compare(base, next, FIVE_PERCENT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("images of synthetic is 10 of 32x32x3, aaaa in one")
        .hasMessageContaining("--force")
        .hasMessageNotContaining("\n");

    Comparison forced =
        Comparisons.compare(base, next, new ComparisonOptions(0.05, 0.1, true, false));
    assertThat(forced.rows()).hasSize(1);
    assertThat(forced.warnings()).anyMatch(w -> w.startsWith("Forced: images of synthetic"));
  }

  @Test
  void anotherSchemaIsRefusedUnlessForced() throws Exception {
    ResultFile base = synthetic("base", ComparisonRuns.dataset("synthetic", "aaaa", 10));
    Environment old =
        ComparisonRuns.environment(
            "17.0.15", 17, "default", 0, ComparisonRuns.dataset("synthetic", "aaaa", 10));
    ResultFile next = new ResultFile("next", java.util.Optional.of(old), base.results());

    assertThatThrownBy(() -> Comparisons.compare(base, next, FIVE_PERCENT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("schema");
    assertThat(
            Comparisons.compare(base, next, new ComparisonOptions(0.05, 0.1, true, false)).rows())
        .hasSize(1);
  }

  @Test
  void theSameImagesUnderAnotherNameAreAPair() throws Exception {
    ResultFile base = dataset("base", "cifar10");
    ResultFile next = dataset("next", "cifar10:DIR");

    Comparison c = Comparisons.compare(base, next, FIVE_PERCENT);

    assertThat(c.rows()).hasSize(1);
    assertThat(c.unpaired()).isEmpty();
  }

  @Test
  void whatDiffersInTheEnvironmentIsNamed() throws Exception {
    ResultFile base = runs("a").rate(ComparisonRuns.READ_MANY, "png", 10, 500, 6).file();
    ResultFile next =
        runs("b")
            .with(ComparisonRuns.environment("25.0.3", 25, "quick"))
            .rate(ComparisonRuns.READ_MANY, "png", 10, 500, 6)
            .file();

    Comparison c = Comparisons.compare(base, next, FIVE_PERCENT);

    assertThat(c.differences())
        .extracting(ComparisonDifference::what)
        .containsExactly("JDK", "kind of run");
    assertThat(c.warnings()).containsExactly("b is a quick run: not for conclusions.");
  }

  @Test
  void withoutEnvironmentsWhatJmhSaysIsCompared() throws Exception {
    ResultFile base = file("a", primary("us/op", FORKS));
    Comparison c = Comparisons.compare(base, base, FIVE_PERCENT);

    assertThat(c.warnings()).hasSize(1).allMatch(w -> w.contains("no environment"));
    assertThat(c.differences()).isEmpty();
  }

  @Test
  void tooFewForksHaveFiguresButNoVerdict() throws Exception {
    Comparison c = compare(primary("us/op", FORKS), primary("us/op", 300, 310, 305));

    assertThat(c.rows().get(0).finding().verdict()).isEqualTo(Verdict.TOO_FEW_FORKS);
    assertThat(c.rows().get(0).finding().ratio().hasInterval()).isTrue();
    assertThat(c.outcome().status()).isEqualTo(Status.NO_VERDICT);
  }

  @Test
  void aScoreWithoutRawDataStillHasARatio() throws Exception {
    Metric score = new Metric("us/op", 50, List.of());
    Comparison c =
        compare(
            result("x.A.b", "avgt", 1, Map.of(), score),
            result("x.A.b", "avgt", 1, Map.of(), score));

    ComparisonRow row = c.rows().get(0);
    assertThat(row.finding().ratio().value()).isEqualTo(1);
    assertThat(row.baseForks()).isZero();
  }

  @Test
  void figuresThatHaveNoRatioAreListed() throws Exception {
    Comparison zero = compare(primary("us/op", FORKS), primary("us/op", 0, 1, 1, 1));
    Comparison none = compare(primary("us/op", FORKS), primary("us/op", Double.NaN));
    Comparison unit = compare(primary("%", FORKS), primary("%", FORKS));
    Comparison tiny = compare(primary("ops/s", FORKS), primary("ops/s", 1e-320));

    assertThat(tiny.unpaired()).hasSize(1);
    assertThat(List.of(zero, none, unit))
        .allMatch(c -> c.rows().isEmpty())
        .allMatch(c -> c.outcome().status() == Status.NO_VERDICT)
        .extracting(c -> c.unpaired().get(0).why())
        .containsExactly(
            "a fork's figure gives no time: it is 0, negative or out of range",
            "no figures in the other",
            "its unit is neither a rate nor a time: %");
  }

  @Test
  void exactFiguresAreComparedExactlyAndCountBeyondTheThreshold() throws Exception {
    assertThat(disk(1000, 1000).outcome().status()).isEqualTo(Status.CLEAN);

    Comparison little = disk(1000, 1001);
    assertThat(little.exact()).anyMatch(ComparisonExactRow::isDifferent);
    assertThat(little.outcome().status()).isEqualTo(Status.CLEAN);

    assertThat(disk(1000, 1051).outcome().status()).isEqualTo(Status.REGRESSION);
    assertThat(disk(1000, 500).outcome().status()).isEqualTo(Status.CLEAN);
    assertThat(disk(0, 1).outcome().status()).isEqualTo(Status.REGRESSION);
    assertThat(disk(0, 0).exact().get(0).ratio()).isEqualTo(1);
  }

  @Test
  void anExactFigureWithoutPartnerIsListed() throws Exception {
    BenchmarkResult with =
        ComparisonRuns.result("x.A.b", "avgt", 1, Map.of(), metric(), ComparisonRuns.disk(1000));
    Comparison c = compare(with, result("x.A.b", "avgt", 1, Map.of(), metric()));

    assertThat(c.unpaired())
        .extracting(ComparisonUnpaired::why)
        .containsExactly("diskApparent is not in b", "diskFiles is not in b");
  }

  @Test
  void imagesAreNotComparedBesideTheOperationsThatHoldThem() throws Exception {
    BenchmarkResult result =
        ComparisonRuns.result(
            "x.A.b",
            "thrpt",
            1,
            Map.of(),
            ComparisonRuns.metric("ops/s", FORKS),
            Map.of("images", ComparisonRuns.metric("ops/s", FORKS)));

    Comparison c = compare(result, result);

    assertThat(c.rows()).hasSize(1);
    assertThat(c.exact()).isEmpty();
    assertThat(c.otherMetrics()).isEmpty();
  }

  @Test
  void oneMoreCallPerThousandImagesIsFoundWithOneFork() throws Exception {
    ComparisonExactRow row =
        counted("readCalls", "calls", List.of(0.014, 0.014, 0.014), List.of(0.015, 0.015, 0.015));
    assertThat(row.found()).isEqualTo(CountVerdict.MORE);
    assertThat(row.regression()).isTrue();
  }

  @Test
  void whatHappensInOneIterationOnlyIsNoDifference() throws Exception {
    ComparisonExactRow row =
        counted("readCalls", "calls", List.of(1.0, 1.0003, 1.0), List.of(1.0, 1.0, 1.0));
    assertThat(row.found()).isEqualTo(CountVerdict.EQUAL);
  }

  @Test
  void theHeapHasATolerance() throws Exception {
    List<Double> base = List.of(40.0, 40.1, 40.2);
    ComparisonExactRow within = counted("allocated", "B", base, List.of(100.0, 100.1, 100.2));
    ComparisonExactRow beyond = counted("allocated", "B", base, List.of(144.0, 144.1, 144.2));
    assertThat(within.found()).isEqualTo(CountVerdict.EQUAL);
    assertThat(beyond.found()).isEqualTo(CountVerdict.MORE);
    assertThat(beyond.regression()).isTrue();
  }

  @Test
  void whatDependsOnTheMachineIsNotJudged() throws Exception {
    BenchmarkResult faults =
        ComparisonRuns.result(
            "x.A.b",
            "avgt",
            1,
            Map.of(),
            metric(),
            Map.of("pageFaults", new Metric("faults", 1, List.of(List.of(1.0)))));
    Comparison c = compare(faults, faults);
    assertThat(c.exact()).isEmpty();
    assertThat(c.otherMetrics()).containsExactly("pageFaults");
  }

  @Test
  void aRunFromBeforeResourcesWereCountedIsComparedByTheRest() throws Exception {
    BenchmarkResult counted =
        ComparisonRuns.result(
            "x.A.b",
            "avgt",
            1,
            Map.of(),
            metric(),
            Map.of("allocated", new Metric("B", 1, List.of(List.of(1.0)))));
    Comparison c = compare(result("x.A.b", "avgt", 1, Map.of(), metric()), counted);
    assertThat(c.exact()).isEmpty();
    assertThat(c.unpaired()).isEmpty();
    assertThat(c.otherMetrics()).containsExactly("allocated");
  }

  /** The iterations of one fork each. */
  private static ComparisonExactRow counted(
      String metric, String unit, List<Double> base, List<Double> next) throws BadInputException {
    List<BenchmarkResult> results =
        Stream.of(base, next)
            .map(
                fork ->
                    ComparisonRuns.result(
                        "x.A.b",
                        "avgt",
                        1,
                        Map.of(),
                        metric(),
                        Map.of(metric, new Metric(unit, fork.get(0), List.of(fork)))))
            .toList();
    return compare(results.get(0), results.get(1)).exact().get(0);
  }

  private static Comparison disk(int base, int next) throws BadInputException {
    return compare(
        ComparisonRuns.result("x.A.b", "avgt", 1, Map.of(), metric(), ComparisonRuns.disk(base)),
        ComparisonRuns.result("x.A.b", "avgt", 1, Map.of(), metric(), ComparisonRuns.disk(next)));
  }

  private static ResultFile synthetic(
      String name, java.util.SortedMap<String, Environment.Dataset> datasets) {
    return runs(name)
        .with(ComparisonRuns.environment("17.0.15", 17, "default", Environment.SCHEMA, datasets))
        .rate(ComparisonRuns.READ_MANY, "png", 10, 500, 6)
        .file();
  }

  private static ResultFile dataset(String name, String dataset) {
    return runs(name)
        .with(
            ComparisonRuns.environment(
                "17.0.15",
                17,
                "default",
                Environment.SCHEMA,
                ComparisonRuns.dataset(dataset, "aaaa", 10)))
        .add(result("x.A.b", "avgt", 1, Map.of("dataset", dataset), metric()))
        .file();
  }

  @Test
  void ofFlagsOnlyThoseThatDifferAreShown() throws Exception {
    assertThat(flags(List.of("-Xmx1g", "-Xms1g"), List.of("-Xms1g", "-Da=b", "-Xmx1g")))
        .containsExactly("those of both only", "-Da=b");
    assertThat(flags(List.of("-a", "-Xmx1g"), List.of("-Xmx1g", "-b", "-c")))
        .containsExactly("-a", "-b -c");
    assertThat(flags(List.of("-a", "-b"), List.of("-b", "-a"))).containsExactly("-a -b", "-b -a");
    assertThat(flags(List.of(), List.of("-a"))).containsExactly("none", "-a");
    assertThat(flags(List.of("-a"), List.of("-a"))).isEmpty();
  }

  private static List<String> flags(List<String> base, List<String> next) throws Exception {
    return Comparisons.compare(withFlags("a", base), withFlags("b", next), FIVE_PERCENT)
        .differences()
        .stream()
        .filter(difference -> difference.what().equals("flags"))
        .flatMap(difference -> Stream.of(difference.base(), difference.next()))
        .toList();
  }

  private static ResultFile withFlags(String name, List<String> flags) {
    Environment plain = ComparisonRuns.environment("17.0.15", 17, "default");
    Environment.Jdk jdk = plain.jdk();
    return runs(name)
        .with(
            new Environment(
                plain.schema(),
                plain.run(),
                plain.machine(),
                plain.workDirectory(),
                new Environment.Jdk(
                    jdk.feature(), jdk.version(), jdk.vendor(), jdk.vm(), jdk.collector(), flags),
                plain.libraries(),
                plain.commit(),
                plain.datasets()))
        .rate(ComparisonRuns.READ_MANY, "png", 10, 500, 6)
        .file();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "markdown", "json"})
  void whatCouldNotHaveShownARegressionIsNoSignThatThereIsNone(String format) throws Exception {
    ResultFile base = runs("a").add(row(1, FORKS)).add(row(2, WILD)).add(row(3, 99, 101)).file();
    Comparison c = Comparisons.compare(base, base, FIVE_PERCENT);
    assertThat(c.outcome().status()).isEqualTo(Status.NO_VERDICT);

    String shown =
        Formats.render(format, new ComparisonReport(List.of(c))).replaceAll("\\s+|\\\\", " ");

    assertThat(shown)
        .doesNotContain("No regression", "\"no regression\"")
        .contains("Nothing above 5 % found; 2 of 3 rows could not have shown 10 %: ")
        .containsPattern("p=2 ?\\] [0-9.]+ %")
        .containsPattern("p=3 ?\\] \\(too few forks\\)\\.");
  }

  @Test
  void besideARegressionItIsSaidToo() throws Exception {
    ResultFile base = runs("a").add(row(1, FORKS)).add(row(3, 99, 101)).file();
    ResultFile next = runs("b").add(row(1, scaled(1.2))).add(row(3, 99, 101)).file();

    assertThat(ComparisonWords.outcome(Comparisons.compare(base, next, FIVE_PERCENT)))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("2 rows: 1 slower, 1 with too few forks."),
            line ->
                assertThat(line)
                    .startsWith("1 regression that may reach 5 %: A.b avgt [p=1] × 1.200 (1."),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "Besides, 1 of 2 rows could not have shown 10 %: A.b avgt [p=3] (too few forks)."));
  }

  @Test
  void ofManyRowsThatCouldNotHaveShownItTenAreNamed() throws Exception {
    ComparisonRuns runs = runs("a").add(row(0, FORKS));
    for (int p = 1; p <= 12; p++) {
      runs.add(row(p, 99, 101));
    }
    ResultFile file = runs.file();

    assertThat(ComparisonWords.outcome(Comparisons.compare(file, file, FIVE_PERCENT)).get(1))
        .startsWith("Nothing above 5 % found; 12 of 13 rows could not have shown 10 %: ")
        .contains("[p=10]")
        .doesNotContain("[p=11]")
        .endsWith("; and 2 more.");
  }

  private static BenchmarkResult row(int p, double... forks) {
    return result("x.A.b", "avgt", 1, Map.of("p", "" + p), ComparisonRuns.metric("us/op", forks));
  }

  private static Comparison compare(BenchmarkResult base, BenchmarkResult next)
      throws BadInputException {
    return Comparisons.compare(file("a", base), file("b", next), FIVE_PERCENT);
  }

  private static ResultFile file(String name, BenchmarkResult result) {
    return runs(name).withoutEnvironment().add(result).file();
  }

  private static ComparisonRuns runs(String name) {
    return new ComparisonRuns(name, name.hashCode());
  }

  private static BenchmarkResult primary(String unit, double... forks) {
    return result("x.A.b", "avgt", 1, Map.of(), ComparisonRuns.metric(unit, forks));
  }

  private static BenchmarkResult result(
      String benchmark, String mode, int threads, Map<String, String> params, Metric metric) {
    return ComparisonRuns.result(benchmark, mode, threads, params, metric, Map.of());
  }

  private static Metric metric() {
    return ComparisonRuns.metric("us/op", FORKS);
  }

  private static double[] scaled(double factor) {
    double[] scaled = FORKS.clone();
    java.util.Arrays.setAll(scaled, i -> scaled[i] * factor);
    return scaled;
  }
}
