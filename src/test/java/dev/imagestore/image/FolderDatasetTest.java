package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.input.BadInputException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderDatasetTest {
  private static final int W = 7;
  private static final int H = 5;

  @TempDir Path dir;

  private Dataset folder() throws IOException {
    return Datasets.parse("folder:" + dir);
  }

  private Path write(BufferedImage image, String format, String name) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage grey() {
    return samples(ColorSpace.CS_GRAY, 1, 8).image;
  }

  /** An image and the samples in it, as ImageShape's layout has them. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its parts
  private record Samples(BufferedImage image, byte[] expected) {}

  /** An image of random samples in a colour space, made without converting any. */
  private static Samples samples(int space, int channels, int depth) {
    boolean alpha = channels % 2 == 0;
    int type = depth == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            type);
    WritableRaster raster = Raster.createInterleavedRaster(type, W, H, channels, null);
    Random random = new Random(channels * 100L + depth);
    int[] values = random.ints((long) W * H * channels, 0, 1 << depth).toArray();
    raster.setPixels(0, 0, W, H, values);
    byte[] expected = new byte[values.length * depth / 8];
    for (int i = 0; i < values.length; i++) {
      if (depth == 8) {
        expected[i] = (byte) values[i];
      } else {
        expected[2 * i] = (byte) values[i];
        expected[2 * i + 1] = (byte) (values[i] >> 8);
      }
    }
    return new Samples(new BufferedImage(colours, raster, false, null), expected);
  }

  @ParameterizedTest
  @CsvSource({
    "png, 1, 8",
    "png, 2, 8",
    "png, 3, 8",
    "png, 4, 8",
    "png, 1, 16",
    "png, 2, 16",
    "png, 3, 16",
    "png, 4, 16",
    "bmp, 1, 8",
    "bmp, 3, 8",
    "tiff, 1, 8",
    "tiff, 3, 8",
    "tiff, 1, 16",
    "tiff, 3, 16",
    "tiff, 4, 8"
  })
  void keepsTheSamplesOfTheFile(String format, int channels, int depth) throws IOException {
    Samples samples =
        samples(channels < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB, channels, depth);
    Path file = write(samples.image, format, "a/x." + format);
    Reading read = Reading.of(folder(), 1);
    assertThat(read.unreadable).isEmpty();
    assertThat(read.shapes.get(0)).isEqualTo(new ImageShape(W, H, channels, depth));
    assertThat(read.pixels.get(0)).isEqualTo(samples.expected);
    assertThat(new PictureFiles().look(file).shape()).isEqualTo(read.shapes.get(0));
    assertThat(folder().bytes(10)).isEqualTo(samples.expected.length);
  }

  private static BufferedImage indexed(int bits, int[] palette, boolean alpha) {
    IndexColorModel colours =
        new IndexColorModel(bits, palette.length, palette, 0, alpha, -1, DataBuffer.TYPE_BYTE);
    BufferedImage image =
        new BufferedImage(
            W,
            H,
            bits < 8 ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_INDEXED,
            colours);
    for (int i = 0; i < W * H; i++) {
      image.getRaster().setSample(i % W, i / W, 0, i % palette.length);
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp"})
  void expandsPalettes(String format) throws IOException {
    // Of a palette with fewer colours ImageIO's BMP writer makes a wrong file.
    int[] palette = IntStream.range(0, 256).map(i -> 0xFF000000 | (i * 0x070301)).toArray();
    write(indexed(8, palette, false), format, "a/x." + format);
    Reading read = Reading.of(folder(), 1);
    assertThat(read.shapes.get(0)).hasToString("7x5x3");
    for (int i = 0; i < W * H; i++) {
      byte[] p = read.pixels.get(0);
      int rgb = (p[3 * i] & 0xFF) << 16 | (p[3 * i + 1] & 0xFF) << 8 | (p[3 * i + 2] & 0xFF);
      assertThat(rgb).isEqualTo(palette[i] & 0xFFFFFF);
    }
  }

  @Test
  void keepsTheAlphaOfPalettes() throws IOException {
    write(indexed(8, new int[] {0x80102030, 0xFFFF0001}, true), "png", "a/x.png");
    Reading read = Reading.of(folder(), 1);
    assertThat(read.shapes.get(0)).hasToString("7x5x4");
    assertThat(Arrays.copyOf(read.pixels.get(0), 8))
        .isEqualTo(new byte[] {0x10, 0x20, 0x30, (byte) 0x80, (byte) 255, 0, 1, (byte) 255});
  }

  @Test
  void spreadsFewBitsOfGrey() throws IOException {
    write(indexed(1, new int[] {0xFF000000, 0xFFFFFFFF}, false), "png", "a/1.png");
    write(
        indexed(2, new int[] {0xFF000000, 0xFF555555, 0xFFAAAAAA, 0xFFFFFFFF}, false),
        "png",
        "a/2.png");
    Reading read = Reading.of(folder(), 2);
    assertThat(read.shapes).allMatch(shape -> shape.toString().equals("7x5x1"));
    assertThat(Arrays.copyOf(read.pixels.get(0), 3)).isEqualTo(new byte[] {0, (byte) 255, 0});
    assertThat(Arrays.copyOf(read.pixels.get(1), 4))
        .isEqualTo(new byte[] {0, 0x55, (byte) 0xAA, (byte) 255});
  }

  @Test
  void spreadsPackedColours() throws IOException {
    BufferedImage image = new BufferedImage(W, H, BufferedImage.TYPE_USHORT_555_RGB);
    image.getRaster().setPixel(0, 0, new int[] {31, 1, 0});
    write(image, "bmp", "a/x.bmp");
    byte[] pixels = Reading.of(folder(), 1).pixels.get(0);
    assertThat(Arrays.copyOf(pixels, 4)).isEqualTo(new byte[] {(byte) 255, 8, 0, 0});
  }

  private static BufferedImage flat(int space, int... sample) {
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(space), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, sample.length, null);
    for (int i = 0; i < 256; i++) {
      raster.setPixel(i % 16, i / 16, sample);
    }
    return new BufferedImage(colours, raster, false, null);
  }

  private static void assertAllNear(byte[] pixels, int... sample) {
    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i] & 0xFF)
          .isBetween(sample[i % sample.length] - 3, sample[i % 3 % sample.length] + 3);
    }
  }

  @Test
  void readsJpegGreyAndColour() throws IOException {
    write(flat(ColorSpace.CS_GRAY, 60), "jpg", "a/grey.jpg");
    write(flat(ColorSpace.CS_sRGB, 200, 90, 30), "jpg", "a/rgb.jpg");
    Reading read = Reading.of(folder(), 2);
    assertThat(read.shapes).hasToString("[16x16x1, 16x16x3]");
    assertAllNear(read.pixels.get(0), 60);
    assertAllNear(read.pixels.get(1), 200, 90, 30);
  }

  /** Converted from a linear profile to sRGB, 60 would become 133. */
  @Test
  void ignoresColourProfiles() throws IOException {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    Path file = write(flat(ColorSpace.CS_sRGB, 200, 90, 60), "jpg", "a/linear.jpg");
    byte[] jpeg = Files.readAllBytes(file);
    // The profile goes into a segment of its own behind the first one.
    int first = 4 + ((jpeg[4] & 0xFF) << 8 | (jpeg[5] & 0xFF));
    byte[] name = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
    int length = 2 + name.length + profile.length;
    ByteArrayOutputStream with = new ByteArrayOutputStream();
    with.write(jpeg, 0, first);
    with.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE2, (byte) (length >> 8), (byte) length});
    with.writeBytes(name);
    with.writeBytes(profile);
    with.write(jpeg, first, jpeg.length - first);
    Files.write(file, with.toByteArray());
    int converted = ImageIO.read(file.toFile()).getRGB(0, 0) & 0xFF;
    assertThat(converted).isGreaterThan(100);
    assertAllNear(Reading.of(folder(), 1).pixels.get(0), 200, 90, 60);
  }

  @Test
  void labelsAreDirectoriesInTheOrderOfTheirNames() throws IOException {
    write(grey(), "png", "train/dog/1.png");
    write(grey(), "png", "train/cat/2.png");
    write(grey(), "png", "test/dog/3.png");
    write(grey(), "png", "train/ape/deep/4.png");
    Files.createDirectories(dir.resolve("aaa"));
    Files.writeString(dir.resolve("aaa/notes.txt"), "no picture");
    Dataset data = folder();
    assertThat(data.labelNames()).containsExactly("cat", "deep", "dog");
    Reading read = Reading.of(data, 10);
    // test/dog, train/ape/deep, train/cat, train/dog
    assertThat(read.labels).containsExactly(2, 1, 0, 2);
    assertThat(data.publicName()).isEqualTo("folder:" + dir.getFileName());
    assertThat(data.summary().labels()).isEqualTo(3);
  }

  @Test
  void mixesShapesAndReadsOnlyTheFirst() throws IOException {
    write(samples(ColorSpace.CS_sRGB, 3, 16).image, "png", "a/1.png");
    write(grey(), "gif", "a/2.gif");
    Path broken = dir.resolve("a/3.png");
    Files.writeString(broken, "not looked at");
    assertThat(Reading.of(folder(), 2).unreadable).isEmpty();
    assertThat(folder().bytes(2)).isEqualTo(W * H * 7);
    assertThat(folder().size()).isEqualTo(2);
    assertThat(folder().summary())
        .isEqualTo(
            new DatasetSummary(
                2,
                "mixed, up to 7x5x3x16",
                1,
                W * H * 7,
                "",
                java.util.List.of(
                    broken + ": expected an image that ImageIO can read, found another format")));
    ImageFile.Info info = ImageFile.write(dir.resolve("../set-" + dir.getFileName()), folder(), 10);
    Files.delete(dir.resolve("../set-" + dir.getFileName()));
    assertThat(info.distinct()).isEqualTo(2);
    assertThat(info.unreadable()).hasSize(1);
  }

  @Test
  void listsUnreadableFiles() throws IOException {
    Path good = write(flat(ColorSpace.CS_sRGB, 1, 2, 3), "png", "a/good.png");
    byte[] png = Files.readAllBytes(good);
    Files.write(dir.resolve("a/cut.png"), Arrays.copyOf(png, png.length - 30));
    byte[] none = png.clone();
    Arrays.fill(none, 16, 20, (byte) 0); // the width
    Files.write(dir.resolve("a/none.png"), none);
    Path jpg = write(samples(ColorSpace.CS_sRGB, 3, 8).image, "jpg", "a/cut.jpg");
    byte[] jpeg = Files.readAllBytes(jpg);
    Files.write(jpg, Arrays.copyOf(jpeg, jpeg.length - 40));
    Files.write(dir.resolve("a/empty.png"), new byte[0]);
    Files.writeString(dir.resolve("a/text.jpg"), "hello");
    Files.createSymbolicLink(dir.resolve("a/nowhere.png"), dir.resolve("gone"));
    Files.createSymbolicLink(dir.resolve("a/round"), dir);
    byte[] huge = png.clone();
    Arrays.fill(huge, 16, 24, (byte) 0x01); // 16843009 x 16843009
    Files.write(dir.resolve("a/huge.png"), huge);

    Reading read = Reading.of(folder(), 100);
    assertThat(read.labels).hasSize(1);
    assertThat(read.unreadable)
        .hasSize(8)
        .allMatch(line -> line.contains(": expected an image that ImageIO can read, found "))
        .allMatch(line -> !line.contains("\n"))
        .isEqualTo(folder().summary().unreadable());
    assertThat(String.join("\n", read.unreadable))
        .contains("cut.jpg", "cut.png", "none.png", "nowhere.png", "text.jpg", "huge.png", "round")
        .contains("empty.png: expected an image that ImageIO can read, found an empty file")
        .contains("an image of 16843009x16843009");
    assertThatThrownBy(() -> folder().read(100, (shape, signed, label, pixels) -> {}))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void refusesAnImageOfNoPixels() throws IOException {
    Path file = write(grey(), "png", "a/none.png");
    byte[] png = Files.readAllBytes(file);
    Arrays.fill(png, 20, 24, (byte) 0); // the height
    Files.write(file, png);
    assertThatThrownBy(() -> Reading.of(folder(), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            dir
                + ": expected images, found none that can be read among 1 file; the first: "
                + file
                + ": expected an image that ImageIO can read, found ");
  }

  @Test
  void refusesEmptyDirectories() throws IOException {
    Files.createDirectories(dir.resolve("a/b"));
    assertThatThrownBy(() -> Reading.of(folder(), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage(dir + ": expected images, found an empty directory");
  }

  @Test
  void refusesDirectoriesWithoutImages() throws IOException {
    Files.writeString(dir.resolve("a.txt"), "a");
    Files.writeString(dir.resolve("b.txt"), "b");
    assertThatThrownBy(() -> folder().size())
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            dir
                + ": expected images, found none that can be read among 2 files; the first: "
                + dir.resolve("a.txt")
                + ": expected an image that ImageIO can read, found another format");
  }

  @Test
  void refusesWhatIsNoDirectory() throws IOException {
    Path file = Files.writeString(dir.resolve("x"), "x");
    assertThatThrownBy(() -> Datasets.parse("folder:" + file))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + ": expected a directory with images, found a file");
    Path gone = dir.resolve("gone");
    assertThatThrownBy(() -> Datasets.parse("folder:" + gone))
        .hasMessage(gone + ": expected a directory with images, found nothing of that name");
  }

  /** Any byte of a picture may be wrong: it is read or listed, and nothing else happens. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
  void survivesBrokenFiles(String format) throws IOException {
    write(grey(), "png", "a/good.png");
    Path file = write(samples(ColorSpace.CS_sRGB, 3, 8).image, format, "a/x." + format);
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(11);
    for (int round = 0; round < 60; round++) {
      byte[] bad = good.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, bad);
      Reading read = Reading.of(folder(), 2);
      assertThat(read.labels.size() + read.unreadable.size()).isEqualTo(2);
    }
  }
}
