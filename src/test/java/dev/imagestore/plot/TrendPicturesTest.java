package dev.imagestore.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.analysis.Trend;
import dev.imagestore.analysis.TrendHistory;
import dev.imagestore.analysis.TrendLine;
import dev.imagestore.analysis.TrendRuns;
import dev.imagestore.analysis.Trends;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class TrendPicturesTest {
  @TempDir private Path dir;

  @Test
  void drawsAnOverviewAndEachConfigurationThatWasMeasuredTwice() throws Exception {
    Path plots = dir.resolve("plots/trend");
    List<Path> files = TrendPictures.draw(everything(), plots);

    // JDK 25 was measured once: it has no trend.
    assertThat(files)
        .extracting(f -> f.getFileName().toString())
        .containsExactly(
            "overview.png",
            "overview.svg",
            "jdks.png",
            "jdks.svg",
            "readbenchmark-readmany-thrpt-backend-png-cutoff-1000-jdk17.png",
            "readbenchmark-readmany-thrpt-backend-png-cutoff-1000-jdk17.svg",
            "readbenchmark-readmany-thrpt-backend-lmdb-cutoff-1000-jdk17.png",
            "readbenchmark-readmany-thrpt-backend-lmdb-cutoff-1000-jdk17.svg",
            "readbenchmark-readmany-thrpt-backend-raw-cutoff-1000-jdk17.png",
            "readbenchmark-readmany-thrpt-backend-raw-cutoff-1000-jdk17.svg");
    try (Stream<Path> all = Files.list(plots)) {
      assertThat(all).as("and leaves nothing else").hasSameElementsAs(files);
    }
    for (Path file : files) {
      if (file.toString().endsWith(".png")) {
        // raw has neither a change nor a regression; lmdb drifts.
        boolean marked =
            !file.toString().contains("-raw-")
                && !file.toString().contains("jdks")
                && !file.toString().contains("-lmdb-");
        assertThat(dots(ImageIO.read(file.toFile()), 0xFFB00020)).as("%s", file).isEqualTo(marked);
      } else {
        Document svg = parse(file);
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
            .contains("Some CPU", file.toString().contains("jdks") ? "the oldest JDK" : "JDK 17");
      }
    }
  }

  @Test
  void aPanelOfJdksIsAgainstTheOldest() throws Exception {
    TrendPanel png = TrendPanel.of(everything().jdks().get(0));

    assertThat(png.names()).containsExactly("JDK 17", "JDK 25");
    assertThat(png.whole()).isEqualTo("JDK 17");
    assertThat(png.runs().get(0).value()).isEqualTo(1);
    assertThat(png.runs().get(0).hasInterval()).isFalse();
    assertThat(png.runs().get(1).value()).isBetween(0.6, 0.66);
    assertThat(png.low()).isLessThan(0.63);
    assertThat(png.high()).isGreaterThan(1.1);
  }

  @Test
  void aPanelSaysWhatIsDrawn() throws Exception {
    TrendLine png = everything().lines().get(0);
    TrendPanel panel = TrendPanel.inSeconds(png);

    assertThat(panel.subject()).isEqualTo("png");
    assertThat(panel.runs()).hasSize(30);
    assertThat(panel.names()).startsWith("2026-01-01").endsWith("2026-01-30");
    assertThat(panel.changes()).hasSize(1);
    assertThat(panel.levels()).hasSize(2);
    assertThat(panel.alarm()).isTrue();
    assertThat(panel.low()).isLessThan(0.01);
    assertThat(panel.high()).isGreaterThan(0.0151);

    TrendPanel relative = TrendPanel.relative(png);
    assertThat(relative.levels().get(1).last()).isEqualTo(1);
    assertThat(relative.low()).as("noise does not fill the picture").isLessThan(0.9);
  }

  @Test
  void aHistoryOfOneRunDrawsNothing() throws Exception {
    TrendHistory all = TrendRuns.ofEverything();
    Trend one = Trends.of(new TrendHistory(all.runs().subList(0, 1), List.of()), 0.05, 0.1);
    Path plots = dir.resolve("none");

    assertThat(TrendPictures.draw(one, plots)).isEmpty();
    assertThat(plots).doesNotExist();
  }

  private static Trend everything() throws Exception {
    return Trends.of(TrendRuns.ofEverything(), 0.05, 0.1);
  }

  private static Document parse(Path svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(svg.toFile());
  }

  private static boolean dots(BufferedImage image, int colour) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(p -> p == colour).count() > 50;
  }
}
