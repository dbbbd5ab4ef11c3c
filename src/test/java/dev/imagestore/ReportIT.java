package dev.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures and page from the finished jar, which holds only a part of the libraries they use. */
class ReportIT {
  private static final Path RESULTS =
      Path.of("src", "test", "resources", "results").toAbsolutePath();

  @TempDir Path directory;
  private Jar jar;

  @BeforeEach
  void jar() throws IOException {
    jar = new Jar(directory);
  }

  @Test
  void drawsInPlotsUnlessToldOtherwise() throws Exception {
    Jar.Said said = jar.run("report", RESULTS.resolve("main.json").toString());

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.out()).contains("In words");
    try (Stream<Path> drawn = Files.list(directory.resolve("plots").resolve("main"))) {
      assertThat(drawn.map(file -> file.getFileName().toString()))
          .contains("store-time-log.png", "store-time-log.svg", "disk-usage.png")
          .allMatch(name -> name.matches("[a-z0-9-]+\\.(png|svg)"));
    }
  }

  @Test
  void putsThePageTogether() throws Exception {
    Jar.Said said =
        jar.run("report", "--html", "page.html", RESULTS.resolve("main.json").toString());

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(directory.resolve("plots")).doesNotExist();
    assertThat(directory.resolve("page.html"))
        .content()
        .contains("Chart.js v", "Chart.js Contributors", "Jukka Kurkela");
  }
}
