package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.workload.Workspace;
import java.io.IOException;
import org.junit.jupiter.api.Test;

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
}
