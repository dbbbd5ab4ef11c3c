package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshPagesTest {
  @TempDir Path proc;

  @BeforeEach
  void aMachineWithOneGibibyteFree() throws IOException {
    Files.createDirectories(proc.resolve("sys/vm"));
    Files.writeString(proc.resolve("meminfo"), "MemTotal: 2097152 kB\nMemAvailable:  1048576 kB\n");
    Files.writeString(proc.resolve("sys/vm/dirty_ratio"), "20\n");
    Files.writeString(proc.resolve("sys/vm/dirty_bytes"), "0\n");
  }

  @Test
  void aTenthOfTheDirtyLimitIsTheMost() throws IOException {
    assertThat(FreshPages.mostBytes(proc)).isEqualTo((long) (0.02 * (1 << 30)));
    Files.writeString(proc.resolve("sys/vm/dirty_bytes"), "50000000\n");
    assertThat(FreshPages.mostBytes(proc)).isEqualTo(5_000_000);
  }

  @Test
  void largeMachinesAndOtherSystemsStopAt256Megabytes() throws IOException {
    Files.writeString(proc.resolve("meminfo"), "MemAvailable: 999999999 kB\n");
    assertThat(FreshPages.mostBytes(proc)).isEqualTo(256_000_000);
    assertThat(FreshPages.mostBytes(proc.resolve("none"))).isEqualTo(256_000_000);
  }
}
