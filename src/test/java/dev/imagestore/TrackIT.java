package dev.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.harness.InstalledJdk;
import dev.imagestore.harness.InstalledJdks;
import dev.imagestore.result.ResultFile;
import dev.imagestore.result.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real forks, short, on two JDKs where a second is installed, else on one twice. */
class TrackIT {
  private static final List<String> SHORT =
      List.of(
          "-wi",
          "0",
          "-i",
          "1",
          "-r",
          "20ms",
          "-p",
          "cutoff=10",
          "-p",
          "backend=raw,lmdb",
          "readMany");

  @TempDir Path directory;
  private Jar jar;

  @BeforeEach
  void jar() throws IOException {
    jar = new Jar(directory);
  }

  @Test
  void forksOfEachJdkTakeTurnsAndAreCompared() throws Exception {
    Jar.Said said = jar.run(command("--rounds", "4", "--threshold", "99%", "--format", "markdown"));

    assertThat(said.status()).as("too few pairs for a verdict: " + said.err()).isEqualTo(2);
    assertThat(said.out()).startsWith("## ").contains("### Outcome");
    assertThat(said.err().lines().filter(l -> l.contains(" to go: "))).hasSize(4 * 2);
    Path run = onlyRun();
    List<Path> files = results(run);
    assertThat(files).hasSize(2);
    for (Path file : files) {
      ResultFile results = ResultFiles.read(file);
      assertThat(results.results())
          .hasSize(2)
          .allSatisfy(
              r -> {
                assertThat(r.run().forks()).isEqualTo(4);
                assertThat(r.primary().raw()).hasSize(4);
                assertThat(r.primary().score()).isPositive();
              });
      var environment = results.environment().orElseThrow();
      assertThat(environment.run().complete()).isTrue();
      assertThat(environment.jdk().version()).contains(results.results().get(0).run().vmVersion());
    }
    assertThat(run)
        .isDirectoryContaining("glob:**/verdict.txt")
        .isDirectoryContaining("glob:**/verdict.json")
        .isDirectoryContaining("glob:**/verdict.svg")
        .isDirectoryContaining("glob:**/*.log");
    try (Stream<Path> all = Files.list(run)) {
      for (Path file : all.filter(f -> !f.toString().endsWith(".png")).toList()) {
        assertThat(Files.readString(file))
            .as("paths in %s", file.getFileName())
            .doesNotContain(directory.toString())
            .doesNotContain(System.getProperty("java.home"));
      }
    }
    assertNothingLeftBehind();
  }

  @Test
  void aRunThatIsKilledGoesOnWhereItWas() throws Exception {
    Process process = jar.start(command("--rounds", "2"));
    List<ProcessHandle> family;
    try {
      awaitGroups(1);
      family = process.descendants().toList();
      process.destroyForcibly().waitFor();
    } finally {
      process.destroyForcibly();
    }
    for (ProcessHandle member : family) {
      member.onExit().get(30, TimeUnit.SECONDS);
    }
    long before = groups();
    assertThat(before).isBetween(1L, 3L);
    assertNothingLeftBehind();

    Jar.Said other = jar.run(command("--rounds", "3", "--resume"));
    assertThat(other.status()).isEqualTo(2);
    assertThat(other.err()).contains("can't be resumed: --rounds was 2");

    Jar.Said said = jar.run(command("--rounds", "2", "--resume", "--threshold", "99%"));

    assertThat(said.status()).as("too few rounds for a verdict").isEqualTo(2);
    assertThat(said.out()).contains("needs 6 pairs, has 2");
    assertThat(said.err().lines().filter(l -> l.contains(" to go: "))).hasSize((int) (4 - before));
    assertThat(groups()).isEqualTo(4);
    for (Path file : results(onlyRun())) {
      assertThat(ResultFiles.read(file).results())
          .hasSize(2)
          .allSatisfy(r -> assertThat(r.primary().raw()).hasSize(2));
    }
    assertNothingLeftBehind();
  }

  @Test
  void stoppedItLeavesNoProcessAndNoStore() throws Exception {
    Process process =
        jar.start(
            with(
                jdks(),
                List.of(
                    "-wi",
                    "0",
                    "-i",
                    "1",
                    "-r",
                    "60s",
                    "-p",
                    "cutoff=10",
                    "-p",
                    "backend=raw",
                    "readMany"),
                List.of()));
    List<ProcessHandle> family = new ArrayList<>();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
      while (process.descendants().noneMatch(TrackIT::isFork)) {
        assertThat(System.nanoTime()).as("a fork").isLessThan(deadline);
        Thread.sleep(50);
      }
      family.addAll(process.descendants().toList());
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(family).isNotEmpty();
    for (ProcessHandle member : family) {
      member.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(jar.said(0).err()).contains("Interrupted");
    assertNothingLeftBehind();
  }

  @Test
  void stoppedWhileItPreparesItLeavesNoStoreEither() throws Exception {
    Process process = jar.start(command("--rounds", "4"));
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
      while (!isPreparing()) {
        assertThat(System.nanoTime()).as("preparing").isLessThan(deadline);
        Thread.sleep(5);
      }
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertNothingLeftBehind();
  }

  private boolean isPreparing() throws IOException {
    try (Stream<Path> all = Files.list(jar.work())) {
      return all.findAny().isPresent();
    }
  }

  @Test
  void aJdkThatIsMissingIsNamedAndTheOthersFinish() throws Exception {
    Jar.Said said =
        jar.run(
            with(
                jdks(),
                List.of("--jdk", directory.resolve("jdk-99").toString(), "--rounds", "1"),
                SHORT));

    // What one short fork counts may differ between JDKs, and a regression is one whatever failed.
    assertThat(said.status()).isIn(1, 2);
    assertThat(said.err()).contains("error: jdk-99: there is no such file");
    assertThat(results(onlyRun())).hasSize(2);
    assertThat(said.out()).contains("not in jdk-99: there is no such file");
  }

  /** The first two that can be used, or one twice. */
  private static List<String> jdks() {
    List<InstalledJdk> found =
        new InstalledJdks(Path.of("/"), Path.of(System.getProperty("user.home")), Map.of())
            .find().stream()
                .filter(jdk -> jdk.problem().isEmpty())
                .filter(jdk -> InstalledJdk.at(jdk.home()).problem().isEmpty())
                .limit(2)
                .toList();
    return found.size() == 2
        ? List.of(
            "track",
            "--jdk",
            found.get(0).home().toString(),
            "--jdk",
            found.get(1).java().toString())
        : List.of("track", "--jdk", System.getProperty("java.home"), "--aa");
  }

  private static String[] command(String... more) {
    return with(jdks(), List.of(more), SHORT);
  }

  private static String[] with(List<String> first, List<String> second, List<String> third) {
    return Stream.of(first, second, third).flatMap(List::stream).toArray(String[]::new);
  }

  private Path onlyRun() throws IOException {
    List<Path> runs = jar.results("-track");
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  private static List<Path> results(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files
          .filter(f -> Files.exists(dev.imagestore.result.EnvironmentFiles.beside(f)))
          .filter(f -> f.toString().endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  private void awaitGroups(long count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (groups() < count) {
      assertThat(System.nanoTime()).as("%d groups", count).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  /** Groups of forks in the journal. */
  private long groups() throws IOException {
    List<Path> runs = jar.results("-track");
    if (runs.isEmpty() || Files.notExists(runs.get(0).resolve("track.jsonl"))) {
      return 0;
    }
    return Files.readString(runs.get(0).resolve("track.jsonl"))
        .lines()
        .filter(line -> line.contains("\"result\":"))
        .count();
  }

  private void assertNothingLeftBehind() throws IOException {
    try (Stream<Path> left = Files.list(jar.work())) {
      assertThat(left).isEmpty();
    }
  }

  private static boolean isFork(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("ForkedMain");
  }
}
