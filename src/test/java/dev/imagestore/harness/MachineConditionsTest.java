package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineConditionsTest {
  @TempDir private Path root;

  @Test
  void settingsAreNamedAndWhatHappensIsCounted() throws IOException {
    write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    write("sys/kernel/mm/damon/admin/kdamonds/nr_kdamonds", "1\n");
    write("sys/kernel/mm/damon/admin/kdamonds/0/state", "on\n");
    write("proc/stat", "cpu  100 0 100 700 50 0 0 50 7 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
    write("proc/vmstat", "pswpout 10\nworkingset_refault_file 5\n");
    MachineConditions conditions = new MachineConditions(root);
    write("proc/stat", "cpu  200 0 200 1400 100 0 0 100 9 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
    write("proc/vmstat", "pswpout 12\nworkingset_refault_file 5\n");

    assertThat(conditions.now())
        .containsExactly(
            entry("DAMON", "on"),
            entry("file pages read again", "0"),
            entry("governor", "performance"),
            entry("pages swapped out", "2"),
            entry("steal", "5.0 %"),
            entry("transparent huge pages", "madvise"));
  }

  @Test
  void whatCanNotBeKnownIsLeftOut() {
    assertThat(new MachineConditions(root).now()).isEmpty();
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
