package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final RunManifest MANIFEST =
      new RunManifest(
          "2026-01-01T00:00Z",
          "ab",
          List.of("-p", "backend=raw"),
          6,
          20,
          List.of("a", "b"),
          List.of(
              new RunManifest.TargetEntry("jdk17", "17.0.15 Debian", "cd", false, "", null),
              new RunManifest.TargetEntry("jdk8", "8", "cd", false, "it is JDK 8", null)));

  @TempDir private Path dir;

  @Test
  void whatWasKeptIsThere() throws IOException {
    Path file = dir.resolve("track.jsonl");
    write(file);

    try (Journal journal = Journal.open(file)) {
      assertThat(journal.manifest()).isEqualTo(MANIFEST);
      assertThat(journal.forks(0, 0, 10))
          .extracting(n -> n.path("n").asInt())
          .containsExactly(1, 2);
      assertThat(journal.forks(0, 0, 1)).extracting(n -> n.path("n").asInt()).containsExactly(1);
      assertThat(journal.forks(0, 1, 10)).as("one of its forks failed").isEmpty();
      assertThat(journal.failure(0, 1)).contains("exit status 1");
      assertThat(journal.lost(0)).isEmpty();
      assertThat(journal.lost(1)).contains("it is JDK 8");
      assertThat(journal.seconds(0)).isEqualTo(10);
      assertThat(journal.analyses()).containsExactly(new InterimAnalysis(2, 3, List.of(0)));
      assertThat(journal.isSettled(new ForkSlot(1, 0, 0))).isTrue();
      assertThat(journal.isSettled(new ForkSlot(2, 0, 0))).isFalse();
      assertThat(journal.isSettled(new ForkSlot(5, 1, 0))).as("failed before").isTrue();
      assertThat(journal.isSettled(new ForkSlot(0, 0, 1))).as("lost").isTrue();
    }
  }

  @Test
  void aFileCutShortAnywhereLosesItsLastLineOnly() throws IOException {
    Path whole = dir.resolve("whole.jsonl");
    write(whole);
    byte[] bytes = Files.readAllBytes(whole);
    int manifest = lineEnds(bytes, 1);
    for (int length = manifest; length <= bytes.length; length += 3) {
      Path cut = Files.write(dir.resolve("cut.jsonl"), Arrays.copyOf(bytes, length));
      int lines = (int) Files.readString(cut).chars().filter(c -> c == '\n').count();
      try (Journal journal = Journal.open(cut)) {
        assertThat(journal.forks(0, 0, 10))
            .as("of %d bytes", length)
            .hasSize(lines >= 4 ? 2 : lines >= 2 ? 1 : 0);
        journal.add(new ForkSlot(4, 0, 0), measured(9), 1);
      }
      try (Journal journal = Journal.open(cut)) {
        assertThat(journal.isSettled(new ForkSlot(4, 0, 0))).isTrue();
      }
    }
    for (int length = 0; length < manifest; length += 3) {
      Path cut = Files.write(dir.resolve("cut.jsonl"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Journal.open(cut))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("start without --resume");
    }
  }

  @Test
  void blocksThatAPowerCutLeftAsZeroesAreCutOff() throws IOException {
    Path file = dir.resolve("track.jsonl");
    write(file);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length - 20, bytes.length - 1, (byte) 0);
    Files.write(file, bytes);

    try (Journal journal = Journal.open(file)) {
      assertThat(journal.analyses()).isEmpty();
      assertThat(journal.forks(0, 0, 10)).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}\n",
        "[]\n[]\n",
        "{\"format\":1}\n",
        "text\ntext\n",
        "{\"format\":2,\"run\":{}}\n{\"round\":0,\"configuration\":0,\"target\":0,\"result\":{}}\n{}\n"
      })
  void anythingElseIsRefusedInOneLine(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("track.jsonl"), text);

    assertThatThrownBy(() -> Journal.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void twoProcessesCanNotWriteOne() throws IOException {
    Path file = dir.resolve("track.jsonl");
    try (Journal journal = Journal.create(file, MANIFEST)) {
      assertThat(journal.analyses()).isEmpty();
      assertThatThrownBy(() -> Journal.open(file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("still under way");
    }
  }

  private static void write(Path file) throws IOException {
    try (Journal journal = Journal.create(file, MANIFEST)) {
      journal.add(new ForkSlot(0, 0, 0), measured(1), 3);
      journal.add(new ForkSlot(0, 1, 0), measured(5), 3);
      journal.add(new ForkSlot(1, 0, 0), measured(2), 3);
      journal.add(new ForkSlot(1, 1, 0), new Fork.Failed("exit status 1"), 1);
      journal.add(new InterimAnalysis(2, 3, List.of(0)));
    }
  }

  private static Fork measured(int n) {
    return new Fork.Measured(new JsonMapper().createObjectNode().put("n", n));
  }

  private static int lineEnds(byte[] bytes, int lines) {
    int end = 0;
    for (int seen = 0; seen < lines; end++) {
      seen += bytes[end] == '\n' ? 1 : 0;
    }
    return end;
  }
}
