package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunNamesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  @TempDir private Path results;

  @Test
  void aNameIsFreeForAllThatTheRunWillMake() throws IOException {
    assertThat(fresh()).hasFileName("2026-01-02-030405.jsonl");
    Files.createFile(results.resolve("2026-01-02-030405.json"));
    assertThat(fresh()).hasFileName("2026-01-02-030405-2.jsonl");
    Files.createFile(fresh());
    assertThat(fresh()).hasFileName("2026-01-02-030405-3.jsonl");
  }

  @Test
  void theLastJournalIsFoundBesideOrInsideOtherThings() throws IOException {
    assertThat(RunNames.lastJournal(results.resolve("absent"), ".jsonl", "")).isEmpty();
    Files.createFile(results.resolve("2026-01-02-030405.jsonl"));
    Path last = Files.createFile(results.resolve("2026-01-03-030405.jsonl"));
    Files.createFile(results.resolve("2026-01-04-030405.json"));
    assertThat(RunNames.lastJournal(results, ".jsonl", "")).contains(last);

    Files.createDirectory(results.resolve("2026-01-05-track"));
    assertThat(RunNames.lastJournal(results, "-track", "track.jsonl")).isEmpty();
    Path inside = Files.createFile(results.resolve("2026-01-05-track").resolve("track.jsonl"));
    assertThat(RunNames.lastJournal(results, "-track", "track.jsonl")).contains(inside);
  }

  private Path fresh() {
    return RunNames.fresh(results, CLOCK, ".jsonl", ".json");
  }
}
