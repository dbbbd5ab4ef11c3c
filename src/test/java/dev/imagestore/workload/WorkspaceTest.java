package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkspaceTest {

  @Test
  void aLivingRunIsLeftAloneAndADeadOneRemoved() throws IOException {
    Path root = Workspace.root();
    Path dead = Files.createTempDirectory(root, "imagestore-run-");
    Files.createFile(dead.resolve("run.lock"));
    Files.createDirectories(dead.resolve("store-1").resolve("deep"));
    Files.writeString(dead.resolve("store-1").resolve("deep").resolve("0.png"), "left behind");
    try (Workspace living = Workspace.create()) {
      assertThat(Workspace.removeDead(root)).isPositive();
      assertThat(dead).doesNotExist();
      assertThat(living.directory()).isDirectory();
    }
  }

  @Test
  void closingDeletesEverything() throws IOException {
    Path directory;
    try (Workspace workspace = Workspace.create()) {
      directory = workspace.directory();
      Files.writeString(workspace.newDirectory("store").resolve("file"), "text");
    }
    assertThat(directory).doesNotExist();
  }
}
