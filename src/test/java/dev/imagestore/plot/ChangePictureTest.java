package dev.imagestore.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.Comparison;
import dev.imagestore.analysis.ComparisonOptions;
import dev.imagestore.analysis.Comparisons;
import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangePictureTest {
  @TempDir private Path dir;

  @Test
  void isDrawnAsPngAndSvg() throws Exception {
    ResultFile base = run("jdk17", 1, 1);
    List<Comparison> comparisons =
        List.of(compare(base, run("jdk25", 2, 1.3)), compare(base, run("jdk17-again", 3, 1)));

    List<Path> files = ChangePicture.draw(comparisons, dir, "verdict");

    assertThat(files)
        .containsExactly(dir.resolve("verdict.png"), dir.resolve("verdict.svg"))
        .allMatch(Files::isRegularFile);
    BufferedImage image = ImageIO.read(files.get(0).toFile());
    assertThat(image.getWidth()).isEqualTo(2 * Drawing.WIDTH);
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    int first = 0xFF000000 | new Palette(List.of("jdk25", "jdk17-again")).of("jdk25").light();
    assertThat(java.util.Arrays.stream(pixels).filter(p -> p == first).count())
        .as("pixels in the colour of jdk25")
        .isGreaterThan(200);
    assertThat(Files.readString(files.get(1)))
        .contains("<title>Change of time against jdk17. jdk25, jdk17-again");
  }

  @Test
  void namesOfBenchmarksAreDrawnToTheirEnd() throws Exception {
    String name = "StoreBenchmark.storeManyOfThemAndThenAFewMore";

    assertThat(drawn(name + "A")).isEqualTo(drawn(name + "A")).isNotEqualTo(drawn(name + "B"));
  }

  private byte[] drawn(String benchmark) throws IOException {
    Comparison comparison =
        compare(run("a", 1, 1, List.of(benchmark)), run("b", 2, 1, List.of(benchmark)));
    return Files.readAllBytes(ChangePicture.draw(List.of(comparison), dir, "x").get(0));
  }

  @Test
  void wildFiguresAndNamesAreDrawnToo() throws Exception {
    List<Comparison> comparisons = new ArrayList<>();
    for (double factor : new double[] {1e-300, 1e-9, 1, 1e9, 1e300}) {
      comparisons.add(compare(run("<a>&\u0001", 1, 1), run("b".repeat(500), 2, factor)));
    }

    assertThat(ChangePicture.draw(comparisons, dir, "x")).hasSize(2);
  }

  @Test
  void withoutARowThereIsNone() throws Exception {
    Comparison whole = compare(run("a", 1, 1), run("b", 2, 1));
    Comparison empty =
        new Comparison(
            "a",
            "b",
            whole.options(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(ChangePicture.draw(List.of(empty), dir, "x")).isEmpty();
    assertThat(dir).isEmptyDirectory();
  }

  private static Comparison compare(ResultFile base, ResultFile next) throws IOException {
    return Comparisons.compare(base, next, ComparisonOptions.of(0.05));
  }

  private static ResultFile run(String name, long seed, double slower) {
    return run(name, seed, slower, List.of("StoreBenchmark.storeMany", "ReadBenchmark.readMany"));
  }

  private static ResultFile run(String name, long seed, double slower, List<String> benchmarks) {
    Random random = new Random(seed);
    List<BenchmarkResult> results = new ArrayList<>();
    for (String method : benchmarks) {
      for (String backend : Runs.BACKENDS) {
        List<List<Double>> forks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          double noise = Math.exp((backend.equals("png") ? 0.1 : 0.01) * random.nextGaussian());
          forks.add(List.of((backend.equals("lmdb") ? slower : 1) * noise));
        }
        results.add(
            Runs.result(
                method,
                "avgt",
                Map.of("backend", backend, "cutoff", "1000", "dataset", "synthetic"),
                new Metric("ms/op", 1, forks),
                Map.of()));
      }
    }
    return new ResultFile(name, Optional.empty(), results);
  }
}
