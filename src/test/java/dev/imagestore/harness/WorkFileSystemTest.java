package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.workload.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFileSystemTest {

  @Test
  void theFileSystemOfTheWorkDirectoryHasAName() throws IOException {
    assertThat(WorkFileSystem.describe(Workspace.root()).fileSystem()).isNotEmpty();
  }

  @Test
  void memoryAndMissingJournalsAreWarnedAbout() {
    assertThat(
            WorkFileSystem.warning(
                new dev.imagestore.result.Environment.WorkDirectory("tmpfs", "no", "rw")))
        .hasValueSatisfying(w -> assertThat(w).contains("in memory").contains("IMAGESTORE_WORK"));
    assertThat(
            WorkFileSystem.warning(
                new dev.imagestore.result.Environment.WorkDirectory("ext4", "no", "rw")))
        .hasValueSatisfying(w -> assertThat(w).contains("no journal").contains("IMAGESTORE_WORK"));
    assertThat(
            WorkFileSystem.warning(
                new dev.imagestore.result.Environment.WorkDirectory("ext4", "yes", "rw")))
        .isEmpty();
  }

  @Test
  void aLoopDeviceThatTheKernelCachesIsFoundBelowAnyOther(@TempDir Path sys) throws IOException {
    Path loop = Files.createDirectories(sys.resolve("loop3/loop"));
    Path part = Files.createDirectories(sys.resolve("loop3/loop3p1"));
    Files.writeString(part.resolve("partition"), "1\n");
    Path mapped = Files.createDirectories(sys.resolve("dm-0/slaves"));
    Files.createSymbolicLink(mapped.resolve("loop3p1"), part);
    Path disk = Files.createDirectories(sys.resolve("sda/slaves"));

    Files.writeString(loop.resolve("dio"), "0\n");
    for (String device : List.of("loop3", "loop3/loop3p1", "dm-0")) {
      assertThat(WorkFileSystem.cachedLoopDevice(sys.resolve(device))).as(device).hasValue("loop3");
    }
    Files.writeString(loop.resolve("dio"), "1\n");
    for (String device : List.of("loop3", "loop3/loop3p1", "dm-0", "nonesuch")) {
      assertThat(WorkFileSystem.cachedLoopDevice(sys.resolve(device))).as(device).isEmpty();
    }
    assertThat(WorkFileSystem.cachedLoopDevice(disk.getParent())).isEmpty();
  }

  @Test
  void filesInMemoryAreNeverCold(@TempDir Path sys) throws IOException {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isDirectory(memory) && Files.isReadable(Path.of("/proc/self/mountinfo")));
    assertThat(WorkFileSystem.obstacleToCold(memory, sys))
        .hasValueSatisfying(
            obstacle -> assertThat(obstacle).contains("in memory").contains("IMAGESTORE_WORK"));
  }
}
