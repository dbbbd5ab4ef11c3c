package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcFileTest {
  private static final String IO =
      """
      rchar: 4292
      wchar: 0
      syscr: 13
      syscw: 9223372036854775807
      read_bytes: 8192
      write_bytes: 4096
      cancelled_write_bytes: 7
      """;

  @TempDir Path directory;

  @Test
  void numbersAreFoundByTheirNames() {
    assertThat(named("rchar")).isEqualTo(4292);
    assertThat(named("wchar")).isZero();
    assertThat(named("syscw")).isEqualTo(Long.MAX_VALUE);
    assertThat(named("write_bytes")).as("not the cancelled ones").isEqualTo(4096);
  }

  @Test
  void whatIsNotThereIsLessThanNothing() {
    assertThat(named("char")).isEqualTo(-1);
    assertThat(named("syscr: 13")).isEqualTo(-1);
    assertThat(ProcFile.named(bytes(""), ProcFile.name("syscr"))).isEqualTo(-1);
    assertThat(ProcFile.named(bytes("syscr: "), ProcFile.name("syscr"))).isEqualTo(-1);
    assertThat(ProcFile.field(bytes("1 (java) S 2"), 12)).isEqualTo(-1);
    assertThat(ProcFile.field(bytes(""), 10)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "a b", "a) S (b", ") 1 2 3 4 5", ""})
  void fieldsAreCountedBehindTheNameWhateverItIs(String name) {
    ByteBuffer stat =
        bytes("4711 (" + name + ") S 1 4711 4711 0 -1 4194304 1234 5 67 8 90 12 0 0 20 0 31\n");
    assertThat(ProcFile.field(stat, 4)).isEqualTo(1);
    assertThat(ProcFile.field(stat, 10)).isEqualTo(1234);
    assertThat(ProcFile.field(stat, 12)).isEqualTo(67);
    assertThat(ProcFile.field(stat, 20)).isEqualTo(31);
  }

  @Test
  void readingAgainFindsWhatIsThereNow() throws IOException {
    Path path = Files.writeString(directory.resolve("io"), "syscr: 13\n");
    try (ProcFile file = new ProcFile(path)) {
      assertThat(file.read()).isEqualTo(10);
      assertThat(file.named(ProcFile.name("syscr"))).isEqualTo(13);
      Files.writeString(path, "syscr: 7\n");
      assertThat(file.read()).isEqualTo(9);
      assertThat(file.named(ProcFile.name("syscr"))).isEqualTo(7);
    }
  }

  private static long named(String name) {
    return ProcFile.named(bytes(IO), ProcFile.name(name));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
