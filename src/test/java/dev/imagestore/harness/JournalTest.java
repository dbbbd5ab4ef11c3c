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
          0,
          20,
          List.of("a", "b"),
          List.of(
              new RunManifest.TargetEntry("jdk17", "17.0.15 Debian", "cd", null, "", null),
              new RunManifest.TargetEntry("jdk8", "8", "cd", 0.05, "it is JDK 8", null)));

  @TempDir private Path dir;

  @Test
  void whatWasKeptIsThere() throws IOException {
    Path file = dir.resolve("track.jsonl");
    write(file);

    try (Journal journal = Journal.open(file)) {
      assertThat(journal.manifest()).isEqualTo(MANIFEST);
      assertThat(journal.forks(0, 0)).extracting(n -> n.path("n").asInt()).containsExactly(1, 2);
      assertThat(journal.forks(0, 1)).as("one of its forks failed").isEmpty();
      assertThat(journal.failure(0, 1)).contains("exit status 1");
      assertThat(journal.lost(0)).isEmpty();
      assertThat(journal.lost(1)).contains("it is JDK 8");
      assertThat(journal.seconds()).isEqualTo(10);
      assertThat(journal.seconds(1)).containsExactly(3.0, 1.0);
      assertThat(journal.groups(0)).isEqualTo(2);
      assertThat(journal.repeats()).containsExactly("b, jdk17: exit status 1");
      assertThat(journal.isSettled(group(1, 0))).isTrue();
      assertThat(journal.isSettled(group(2, 0))).isFalse();
      assertThat(journal.isSettled(group(5, 1))).as("failed before").isTrue();
      assertThat(journal.isSettled(new ForkGroup(2, 0, List.of(1)))).as("lost").isTrue();
      assertThat(journal.isSettled(new ForkGroup(2, 0, List.of(0, 1))))
          .as("nothing left to compare with")
          .isTrue();
    }
  }

  @Test
  void pairsAreOfGroupsThatHaveBoth() throws IOException {
    RunManifest.TargetEntry target =
        new RunManifest.TargetEntry("jdk17", "17.0.15 Debian", "cd", null, "", null);
    RunManifest manifest =
        new RunManifest(
            "2026-01-01T00:00Z", "ab", List.of(), 6, 0, 20, List.of("a"), List.of(target, target));
    Path file = dir.resolve("track.jsonl");
    try (Journal journal = Journal.create(file, manifest)) {
      journal.add(manifest.group(0, 0), result(measured(1), measured(2)), 3);
      journal.add(new ForkGroup(1, 0, List.of(0)), result(measured(3)), 3);
      journal.add(manifest.group(2, 0), result(measured(4), measured(5)), 3);
    }
    try (Journal journal = Journal.open(file)) {
      assertThat(journal.pairs(1, 0))
          .extracting(pair -> pair.base().path("n").asInt() * 10 + pair.next().path("n").asInt())
          .containsExactly(12, 45);
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
        assertThat(journal.forks(0, 0))
            .as("of %d bytes", length)
            .hasSize(lines >= 4 ? 2 : lines >= 2 ? 1 : 0);
        journal.add(group(4, 0), result(measured(9)), 1);
      }
      try (Journal journal = Journal.open(cut)) {
        assertThat(journal.isSettled(group(4, 0))).isTrue();
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
      assertThat(journal.failure(0, 1)).as("the last line").isEmpty();
      assertThat(journal.forks(0, 0)).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}\n",
        "[]\n[]\n",
        "{\"format\":1}\n",
        "text\ntext\n",
        "{\"format\":2,\"run\":{}}\n{}\n",
        "{\"format\":3,\"run\":{}}\n{\"round\":0,\"configuration\":0,\"forks\":[]}\n{}\n"
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
      assertThat(journal.repeats()).isEmpty();
      assertThatThrownBy(() -> Journal.open(file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("still under way");
    }
  }

  private static void write(Path file) throws IOException {
    try (Journal journal = Journal.create(file, MANIFEST)) {
      journal.add(group(0, 0), result(measured(1)), 3);
      journal.add(group(0, 1), result(measured(5)), 3);
      journal.add(group(1, 0), result(measured(2)), 3);
      journal.add(
          group(1, 1),
          new ForkGroup.Result(
              List.of(new Fork.Failed("exit status 1")), List.of("jdk17: exit status 1")),
          1);
    }
  }

  private static ForkGroup group(int round, int configuration) {
    return new ForkGroup(round, configuration, List.of(0));
  }

  private static ForkGroup.Result result(Fork... forks) {
    return new ForkGroup.Result(List.of(forks), List.of());
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
