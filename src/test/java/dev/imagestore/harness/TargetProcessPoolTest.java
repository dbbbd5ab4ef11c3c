package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.workload.ForkFlags;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real forks of the classes under test, which do next to nothing. */
@Timeout(180)
class TargetProcessPoolTest {
  private static final int ITERATIONS = 4;

  @TempDir private Path dir;

  private final List<String> said = new ArrayList<>();
  private TargetProcesses processes;
  private TargetProcessPool pool;

  private static final int ITERATION_MILLIS = 20;

  /** When an iteration of a fork ended, in nanoseconds. */
  private record Iteration(String fork, long ended) {}

  @AfterEach
  void end() throws IOException {
    if (pool != null) {
      pool.close();
    }
    if (processes != null) {
      processes.close();
    }
  }

  @Test
  void forksOfAGroupAreAliveTogetherAndMeasureInTurn() throws IOException {
    start(60);

    ForkGroup.Result result = pool.run(new ForkGroup(0, 0, List.of(0, 1)));

    assertThat(result.repeated()).isEmpty();
    assertThat(result.forks())
        .hasSize(2)
        .allSatisfy(
            fork ->
                assertThat(((Fork.Measured) fork).result().toString())
                    .doesNotContain("imagestore.turns", "imagestore.slot"));
    List<Iteration> iterations = iterations();
    assertThat(iterations).hasSize(2 * ITERATIONS);
    for (int i = 1; i < iterations.size(); i++) {
      assertThat(iterations.get(i).ended() - iterations.get(i - 1).ended())
          .as("an iteration fits between")
          .isGreaterThanOrEqualTo(ITERATION_MILLIS * 1_000_000L);
    }
    for (int round = 0; round < ITERATIONS; round++) {
      assertThat(iterations.get(2 * round).fork())
          .as("each has a turn in round %d", round)
          .isNotEqualTo(iterations.get(2 * round + 1).fork());
    }
    assertThat(iterations.get(1).fork()).as("ABBA").isEqualTo(iterations.get(2).fork());
  }

  @Test
  void aForkThatDiesHoldsUpNobodyAndTheGroupIsRunOnceMore() throws IOException {
    start(60);
    Files.createFile(dir.resolve("die"));

    ForkGroup.Result result = pool.run(new ForkGroup(0, 0, List.of(0, 1)));

    assertThat(result.repeated()).singleElement().asString().contains("exit status 3");
    assertThat(result.forks()).hasOnlyElementsOfType(Fork.Measured.class);
    assertThat(said).anySatisfy(line -> assertThat(line).startsWith("FAILED, and run once more: "));
  }

  @Test
  void aForkThatHangsIsKilledAndTheGroupIsRunOnceMore() throws IOException {
    start(1);
    Files.createFile(dir.resolve("hang"));

    ForkGroup.Result result = pool.run(new ForkGroup(0, 0, List.of(0, 1)));

    assertThat(result.repeated()).singleElement().asString().contains("it had not moved for");
    assertThat(result.forks()).hasOnlyElementsOfType(Fork.Measured.class);
  }

  private void start(double patienceSeconds) throws IOException {
    processes =
        new TargetProcesses(
            target -> List.of("-cp", System.getProperty("java.class.path"), "dev.imagestore.Main"),
            TargetServer.WORD,
            () -> {});
    List<Target> targets =
        List.of(
            new Target("one", InstalledJdk.current(), Path.of("classes"), "aa", null),
            new Target("other", InstalledJdk.current(), Path.of("classes"), "aa", null));
    pool =
        TargetProcessPool.start(
            targets,
            List.of(
                "-prof",
                IterationLog.class.getName() + ":" + dir,
                "-wi",
                "2",
                "-w",
                ITERATION_MILLIS + "ms",
                "-i",
                "" + ITERATIONS,
                "-r",
                ITERATION_MILLIS + "ms",
                "-p",
                "cutoff=10",
                "-p",
                "backend=raw",
                "readMany"),
            ForkFlags.Collector.SERIAL,
            processes,
            dir,
            patienceSeconds,
            said::add);
  }

  private List<Iteration> iterations() throws IOException {
    List<Iteration> iterations = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "iterations-*")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          iterations.add(new Iteration(file.getFileName().toString(), Long.parseLong(line)));
        }
      }
    }
    iterations.sort(Comparator.comparingLong(Iteration::ended));
    return iterations;
  }
}
