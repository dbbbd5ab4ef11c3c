package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonUnpaired;
import dev.imagestore.input.BadInputException;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import dev.imagestore.stats.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final Target JDK17 = target("jdk17", 17, "17.0.15", "aa", false);
  private static final Target JDK25 = target("jdk25", 25, "25.0.3", "aa", false);
  private static final Target AGAIN = target("jdk17-again", 17, "17.0.15", "aa", true);

  @TempDir private Path dir;

  private final FakeSuite suite = new FakeSuite("raw", "png", "lmdb");
  private final List<String> said = new ArrayList<>();

  @Test
  void targetsTakeTurnsAndEachRoundHasAll() throws IOException {
    run(options(JDK17, JDK25));

    assertThat(suite.forks).hasSize(6 * 3 * 2);
    for (int i = 0; i < suite.forks.size(); i += 2) {
      String one = suite.forks.get(i);
      String other = suite.forks.get(i + 1);
      assertThat(configuration(one)).as("back to back").isEqualTo(configuration(other));
      assertThat(one).isNotEqualTo(other);
    }
    for (int round = 0; round < 6; round++) {
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
              assertThat(r.run().forks()).isEqualTo(6);
              assertThat(r.primary().raw()).hasSize(6);
              assertThat(r.secondary().get("diskApparent").score()).isEqualTo(30_830);
            });
    var environment = file.environment().orElseThrow();
    assertThat(environment.run().complete()).isTrue();
    assertThat(environment.run().seconds()).isEqualTo(54);
    assertThat(environment.run().arguments()).containsExactly("track", "--rounds", "6", "readMany");
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
    assertThat(outcome.regressions()).isOne();
    assertThat(outcome.comparisons().get(1).warnings())
        .anySatisfy(w -> assertThat(w).startsWith("A/A: ").endsWith("is noise: nothing is."));
    assertThat(outcome.comparisons().get(0).means()).hasSize(1);
  }

  @Test
  void whatTheBaselineShowsAgainstItselfIsCalledNoiseAndNoRegression() throws IOException {
    suite.slower.put("jdk17-again/png", 1.5);

    TrackRun.Outcome outcome = run(options(JDK17, JDK25, AGAIN));

    assertThat(outcome.regressions()).isZero();
    assertThat(outcome.comparisons().get(0).warnings())
        .anySatisfy(
            w -> assertThat(w).startsWith("The noise floor is high").contains("backend=png"));
    assertThat(outcome.comparisons().get(1).warnings())
        .anySatisfy(w -> assertThat(w).startsWith("A/A: ").contains("backend=png"));
  }

  @Test
  void stoppedAtAnyPointAndResumedItIsTheSameRun() throws IOException {
    Map<String, String> whole = contents(run(options(JDK17, JDK25)).directory());
    int all = suite.forks.size();
    for (int point = 0; point <= all; point += 5) {
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
  void otherThingsAreNotMixed() throws IOException {
    run(options(JDK17, JDK25));
    int forks = suite.forks.size();

    assertRefused("the list of JMH arguments was readMany", withArguments("readRandom"));
    assertRefused("--rounds was 6", withRounds(8));
    assertRefused(
        "the JDK of jdk25 was 25.0.3 Vendor when it began, and is 25.0.4 Vendor",
        resumed(JDK17, target("jdk25", 25, "25.0.4", "aa", false)));
    assertRefused(
        "the jar of jdk25 was aa", resumed(JDK17, target("jdk25", 25, "25.0.3", "bb", false)));
    assertRefused("what is compared was jdk17, jdk25", resumed(JDK17, JDK25, AGAIN));
    suite.fingerprint = "other";
    assertRefused("the set of images of jdk17", resumed(JDK17, JDK25));
    assertThat(suite.forks).hasSize(forks);
    assertThat(suite.alive).isEmpty();
  }

  @Test
  void targetsOfOneBuildShareTheImagesThatTheFirstHasMade() throws IOException {
    run(options(JDK17, target("jdk17-next", 17, "17.0.15", "bb", false), JDK25, AGAIN));

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
        new Target(
            "jdk8", unusable("it is JDK 8, the suite needs 17 or newer"), jar(), "aa", false);

    TrackRun.Outcome outcome = run(options(JDK17, old, JDK25));

    assertThat(suite.forks).hasSize(36).noneMatch(f -> f.startsWith("jdk8"));
    assertThat(outcome.problems())
        .containsExactly("jdk8: it is JDK 8, the suite needs 17 or newer.");
    assertThat(said)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("LOST: jdk8 (")
                    .contains("it is JDK 8, the suite needs 17"));
    Comparison empty = outcome.comparisons().get(0);
    assertThat(empty.outcome()).isEqualTo(Comparison.Outcome.NO_VERDICT);
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

    assertThat(suite.forks.stream().filter("jdk25/png"::equals)).as("no second try").hasSize(1);
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
  void aTargetWhoseHarnessEndsIsLostAndStaysSo() throws IOException {
    suite.endsAt.put("jdk25", 4);

    TrackRun.Outcome outcome = run(options(JDK17, JDK25));

    assertThat(suite.forks.stream().filter(f -> f.startsWith("jdk17"))).hasSize(18);
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
  void fewRoundsSayThatThereWillBeNoVerdict() throws IOException {
    TrackRun.Outcome outcome =
        run(new TrackRun.Options(List.of(JDK17, JDK25), List.of("readMany"), 3, 0, 0.05, false));

    assertThat(said.get(0)).contains("3 rounds: there is no verdict with fewer than 4");
    assertThat(outcome.comparisons().get(0).outcome()).isEqualTo(Comparison.Outcome.NO_VERDICT);
  }

  @Test
  void extraRoundsGoToWhatIsUndecidedOnAllTargets() throws IOException {
    suite.noise.put("lmdb", 0.08);

    TrackRun.Outcome outcome = run(extra(4, false, JDK17, JDK25));

    assertThat(suite.forks).hasSize(36 + 8);
    assertThat(suite.forks.subList(36, 44))
        .containsOnly("jdk17/lmdb", "jdk25/lmdb")
        .satisfies(f -> assertThat(Collections.frequency(f, "jdk17/lmdb")).isEqualTo(4));
    Comparison comparison = outcome.comparisons().get(0);
    assertThat(comparison.rows())
        .filteredOn(r -> r.key().params().get("backend").equals("lmdb"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.baseForks()).isEqualTo(10);
              assertThat(r.nextForks()).isEqualTo(10);
            });
    assertThat(comparison.options().analyses()).as("a quarter of the error").isEqualTo(4);
    assertThat(comparison.warnings())
        .anySatisfy(w -> assertThat(w).contains("1 of 3 configurations were undecided"));
  }

  @Test
  void extraRoundsCanBeAddedLaterAndFinishedAfterAStop() throws IOException {
    suite.noise.put("lmdb", 0.08);
    run(options(JDK17, JDK25));
    assertThat(suite.forks).hasSize(36);

    suite.killAfter = 39;
    assertThatThrownBy(() -> run(extra(2, true, JDK17, JDK25)))
        .isInstanceOf(FakeSuite.Killed.class);
    suite.killAfter = -1;
    run(extra(2, true, JDK17, JDK25));

    assertThat(suite.forks).as("those that were begun, no more").hasSize(40);
    assertThat(run(extra(2, true, JDK17, JDK25)).comparisons().get(0).options().analyses())
        .isEqualTo(8);
    assertThat(suite.forks).hasSize(44);
  }

  @Test
  void whatAnInterimAnalysisDecidedStaysDecided() throws IOException {
    suite.slower.put("jdk25/png", 1.2);
    suite.noise.put("lmdb", 0.3);

    Comparison before = run(options(JDK17, JDK25)).comparisons().get(0);
    Comparison after = run(extra(2, true, JDK17, JDK25)).comparisons().get(0);

    assertThat(before.options().analyses()).isEqualTo(2);
    assertThat(verdicts(after)).containsEntry("png", Verdict.SLOWER);
    assertThat(after.rows().stream().filter(r -> r.regression()).toList())
        .isEqualTo(before.rows().stream().filter(r -> r.regression()).toList());
  }

  @Test
  void progressSaysWhatRunsAndHowLongToGo() throws IOException {
    run(options(JDK17, JDK25));

    assertThat(said).hasSize(36);
    assertThat(said.get(0))
        .as("as the target processes guess")
        .contains("1 of 36, about 54 s to go: ");
    assertThat(said.get(18)).as("forks take twice as long").contains("19 of 36, about 54 s");
    assertThat(said.get(35)).startsWith("round 6, 36 of 36, about 3 s").contains(" on jdk");
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
    return new TrackRun.Options(List.of(targets), List.of("readMany"), 6, 0, 0.05, false);
  }

  private static TrackRun.Options resumed(Target... targets) {
    return extra(0, true, targets);
  }

  private static TrackRun.Options extra(int rounds, boolean resume, Target... targets) {
    return new TrackRun.Options(List.of(targets), List.of("readMany"), 6, rounds, 0.05, resume);
  }

  private static TrackRun.Options withArguments(String argument) {
    return new TrackRun.Options(List.of(JDK17, JDK25), List.of(argument), 6, 0, 0.05, true);
  }

  private static TrackRun.Options withRounds(int rounds) {
    return new TrackRun.Options(List.of(JDK17, JDK25), List.of("readMany"), rounds, 0, 0.05, true);
  }

  private static Target target(
      String name, int feature, String version, String sha256, boolean again) {
    InstalledJdk jdk = new InstalledJdk(Path.of("java"), feature, version, "Vendor", "VM", "");
    return new Target(name, jdk, jar(), sha256, again);
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

  /** Text of all files but the journal, whose manifest says when it was begun. */
  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : names(directory)) {
      if (!name.endsWith(".jsonl") && !name.endsWith(".png")) {
        contents.put(name, Files.readString(directory.resolve(name)));
      }
    }
    return contents;
  }
}
