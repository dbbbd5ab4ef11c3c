package dev.imagestore.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.imagestore.analysis.Outcome.Status;
import dev.imagestore.input.BadInputException;
import dev.imagestore.render.Formats;
import dev.imagestore.render.TrendReport;
import dev.imagestore.render.TrendWords;
import dev.imagestore.result.Environment;
import dev.imagestore.stats.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendsTest {
  private static final int BYTES = 3_073_000;

  @Test
  void aQuietHistoryHasOneLevelAndNoRegression() throws Exception {
    Trend trend = trend(new TrendRuns().add(30, TrendsTest::quiet, BYTES));

    assertThat(trend.outcome().status()).isEqualTo(Status.CLEAN);
    assertThat(trend.lines()).hasSize(3);
    assertThat(trend.lines())
        .allSatisfy(
            line -> {
              assertThat(line.points()).hasSize(30);
              assertThat(line.changes()).isEmpty();
              assertThat(line.drifts()).isEmpty();
              assertThat(line.levels()).hasSize(1);
              assertThat(line.last().seconds().value()).isCloseTo(1e-3, within(5e-5));
            });
    assertThat(trend.jdks()).isEmpty();
  }

  @Test
  void aChangeSaysHowMuchSinceWhenAndWhatElseChanged() throws Exception {
    Trend trend =
        trend(
            new TrendRuns()
                .add(14, TrendsTest::quiet, BYTES)
                .kernel("6.2.0")
                .add(16, (i, backend) -> backend.equals("png") ? 1.1 : 1, BYTES));

    assertThat(line(trend, "lmdb").changes()).isEmpty();
    TrendChange change = line(trend, "png").changes().get(0);
    assertThat(change.index()).isBetween(13, 15);
    assertThat(change.ratio().low()).isLessThan(1.1).isGreaterThan(1.05);
    assertThat(change.ratio().high()).isGreaterThan(1.1).isLessThan(1.15);
    assertThat(change.causes())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.difference().what()).isEqualTo("system");
              assertThat(c.difference().next()).isEqualTo("Linux 6.2.0");
              assertThat(c.later()).isEqualTo(14 - change.index());
            });
    assertThat(trend.outcome().status())
        .as("the newest is as the level since")
        .isEqualTo(Status.CLEAN);
  }

  @Test
  void theNewestRunIsHeldAgainstItsCurrentLevel() throws Exception {
    Trend trend =
        trend(
            new TrendRuns()
                .add(14, TrendsTest::quiet, BYTES)
                .add(15, (i, backend) -> 0.7, BYTES)
                .add(1, (i, backend) -> 0.9, BYTES));

    assertThat(trend.outcome().status()).isEqualTo(Status.REGRESSION);
    TrendVerdict verdict = line(trend, "raw").newest().orElseThrow();
    assertThat(verdict.finding().verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(verdict.finding().ratio().value()).isCloseTo(0.9 / 0.7, within(0.05));
    assertThat(verdict.runs()).isBetween(14, 16);
    assertThat(verdict.byRuns()).isTrue();
  }

  @Test
  void aRegressionWithinTheThresholdIsNone() throws Exception {
    TrendRuns runs =
        new TrendRuns().add(29, TrendsTest::quiet, BYTES).add(1, (i, backend) -> 1.15, BYTES);

    assertThat(Trends.of(runs.history(), 0.05, 0.1).outcome().status())
        .isEqualTo(Status.REGRESSION);
    assertThat(Trends.of(runs.history(), 0.25, 0.1).outcome().status()).isEqualTo(Status.CLEAN);
  }

  @Test
  void aDriftIsNamedAndNoChange() throws Exception {
    Trend trend = trend(new TrendRuns().add(30, (i, backend) -> Math.pow(1.006, i), BYTES));

    assertThat(trend.lines())
        .allSatisfy(
            line -> {
              assertThat(line.changes()).isEmpty();
              assertThat(line.drifts()).hasSize(1);
              TrendLine.Level level = line.levels().get(0);
              assertThat(level.last() / level.first()).isCloseTo(Math.pow(1.006, 29), within(0.05));
            });
  }

  @Test
  void everyChangeOfTheFootprintIsShownAndABigOneIsARegression() throws Exception {
    Trend small =
        trend(
            new TrendRuns()
                .add(3, TrendsTest::quiet, BYTES)
                .kernel("6.2.0")
                .add(2, TrendsTest::quiet, BYTES + 1));
    TrendExact footprint = line(small, "png").exact().get(0);
    assertThat(footprint.metric()).isEqualTo("diskApparent");
    assertThat(footprint.changes())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.index()).isEqualTo(3);
              assertThat(c.before()).isEqualTo(BYTES);
              assertThat(c.after()).isEqualTo(BYTES + 1);
              assertThat(c.causes()).hasSize(1);
            });
    assertThat(small.outcome().regressions()).isEmpty();

    Trend big =
        trend(
            new TrendRuns().add(4, TrendsTest::quiet, BYTES).add(1, TrendsTest::quiet, 2 * BYTES));
    assertThat(big.outcome().status()).isEqualTo(Status.REGRESSION);
    Trend past =
        trend(
            new TrendRuns().add(4, TrendsTest::quiet, BYTES).add(2, TrendsTest::quiet, 2 * BYTES));
    assertThat(past.outcome().regressions()).isEmpty();
  }

  @Test
  void aMachineOrJdkIsALineOfItsOwn() throws Exception {
    Trend trend =
        trend(
            new TrendRuns()
                .add(5, TrendsTest::quiet, BYTES)
                .jdk(25, "25.0.3")
                .add(5, (i, backend) -> 2, BYTES)
                .machine(new Environment.Machine("Other", 2, 1L << 30, "Linux", "6", "arm64"))
                .add(2, (i, backend) -> 9, BYTES));

    assertThat(trend.lines()).hasSize(9).extracting(l -> l.points().size()).contains(5, 2);
    assertThat(trend.lines().stream().filter(l -> l.newest().isPresent()))
        .as("only what the newest run measured is judged")
        .hasSize(3)
        .allMatch(l -> l.place().cpu().equals("Other"));
  }

  /** A kernel keeps some megabytes more or less to itself. */
  @Test
  void memoryIsRounded() throws Exception {
    Trend trend =
        trend(
            new TrendRuns()
                .add(2, TrendsTest::quiet, BYTES)
                .machine(
                    new Environment.Machine(
                        "Some CPU", 8, (16L << 30) - (60L << 20), "Linux", "6.1.0", "amd64"))
                .add(2, TrendsTest::quiet, BYTES));

    assertThat(trend.lines()).hasSize(3);
  }

  @Test
  void anotherSchemaIsAnotherLineAndSaysSo() throws Exception {
    Environment old =
        ComparisonRuns.environment(
            "17.0.15", 17, "default", 1, ComparisonRuns.dataset("synthetic", "5a17", 1000));
    Trend trend =
        trend(
            new TrendRuns()
                .with(old)
                .add(2, TrendsTest::quiet, BYTES)
                .with(ComparisonRuns.environment("17.0.15", 17, "default"))
                .add(2, TrendsTest::quiet, BYTES));

    assertThat(trend.lines()).hasSize(6);
    assertThat(trend.lines().get(0).place().label()).endsWith(" · schema 1");
    assertThat(trend.lines().get(3).place().label()).doesNotContain("schema");
  }

  @Test
  void whatCouldNotHaveShownARegressionIsNoSignThatThereIsNone() throws Exception {
    Trend trend =
        trend(
            new TrendRuns()
                .add(8, (i, b) -> b.equals("png") ? 1 + 0.5 * (i % 2) : 1, BYTES)
                .sitting("s")
                .add(1, TrendsTest::quiet, BYTES)
                .jdk(25, "25.0.3")
                .add(1, TrendsTest::quiet, BYTES));
    assertThat(trend.outcome().status()).isEqualTo(Status.NO_VERDICT);

    assertThat(TrendWords.outcome(trend))
        .last()
        .asString()
        .startsWith("Nothing above 5 % found; ")
        .contains(" of 3 configurations could not have shown 10 %: ")
        .contains("[backend=png, cutoff=1000] (JDK 17) ")
        .as("what was never measured before is no row")
        .doesNotContain("(JDK 25)");
  }

  @Test
  void whatAnImageTakesIsFollowedWithItsTolerance() throws Exception {
    TrendRuns runs =
        new TrendRuns()
            .allocated(10_000)
            .add(3, TrendsTest::quiet, BYTES)
            .allocated(10_050)
            .add(1, TrendsTest::quiet, BYTES);
    assertThat(allocated(trend(runs)).changes()).as("within 1 %").isEmpty();

    Trend crept = trend(runs.allocated(10_120).add(1, TrendsTest::quiet, BYTES));
    assertThat(allocated(crept).changes())
        .as("against the run that the level began with")
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.index()).isEqualTo(4);
              assertThat(c.before()).isEqualTo(10_000);
              assertThat(c.after()).isEqualTo(10_120);
            });
    assertThat(crept.outcome().regressions()).isEmpty();

    Trend jumped = trend(runs.allocated(13_000).add(1, TrendsTest::quiet, BYTES));
    assertThat(jumped.outcome().status()).isEqualTo(Status.REGRESSION);
    assertThat(TrendWords.outcome(jumped))
        .anySatisfy(
            line -> assertThat(line).contains("allocated per image of ReadBenchmark.readMany"));
  }

  private static TrendExact allocated(Trend trend) {
    return line(trend, "raw").exact().stream()
        .filter(figure -> figure.metric().equals("allocated"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void otherImagesUnderTheSameNameAreAnotherLine() throws Exception {
    Environment others =
        ComparisonRuns.environment(
            "17.0.15",
            17,
            "default",
            Environment.SCHEMA,
            ComparisonRuns.dataset("synthetic", "0ther", 1000));
    Trend trend =
        trend(
            new TrendRuns()
                .add(2, TrendsTest::quiet, BYTES)
                .with(others)
                .add(2, TrendsTest::quiet, BYTES));

    assertThat(trend.lines()).hasSize(6);
  }

  @Test
  void jdksThatTookTurnsAreComparedWithinTheirSitting() throws Exception {
    TrendRuns runs =
        new TrendRuns()
            .add(3, TrendsTest::quiet, BYTES)
            .sitting("a-track")
            .add(1, TrendsTest::quiet, BYTES)
            .jdk(25, "25.0.3")
            .add(1, (i, backend) -> 0.8, BYTES);
    TrendJdks turns = trend(runs).jdks().get(0);
    assertThat(turns.together()).isTrue();
    assertThat(turns.cells()).extracting(TrendJdks.Cell::feature).containsExactly(17, 25);
    assertThat(turns.cells().get(1).ratio().value()).isCloseTo(0.8, within(0.05));

    assertThat(trend(runs).lines().stream().filter(l -> l.newest().isPresent()))
        .as("all runs of the newest sitting are judged")
        .hasSize(6);

    TrendJdks apart =
        trend(
                new TrendRuns()
                    .add(2, TrendsTest::quiet, BYTES)
                    .jdk(25, "25")
                    .add(1, TrendsTest::quiet, BYTES))
            .jdks()
            .get(0);
    assertThat(apart.together()).isFalse();
    assertThat(apart.cells().get(0).point().run().name()).isEqualTo("run01-jdk17");
  }

  @Test
  void withoutARunBeforeItThereIsNoVerdict() throws Exception {
    Trend first = trend(new TrendRuns().add(1, TrendsTest::quiet, BYTES));
    assertThat(first.outcome().status()).isEqualTo(Status.NO_VERDICT);
    assertThat(Formats.render("text", new TrendReport(first, false))).contains("the first run");

    Trend few =
        trend(
            new TrendRuns()
                .add(5, TrendsTest::quiet, BYTES)
                .forks(2)
                .add(1, TrendsTest::quiet, BYTES));
    assertThat(few.outcome().status()).isEqualTo(Status.NO_VERDICT);
    assertThat(Formats.render("text", new TrendReport(few, false)))
        .contains("needs 4 forks, has 2");
  }

  @Test
  void anEmptyHistoryIsRefused() {
    TrendHistory none =
        new TrendHistory(List.of(), List.of(new TrendLeftOut("quick", List.of("a", "b"))));
    assertThatThrownBy(() -> Trends.of(none, 0.05, 0.1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2 quick");
  }

  private static double quiet(int run, String backend) {
    return 1;
  }

  private static Trend trend(TrendRuns runs) throws BadInputException {
    return Trends.of(runs.history(), 0.05, 0.1);
  }

  private static TrendLine line(Trend trend, String backend) {
    return trend.lines().stream()
        .filter(l -> l.key().params().get("backend").equals(backend))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void linesThatTheNewestRunIsNotInAreCountedAndShownWhenAskedFor() throws Exception {
    Environment.Machine elsewhere =
        new Environment.Machine("Old CPU", 2, 8L << 30, "Linux", "6.1.0", "amd64");
    Environment here = ComparisonRuns.environment("17.0.15", 17, "default");
    Trend trend =
        Trends.of(
            new TrendRuns()
                .machine(elsewhere)
                .add(2, (i, backend) -> 1, 1_000)
                .with(here)
                .add(2, (i, backend) -> 1, 1_000)
                .history(),
            0.05,
            0.1);

    String brief = Formats.render("text", new TrendReport(trend, false));
    String whole = Formats.render("text", new TrendReport(trend, true));

    assertThat(brief)
        .contains("Not in the newest run\n- 3 lines of Old CPU, 2 cores, 8 GiB, ext4 · JDK 17")
        .contains("--all shows their levels");
    assertThat(brief.indexOf("Outcome"))
        .as("first of all what it comes to")
        .isLessThan(brief.indexOf("Some CPU"));
    assertThat(brief.indexOf("Some CPU")).isLessThan(brief.indexOf("Old CPU"));
    assertThat(whole)
        .contains("Not in the newest run: Old CPU, 2 cores", "run01-jdk17")
        .doesNotContain("--all");
  }
}
