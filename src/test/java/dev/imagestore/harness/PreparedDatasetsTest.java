package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.workload.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreparedDatasetsTest {
  private final List<String> progress = new ArrayList<>();

  @Test
  void imagesOfAnotherWorkspaceAreSharedAndOutliveIt() throws Exception {
    List<Configuration> configurations = configurations();
    try (Workspace own = Workspace.create()) {
      PreparedDatasets shared;
      PreparedDatasets made;
      try (Workspace other = Workspace.create()) {
        made = PreparedDatasets.in(other, configurations, Optional.empty(), progress::add);
        shared =
            PreparedDatasets.in(own, configurations, Optional.of(other.directory()), progress::add);
        assertThat(progress).as("made once").hasSize(1);
        assertThat(Files.getAttribute(own.imageFile("synthetic:8x8x3"), "unix:nlink")).isEqualTo(2);
      }
      assertThat(shared).isEqualTo(made);
      assertThat(own.images("synthetic:8x8x3").distinct()).isEqualTo(10);
    }
  }

  @Test
  void whereTheOtherIsGoneTheyAreMade() throws Exception {
    try (Workspace own = Workspace.create()) {
      PreparedDatasets made =
          PreparedDatasets.in(
              own, configurations(), Optional.of(Path.of("no-such-workspace")), progress::add);
      assertThat(made.described()).containsOnlyKeys("synthetic:8x8x3");
      assertThat(own.images("synthetic:8x8x3").distinct()).isEqualTo(10);
    }
  }

  private static List<Configuration> configurations() throws Exception {
    return RunPlan.of(
            List.of(
                "-p",
                "dataset=synthetic:8x8x3",
                "-p",
                "cutoff=10",
                "-p",
                "backend=raw",
                "readMany"))
        .configurations();
  }
}
