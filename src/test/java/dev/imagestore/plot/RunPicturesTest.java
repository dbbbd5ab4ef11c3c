package dev.imagestore.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.result.BenchmarkResult;
import dev.imagestore.result.Metric;
import dev.imagestore.result.ResultFile;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class RunPicturesTest {
  @TempDir Path dir;

  @Test
  void drawsEachPictureAsPngAndSvg() throws Exception {
    Path plots = dir.resolve("plots/run");
    List<Path> files = RunPictures.draw(Runs.complete("run"), plots, line -> {});

    assertThat(files).hasSize(22).allMatch(Files::isRegularFile);
    try (Stream<Path> all = Files.list(plots)) {
      assertThat(all).as("and leaves nothing else").hasSameElementsAs(files);
    }
    for (Path file : files) {
      if (file.toString().endsWith(".png")) {
        assertIsAPicture(ImageIO.read(file.toFile()));
      } else {
        assertIsAnSvgWithTitle(file);
      }
    }
  }

  @Test
  void everyPictureCanBeDrawnWhateverTheFigures() throws Exception {
    List<BenchmarkResult> odd = new ArrayList<>();
    for (double value : List.of(1e-300, 1e300, 1.0, Double.MIN_VALUE)) {
      odd.add(
          Runs.result(
              "StoreBenchmark.storeMany",
              "thrpt",
              Map.of("backend", "<b>&" + value, "cutoff", "" + Long.MAX_VALUE),
              Runs.sampled("ops/s", value),
              Map.of()));
    }
    // Forks so far apart that the interval has no ends.
    List<List<Double>> forks = List.of(List.of(1e-20), List.of(1.0), List.of(1e20));
    odd.add(
        Runs.result(
            "StoreBenchmark.storeMany",
            "thrpt",
            Map.of("backend", "wild", "cutoff", "10"),
            new Metric("ops/s", 1, forks),
            Map.of()));
    odd.add(Runs.storeMany("png", 1, "synthetic", "none"));

    List<Path> files =
        RunPictures.draw(new ResultFile("<x>&\u0001", Optional.empty(), odd), dir, line -> {});

    assertThat(files).isNotEmpty().allMatch(Files::isRegularFile);
  }

  @Test
  void aRunWithoutFiguresWritesNothingAndSaysWhy() throws Exception {
    BenchmarkResult theirs =
        Runs.result("X.y", "avgt", Map.of(), Runs.sampled("ns/op", 3), Map.of());
    List<String> said = new ArrayList<>();
    Path plots = dir.resolve("plots");

    assertThat(
            RunPictures.draw(
                new ResultFile("r", Optional.empty(), List.of(theirs)), plots, said::add))
        .isEmpty();
    assertThat(plots).doesNotExist();
    assertThat(said).isNotEmpty().allMatch(line -> line.startsWith("not drawn for r: "));
  }

  private static void assertIsAPicture(BufferedImage image) {
    assertThat(image.getWidth()).isEqualTo(2 * Drawing.WIDTH);
    assertThat(image.getHeight()).isEqualTo(2 * Drawing.HEIGHT);
    assertThat(image.getRGB(2, 2)).isEqualTo(0xFFFFFFFF);
    // The colour of png is somewhere: its line, its bar, its marker.
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    assertThat(Arrays.stream(pixels).filter(p -> p == 0xFFD55E00).count()).isGreaterThan(200);
  }

  private static void assertIsAnSvgWithTitle(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Document svg = factory.newDocumentBuilder().parse(file.toFile());
    assertThat(svg.getDocumentElement().getNodeName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .contains("dataset synthetic", "Some CPU");
    assertThat(svg.getElementsByTagName("text").getLength()).as("letters are shapes").isZero();
    assertThat(svg.getElementsByTagName("image").getLength()).isZero();
  }
}
