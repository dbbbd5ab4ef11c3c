package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonUnpaired;
import dev.imagestore.analysis.Outcome.Status;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.stats.PairedComparison;
import dev.imagestore.stats.Verdict;
import dev.imagestore.workload.ForkFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackRunTest {
  private static final Target JDK17 = target("jdk17", 17, "17.0.15", "aa", null);
  private static final Target JDK25 = target("jdk25", 25, "25.0.3", "aa", null);
  private static final Target AGAIN = target("jdk17-again", 17, "17.0.15", "aa", 0.0);
  private static final Target PLANTED = target("jdk17-planted", 17, "17.0.15", "aa", 0.05);

  @TempDir private Path dir;

  private final FakeSuite suite = new FakeSuite("raw", "png", "lmdb");
  private final List<String> said = new ArrayList<>();

  @Test
  void targetsOfAConfigurationRunTogetherAndEachRoundHasAll() throws IOException {
    run(options(JDK17, JDK25));

    assertThat(suite.forks).hasSize(8 * 3 * 2);
    for (int i = 0; i < suite.forks.size(); i += 2) {
      String one = suite.forks.get(i);
      String other = suite.forks.get(i + 1);
      assertThat(configuration(one)).as("together").isEqualTo(configuration(other));
      assertThat(one).isNotEqualTo(other);
    }
    for (int round = 0; round < 8; round++) {
      assertThat(suite.forks.subList(6 * round, 6 * round + 6))
          .containsExactlyInAnyOrder(
              "jdk17/raw", "jdk17/png", "jdk17/lmdb", "jdk25/raw", "jdk25/png", "jdk25/lmdb");
    }
    assertThat(suite.alive).isEmpty();
  }

  @Test
  void filesAreThoseOfOneRunEach() throws IOException {
    TrackRun.Outcome outcome = run(options(JDK17, JDK25));

    assertThat(outcome.directory().getFileName()).hasToString("2026-01-02-030405-track");
    assertThat(names(outcome.directory()))
        .containsExactlyInAnyOrder(
            "track.jsonl",
            "jdk17.json",
            "jdk17.env.json",
            "jdk25.json",
            "jdk25.env.json",
            "verdict.txt",
            "verdict.md",
            "verdict.json",
            "verdict.png",
            "verdict.svg",
            "page.html");
    ResultFile file = ResultFiles.read(outcome.directory().resolve("jdk25.json"));
    assertThat(file.results())
        .hasSize(3)
        .allSatisfy(
            r -> {
              assertThat(r.run().forks()).isEqualTo(8);
              assertThat(r.primary().raw()).hasSize(8);
              assertThat(r.secondary().get("diskApparent").score()).isEqualTo(30_830);
            });
    var environment = file.environment().orElseThrow();
    assertThat(environment.run().complete()).isTrue();
    assertThat(environment.run().seconds()).isEqualTo(8 * 3 * 2 * 3);
    assertThat(environment.run().arguments()).startsWith("track", "--rounds", "8", "readMany");
    assertThat(environment.jdk().feature()).isEqualTo(25);
    assertThat(outcome.problems()).isEmpty();
    assertThat(Files.readString(outcome.directory().resolve("verdict.txt")))
        .startsWith("jdk17 → jdk25");
  }

  @Test
  void aSlowdownIsFoundAndNothingElse() throws IOException {
    suite.slower.put("jdk25/png", 1.2);

    TrackRun.Outcome outcome = run(options(JDK17, JDK25, AGAIN));

    assertThat(verdicts(outcome.comparisons().get(0)))
        .containsEntry("png", Verdict.SLOWER)
        .containsEntry("raw", Verdict.NO_CHANGE)
        .containsEntry("lmdb", Verdict.NO_CHANGE);
    assertThat(outcome.comparisons()).as("the control is none").hasSize(1);
    Comparison comparison = outcome.comparisons().get(0);
    assertThat(comparison.outcome().status()).isEqualTo(Status.REGRESSION);
    assertThat(comparison.outcome().regressions()).hasSize(1);
    assertThat(comparison.failures()).isEmpty();
  }

  @Test
  void controlsRunBesideOneRowOfEachBenchmarkAndAreTold() throws IOException {
    Comparison comparison = run(options(JDK17, JDK25, AGAIN, PLANTED)).comparisons().get(0);

    assertThat(suite.forks.stream().filter(f -> f.startsWith("jdk17-again")))
        .hasSize(8)
        .containsOnly("jdk17-again/raw");
    assertThat(comparison.controls())
        .hasSize(2)
        .anySatisfy(
            c ->
                assertThat(c)
                    .startsWith("the baseline again, readMany raw: ×")
                    .endsWith("as expected."))
        .anySatisfy(
            c ->
                assertThat(c)
                    .startsWith("5 % planted, readMany raw: × 1.0")
                    .endsWith("as expected."));
    assertThat(comparison.outcome().status()).isEqualTo(Status.CLEAN);
    Path directory = dir.resolve("results").resolve("2026-01-02-030405-track");
    ResultFile planted = ResultFiles.read(directory.resolve("jdk17-planted.json"));
    assertThat(planted.environment().orElseThrow().run().kind()).isEqualTo("planted");
    assertThat(planted.environment().orElseThrow().run().warnings())
        .anySatisfy(w -> assertThat(w).startsWith("PLANTED: each operation was made 5 % slower"));
    assertThat(Files.readString(directory.resolve("page.html"))).doesNotContain("jdk17-planted");
  }

  @Test
  void aControlThatFailsMakesAllOfItNoVerdict() throws IOException {
    suite.slower.put("jdk17-again/raw", 1.5);

    Comparison comparison = run(options(JDK17, JDK25, AGAIN)).comparisons().get(0);

    assertThat(comparison.outcome().status()).isEqualTo(Status.NO_VERDICT);
    assertThat(comparison.failures())
        .singleElement()
        .asString()
        .startsWith("A control failed, trust no verdict here: the baseline again, readMany raw");
  }

  @Test
  void stoppedAtAnyPointAndResumedItIsTheSameRun() throws IOException {
    Map<String, String> whole = contents(run(options(JDK17, JDK25)).directory());
    int all = suite.forks.size();
    for (int point = 0; point <= all; point += 6) {
      FakeSuite stopped = new FakeSuite("raw", "png", "lmdb");
      Path results = dir.resolve("stopped-" + point);
      stopped.killAfter = point;
      TrackRun first =
          new TrackRun(options(JDK17, JDK25), stopped, results, stopped.clock(), line -> {});
      if (point < all) {
        assertThatThrownBy(first::run).isInstanceOf(FakeSuite.Killed.class);
      } else {
        first.run();
      }
      assertThat(stopped.forks).hasSize(point);
      stopped.killAfter = -1;

      TrackRun.Outcome outcome =
          new TrackRun(resumed(JDK17, JDK25), stopped, results, stopped.clock(), line -> {}).run();

      assertThat(stopped.forks).as("forks after a stop at %d", point).isEqualTo(suite.forks);
      assertThat(contents(outcome.directory())).isEqualTo(whole);
    }
  }

  @Test
  void aTargetProcessThatWasStoppedStopsTheRunAndLosesNothing() throws IOException {
    suite.endsAt.put("jdk25", 2);
    suite.endStatus = 143;
    assertThatThrownBy(() -> run(options(JDK17, JDK25)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--resume");
    assertThat(suite.alive).isEmpty();
    suite.endsAt.clear();

    TrackRun.Outcome outcome = run(resumed(JDK17, JDK25));

    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.comparisons().get(0).rows()).hasSize(3);
  }

  @Test
  void withinABudgetPairsGoWhereTheyDecideMost() throws IOException {
    suite.slower.put("jdk25/png", 1.3);
    suite.noise.put("lmdb", 0.1);

    TrackRun.Outcome outcome = run(budget(false));

    assertThat(verdicts(outcome.comparisons().get(0)))
        .containsEntry("png", Verdict.SLOWER)
        .containsEntry("raw", Verdict.NO_CHANGE);
    assertThat(Collections.frequency(suite.forks, "jdk25/lmdb"))
        .isGreaterThan(Collections.frequency(suite.forks, "jdk25/png"))
        .isEqualTo(Collections.frequency(suite.forks, "jdk17/lmdb"));
    assertThat(3 * suite.forks.size()).as("seconds").isBetween(400, 600);
    assertThat(said.get(3)).startsWith("18 s of 10 min, pair 2: ");
  }

  @Test
  void aBudgetIsNotExceededByResuming() throws IOException {
    suite.killAfter = 40;
    assertThatThrownBy(() -> run(budget(false))).isInstanceOf(FakeSuite.Killed.class);
    suite.killAfter = -1;

    run(budget(true));

    assertThat(3 * suite.forks.size()).as("seconds").isBetween(400, 600);
    assertRefused("--budget was 10 min when it began, and is 0 s now", resumed(JDK17, JDK25));
  }

  @Test
  void otherThingsAreNotMixed() throws IOException {
    run(options(JDK17, JDK25));
    int forks = suite.forks.size();

    assertRefused("the list of JMH arguments was readMany", withArguments("readRandom"));
    assertRefused("--rounds was 8", withRounds(9));
    assertRefused(
        "the JDK of jdk25 was 25.0.3 Vendor when it began, and is 25.0.4 Vendor",
        resumed(JDK17, target("jdk25", 25, "25.0.4", "aa", null)));
    assertRefused(
        "the jar of jdk25 was aa", resumed(JDK17, target("jdk25", 25, "25.0.3", "bb", null)));
    assertRefused("what is compared was jdk17, jdk25", resumed(JDK17, JDK25, AGAIN));
    suite.fingerprint = "other";
    assertRefused("the set of images of jdk17", resumed(JDK17, JDK25));
    assertThat(suite.forks).hasSize(forks);
    assertThat(suite.alive).isEmpty();
  }

  @Test
  void targetsOfOneBuildShareTheImagesThatTheFirstHasMade() throws IOException {
    run(options(JDK17, target("jdk17-next", 17, "17.0.15", "bb", null), JDK25, AGAIN));

    assertThat(suite.images)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("jdk25", "workspace of jdk17", "jdk17-again", "workspace of jdk17"));
  }

  @Test
  void withoutARunThereIsNothingToResume() {
    assertRefused("no tracked run to --resume", resumed(JDK17, JDK25));
  }

  @Test
  void aJdkThatCanNotBeUsedIsNamedAndTheOthersFinish() throws IOException {
    Target old =
        new Target("jdk8", unusable("it is JDK 8, the suite needs 17 or newer"), jar(), "aa", null);

    TrackRun.Outcome outcome = run(options(JDK17, old, JDK25));

    assertThat(suite.forks).hasSize(48).noneMatch(f -> f.startsWith("jdk8"));
    assertThat(outcome.problems())
        .containsExactly("jdk8: it is JDK 8, the suite needs 17 or newer.");
    assertThat(said)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("LOST: jdk8 (")
                    .contains("it is JDK 8, the suite needs 17"));
    Comparison empty = outcome.comparisons().get(0);
    assertThat(empty.outcome().status()).isEqualTo(Status.NO_VERDICT);
    assertThat(empty.unpaired())
        .extracting(ComparisonUnpaired::why)
        .hasSize(3)
        .containsOnly("not in jdk8: it is JDK 8, the suite needs 17 or newer");
    assertThat(outcome.comparisons().get(1).rows()).hasSize(3);
  }

  @Test
  void aForkThatFailsEmptiesItsCellAndNoOther() throws IOException {
    suite.failing.put("jdk25/png", "exit status 134: SIGSEGV");

    TrackRun.Outcome outcome = run(options(JDK17, JDK25));

    assertThat(suite.forks.stream().filter("jdk25/png"::equals)).as("one more try").hasSize(2);
    assertThat(outcome.problems())
        .containsExactly("jdk25 failed at png: exit status 134: SIGSEGV.");
    assertThat(outcome.comparisons().get(0).rows()).hasSize(2);
    assertThat(outcome.comparisons().get(0).unpaired())
        .extracting(ComparisonUnpaired::why)
        .containsExactly("not in jdk25: exit status 134: SIGSEGV");
    ResultFile file = ResultFiles.read(outcome.directory().resolve("jdk25.json"));
    assertThat(file.environment().orElseThrow().run().complete()).isFalse();
    assertThat(file.environment().orElseThrow().run().failed()).containsExactly("png");
  }

  @Test
  void aGroupOfWhichAForkFailsIsRunOnceMoreAndItIsSaid() throws IOException {
    suite.failingOnce.add("jdk25/png");

    TrackRun.Outcome outcome = run(options(JDK17, JDK25));

    assertThat(suite.forks.stream().filter("jdk25/png"::equals)).hasSize(9);
    assertThat(suite.forks.stream().filter("jdk17/png"::equals)).hasSize(9);
    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.comparisons().get(0).warnings())
        .containsExactly("Forks failed and were run once more: png, jdk25: exit status 1.");
  }

  @Test
  void aTargetWhoseHarnessEndsIsLostAndStaysSo() throws IOException {
    suite.endsAt.put("jdk25", 4);

    TrackRun.Outcome outcome = run(options(JDK17, JDK25));

    assertThat(suite.forks.stream().filter(f -> f.startsWith("jdk17")))
        .as("nothing is left to compare with")
        .hasSize(5);
    assertThat(suite.forks.stream().filter(f -> f.startsWith("jdk25"))).hasSize(4);
    assertThat(outcome.problems())
        .singleElement()
        .asString()
        .contains("jdk25: its harness ended with status 134");
    assertThat(suite.alive).isEmpty();
  }

  @Test
  void whereNothingCanBeMeasuredNothingIsLeft() throws IOException {
    suite.refusing.put("jdk17", "unknown backend 'tiff'");
    suite.refusing.put("jdk25", "unknown backend 'tiff'");

    assertThatThrownBy(() -> run(options(JDK17, JDK25)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("nothing can be measured: jdk17, jdk25: unknown backend 'tiff'");
    assertThat(names(dir.resolve("results"))).isEmpty();
    assertThat(suite.alive).isEmpty();
  }

  @Test
  void fewRoundsGiveNoVerdict() throws IOException {
    TrackRun.Outcome outcome = run(rounds(3, false, JDK17, JDK25));

    assertThat(outcome.comparisons().get(0).outcome().status()).isEqualTo(Status.NO_VERDICT);
    assertThat(Files.readString(outcome.directory().resolve("verdict.txt")))
        .contains("needs " + PairedComparison.FEWEST_PAIRS + " pairs, has 3");
  }

  @Test
  void progressSaysWhatRunsAndHowLongToGo() throws IOException {
    run(options(JDK17, JDK25));

    assertThat(said).hasSize(24);
    assertThat(said.get(0))
        .as("as the target processes guess")
        .contains("1 of 24, about 72 s to go: ");
    assertThat(said.get(12)).as("forks take twice as long").contains("13 of 24, about 72 s");
    assertThat(said.get(23)).startsWith("round 8, 24 of 24, about 6 s");
  }

  private TrackRun.Outcome run(TrackRun.Options options) throws IOException {
    return new TrackRun(options, suite, dir.resolve("results"), suite.clock(), said::add).run();
  }

  private void assertRefused(String reason, TrackRun.Options options) {
    assertThatThrownBy(() -> run(options))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  private static TrackRun.Options options(Target... targets) {
    return rounds(8, false, targets);
  }

  private static TrackRun.Options resumed(Target... targets) {
    return rounds(8, true, targets);
  }

  private static TrackRun.Options withRounds(int rounds) {
    return rounds(rounds, true, JDK17, JDK25);
  }

  private static TrackRun.Options rounds(int rounds, boolean resume, Target... targets) {
    return options(List.of(targets), "readMany", rounds, resume);
  }

  private static TrackRun.Options withArguments(String argument) {
    return options(List.of(JDK17, JDK25), argument, 8, true);
  }

  /** Of ten minutes. */
  private static TrackRun.Options budget(boolean resume) {
    return options(List.of(JDK17, JDK25), "readMany", 0, resume);
  }

  private static TrackRun.Options options(
      List<Target> targets, String argument, int rounds, boolean resume) {
    return new TrackRun.Options(
        targets,
        List.of(argument),
        ForkFlags.Collector.SERIAL,
        rounds,
        Duration.ofMinutes(10),
        0.05,
        0.1,
        resume);
  }

  private static Target target(
      String name, int feature, String version, String sha256, Double control) {
    InstalledJdk jdk = new InstalledJdk(Path.of("java"), feature, version, "Vendor", "VM", "");
    return new Target(name, jdk, jar(), sha256, control);
  }

  private static InstalledJdk unusable(String problem) {
    return new InstalledJdk(Path.of("java"), 8, "25.1-b1", "Vendor", "VM", problem);
  }

  private static Path jar() {
    return Path.of("benchmarks.jar");
  }

  private static String configuration(String fork) {
    return fork.substring(fork.indexOf('/') + 1);
  }

  private static Map<String, Verdict> verdicts(Comparison comparison) {
    Map<String, Verdict> verdicts = new HashMap<>();
    comparison
        .rows()
        .forEach(r -> verdicts.put(r.key().params().get("backend"), r.finding().verdict()));
    return verdicts;
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  /**
   * Text of all files but the journal, whose manifest says when it was begun; without what the
   * machine did beside.
   */
  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : names(directory)) {
      if (!name.endsWith(".jsonl") && !name.endsWith(".png")) {
        contents.put(
            name,
            Files.readString(directory.resolve(name))
                .replaceAll("(?s)\"conditions\\\\?\" *: *\\{.*?}", ""));
      }
    }
    return contents;
  }
}
