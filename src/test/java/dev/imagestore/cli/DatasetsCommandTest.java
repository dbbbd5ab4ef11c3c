package dev.imagestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DatasetsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path dir;

  private int run(String... args) {
    CommandLine line = Cli.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(args);
  }

  @Test
  void listsWhatThereIs() {
    assertThat(run("datasets")).isZero();
    assertThat(out.toString())
        .contains("dataset ", "images", "shapes", "labels", "bytes")
        .containsPattern("(?m)^synthetic +10,000  32x32x3 +10 +30,720,000  computed$")
        .containsPattern("(?m)^cifar10 +50,000  32x32x3 +10 +153,600,000")
        .contains("names: synthetic, synthetic:WxHxC[x16], cifar10, ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void describesFoldersWithTheirUnreadableFiles() throws IOException {
    Path cat = Files.createDirectories(dir.resolve("cat"));
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(image, "png", cat.resolve("a.png").toFile());
    Files.writeString(cat.resolve("b.png"), "no image");
    assertThat(run("datasets", "folder:" + dir, "synthetic:512x512x1x16")).isZero();
    assertThat(out.toString())
        .containsPattern("(?m)^folder:\\S+ +1  3x2x1 +1 +6$")
        .containsPattern(
            "(?m)^synthetic:512x512x1x16 +128  512x512x1x16 +10  67,108,864  computed$")
        .contains("unreadable files: 1\n" + cat.resolve("b.png") + ": expected an image");
  }

  @Test
  void drawsContactSheet() throws IOException {
    Path sheet = dir.resolve("sheet.png");
    assertThat(run("datasets", "synthetic", "--preview", sheet.toString())).isZero();
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isGreaterThan(1000);
  }

  @Test
  void refusesUnknownNames() {
    assertThat(run("datasets", "mnist")).isEqualTo(Cli.FAILED);
    assertThat(err.toString())
        .contains("error: dataset: expected synthetic, ")
        .contains(", found \"mnist\"");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesPreviewOfSeveral() {
    assertThat(run("datasets", "synthetic", "cifar10", "--preview", "x.png")).isEqualTo(Cli.FAILED);
    assertThat(err.toString()).contains("--preview: expected the name of one dataset, found 2");
  }
}
