package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.imagestore.input.BadInputException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticDatasetTest {

  /** Bytes that ImageIO's PNG writer takes for an image, JDK 17 as JDK 25. */
  private static int pngBytes(byte[] rgb) throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < bgr.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.size();
  }

  /**
   * The 5,000 training images that the figures come from: the first 1,000 of each of CIFAR-10's
   * training batches. Mean 2,862.5 B, 10th percentile 2,484 B, 90th 3,119 B.
   */
  @Test
  void isLikePhotographsToPngEncoder() throws IOException {
    ImageIO.setUseCache(false);
    Reading images = Reading.of(Datasets.parse("synthetic"), 5000);
    int[] bytes = new int[5000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = pngBytes(images.pixels.get(i));
    }
    Arrays.sort(bytes);
    assertThat(Arrays.stream(bytes).average().orElseThrow()).isCloseTo(2862.5, withinPercentage(5));
    assertThat(bytes[500]).isCloseTo(2484, withinPercentage(15));
    assertThat(bytes[4500]).isCloseTo(3119, withinPercentage(15));
  }

  @Test
  void hasTenThousandDistinctImagesAndTenLabels() throws IOException {
    Dataset data = Datasets.parse("synthetic");
    Set<ByteBuffer> distinct = new HashSet<>();
    int[] labels = new int[10];
    data.read(
        20_000,
        (shape, signed, label, pixels) -> {
          assertThat(shape).hasToString("32x32x3");
          assertThat(signed).isFalse();
          labels[label]++;
          distinct.add(ByteBuffer.wrap(Fingerprint.sha256().digest(copy(pixels))));
        });
    assertThat(distinct).hasSize(10_000);
    assertThat(Arrays.stream(labels)).allMatch(n -> n > 900 && n < 1100);
    assertThat(data.size()).isEqualTo(10_000);
    assertThat(data.bytes(50_000)).isEqualTo(30_720_000);
    assertThat(data.publicName()).isEqualTo("synthetic");
    assertThat(data.summary())
        .isEqualTo(
            new DatasetSummary(10_000, "32x32x3", 10, 30_720_000, "computed", java.util.List.of()));
  }

  private static byte[] copy(ByteBuffer pixels) {
    byte[] bytes = new byte[pixels.remaining()];
    pixels.get(bytes);
    return bytes;
  }

  /** The same bytes on every machine and JDK: these were found on JDK 17. */
  @ParameterizedTest
  @CsvSource({
    "synthetic, 1000, 0a89d9f9bbcf70f9be3cd43c3a05ba329241d60f6c1b3fed405e711f15c421ef",
    "synthetic:64x48x4, 3, ad9dc581965691c10640d2148c75ca129535d9ec7e11739d94c5eea33fa56348",
    "synthetic:33x17x2x16, 3, 9f1abf784ad23c29b5d7191eff9dcd0b0ab6f1adac6b548e34437fbfd7996b0a",
  })
  void isTheSameEverywhere(String name, int count, String fingerprint) throws IOException {
    Fingerprint found = new Fingerprint();
    Datasets.parse(name)
        .read(count, (shape, signed, label, pixels) -> found.add(shape, label, pixels));
    assertThat(found.finish()).isEqualTo(fingerprint);
  }

  @ParameterizedTest
  @CsvSource({
    "32x32x3, 21845",
    "1x1x1, 67108864",
    "5x1x4x16, 1677721",
    "512x512x1x16, 128",
    "4096x4096x4, 1"
  })
  void makesAsManyOfOtherShapesAsFit(String shape, long images) throws IOException {
    Dataset data = Datasets.parse("synthetic:" + shape);
    assertThat(data.size()).isEqualTo(images);
    assertThat(data.publicName()).isEqualTo("synthetic:" + shape);
    if (images > 1) {
      Reading two = Reading.of(data, 2);
      assertThat(two.shapes.get(1)).hasToString(shape);
      assertThat(two.pixels.get(1)).hasSize(two.shapes.get(1).bytes());
    }
  }

  @Test
  void scansHaveTwelveBitsSpreadOverSixteen() throws IOException {
    byte[] pixels = Reading.of(Datasets.parse("synthetic:512x512x1x16"), 1).pixels.get(0);
    Set<Integer> values = new HashSet<>();
    for (int i = 0; i < pixels.length; i += 2) {
      int value = (pixels[i] & 0xFF) | (pixels[i + 1] & 0xFF) << 8;
      assertThat(value & 15).isEqualTo(value >> 12);
      values.add(value);
    }
    assertThat(values).hasSizeGreaterThan(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"32", "32x32", "32x32x3x16x1", "axbxc", "-1x3x3", "32x32x3X16", " "})
  void refusesWhatIsNoShape(String shape) {
    assertThatThrownBy(() -> Datasets.parse("synthetic:" + shape))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("synthetic:" + shape + ": expected WxHxC or WxHxCx16")
        .hasMessageEndingWith("found " + shape);
  }

  @ParameterizedTest
  @CsvSource({
    "0x32x3, an image of 0x32 has 0 pixels",
    "32x0x3, an image of 32x0 has 0 pixels",
    "32x32x0, 'channels: expected 1 to 4, found 0'",
    "32x32x5, 'channels: expected 1 to 4, found 5'",
    "32x32x3x12, 'bits a sample: expected 8 or 16, found 12'",
    "999999999x999999999x4, an image of 999999999x999999999x4 at 8 bits is over 2147479551 B",
    "8193x8192x1, 'expected an image of 67,108,864 B (64 MiB) or less, found 67,117,056 B'"
  })
  void refusesShapesThatCanNotBe(String shape, String why) {
    assertThatThrownBy(() -> Datasets.parse("synthetic:" + shape))
        .isInstanceOf(BadInputException.class)
        .hasMessage("synthetic:" + shape + ": " + why);
  }

  @Test
  void fingerprintOfNothingIsHex() {
    assertThat(HexFormat.of().parseHex(new Fingerprint().finish())).hasSize(32);
  }
}
