package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCgroupTest {
  private static final long LIMIT = 1L << 30;

  @TempDir Path root;
  private Path own;

  @BeforeEach
  void proc() throws IOException {
    own = Files.createDirectories(root.resolve("proc/self")).resolve("cgroup");
  }

  @Test
  void theFirstVersionHasAHierarchyForMemory() throws IOException {
    Files.writeString(own, "5:cpu:/\n4:memory:/user/one\n0::/\n");
    Path parent = Files.createDirectories(root.resolve("sys/fs/cgroup/memory/user/one"));
    try (MemoryCgroup made = MemoryCgroup.create(root, LIMIT)) {
      Path directory = made.processes().getParent();
      assertThat(directory.getParent()).isEqualTo(parent);
      assertThat(made.processes().getFileName()).hasToString("cgroup.procs");
      assertThat(directory.resolve("memory.limit_in_bytes")).hasContent("" + LIMIT);
    }
  }

  @Test
  void aPathThatAContainerDoesNotSeeIsTheTop() throws IOException {
    Files.writeString(own, "4:cpuset,memory:/outside\n");
    Path parent = Files.createDirectories(root.resolve("sys/fs/cgroup/memory"));
    try (MemoryCgroup made = MemoryCgroup.create(root, LIMIT)) {
      assertThat(made.processes().getParent().getParent()).isEqualTo(parent);
    }
  }

  @Test
  void theSecondVersionMustHandTheControllerDown() throws IOException {
    Files.writeString(own, "0::/user.slice\n");
    Path all = Files.createDirectories(root.resolve("sys/fs/cgroup"));
    Path slice = Files.createDirectories(all.resolve("user.slice"));
    Files.writeString(slice.resolve("cgroup.subtree_control"), "pids\n");
    Files.writeString(all.resolve("cgroup.subtree_control"), "cpu memory pids\n");
    try (MemoryCgroup made = MemoryCgroup.create(root, LIMIT)) {
      Path directory = made.processes().getParent();
      assertThat(directory.getParent()).isEqualTo(all);
      assertThat(directory.resolve("memory.max")).hasContent("" + LIMIT);
    }
  }

  @Test
  void whereNoneMayBeMadeThatIsSaid() throws IOException {
    Files.writeString(own, "0::/\n");
    assertThatThrownBy(() -> MemoryCgroup.create(root, LIMIT))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "--plan memory: expected a cgroup of at most 1,024 MiB that this user may make, found no"
                + " cgroups for memory; run it as root, or in a cgroup with the controller memory"
                + " that is delegated to this user");
  }

  @Test
  void whatAProcessReadsInARealOneIsLimited() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/cgroup")));
    MemoryCgroup made;
    try {
      made = MemoryCgroup.create(Path.of("/"), 64L << 20);
    } catch (BadInputException e) {
      assumeTrue(false, e.getMessage());
      return;
    }
    Path file = root.resolve("large");
    try (made) {
      Process process =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "echo $$ > " + made.processes() + " && head -c 100000000 /dev/zero > " + file)
              .inheritIO()
              .start();
      assertThat(process.waitFor()).isZero();
    }
    assertThat(made.processes().getParent()).doesNotExist();
    assertThat(
            new dev.imagestore.store.DirectoryLocation(root).residency().orElseThrow().resident())
        .isLessThan((64L << 20) / 4096 + 16);
  }
}
