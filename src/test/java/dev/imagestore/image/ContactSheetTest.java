package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.input.BadInputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {
  /** Where the first image lies on the sheet. */
  private static final int X = 12;

  private static final int Y = 40;

  @TempDir Path dir;

  private static ListDataset one(ImageShape shape, int... samples) {
    ListDataset data = new ListDataset().add(shape, 3);
    byte[] pixels = data.entries.get(0).pixels();
    for (int i = 0; i < samples.length; i++) {
      pixels[i] = (byte) samples[i];
    }
    return data;
  }

  private int[] colours(ListDataset data, int width) throws IOException {
    Path file = dir.resolve("sheet.png");
    assertThat(ContactSheet.draw(data, file)).isEmpty();
    BufferedImage sheet = ImageIO.read(file.toFile());
    int[] colours = new int[width];
    for (int i = 0; i < width; i++) {
      colours[i] = sheet.getRGB(X + i * 96 / width + 20, Y + 40) & 0xFFFFFF;
    }
    return colours;
  }

  @Test
  void showsColours() throws IOException {
    assertThat(
            colours(one(new ImageShape(2, 2, 3, 8), 255, 0, 16, 1, 2, 3, 255, 0, 16, 1, 2, 3), 2))
        .containsExactly(0xFF0010, 0x010203);
  }

  @Test
  void showsGreyAndAlpha() throws IOException {
    assertThat(colours(one(new ImageShape(2, 2, 2, 8), 7, 255, 9, 0, 7, 255, 9, 0), 2))
        .satisfies(c -> assertThat(c[0]).isEqualTo(0x070707))
        .satisfies(c -> assertThat(c[1]).isIn(0xFFFFFF, 0xD8D8D8));
  }

  @Test
  void scalesSixteenBits() throws IOException {
    // 0x0100 and 0x0300, little-endian: the darkest and the brightest.
    assertThat(colours(one(new ImageShape(2, 2, 1, 16), 0, 1, 0, 3, 0, 1, 0, 3), 2))
        .containsExactly(0x000000, 0xFFFFFF);
  }

  @Test
  void showsSignedNumbersInTheirOrder() throws IOException {
    ListDataset wide = new ListDataset().add(new ImageShape(2, 2, 1, 16), true, 3);
    // -256 and 256, little-endian: the darkest and the brightest.
    ByteBuffer.wrap(wide.entries.get(0).pixels()).put(new byte[] {0, -1, 0, 1, 0, -1, 0, 1});
    assertThat(colours(wide, 2)).containsExactly(0x000000, 0xFFFFFF);
    ListDataset narrow = new ListDataset().add(new ImageShape(3, 1, 1, 8), true, 3);
    ByteBuffer.wrap(narrow.entries.get(0).pixels()).put(new byte[] {-128, 0, 127});
    assertThat(colours(narrow, 3)).containsExactly(0x000000, 0x808080, 0xFFFFFF);
  }

  @Test
  void makesLargeImagesSmaller() throws IOException {
    ListDataset data = one(new ImageShape(500, 900, 1, 8));
    Arrays.fill(data.entries.get(0).pixels(), (byte) 77);
    Path file = dir.resolve("sheet.png");
    ContactSheet.draw(data, file);
    assertThat(ImageIO.read(file.toFile()).getRGB(X + 48, Y + 48) & 0xFFFFFF).isEqualTo(0x4D4D4D);
  }

  @Test
  void replacesNothingWhenTheDatasetFails() throws IOException {
    Path file = Files.writeString(dir.resolve("sheet.png"), "old");
    Path empty = Files.createDirectories(dir.resolve("empty"));
    assertThatThrownBy(() -> ContactSheet.draw(Datasets.parse("folder:" + empty), file))
        .isInstanceOf(BadInputException.class);
    assertThat(file).hasContent("old");
    assertThat(dir.toFile().list()).containsExactlyInAnyOrder("sheet.png", "empty");
  }
}
