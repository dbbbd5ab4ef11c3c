package dev.imagestore.codec.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.png.PngRoundTripTest.Content;
import dev.imagestore.image.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of other encoders, and files that no encoder should have written. */
class SuiteDecoderTest {

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("grey", BufferedImage.TYPE_BYTE_GRAY),
        Arguments.of("grey, 16 bits", BufferedImage.TYPE_USHORT_GRAY),
        Arguments.of("colour", BufferedImage.TYPE_3BYTE_BGR),
        Arguments.of("colour with alpha", BufferedImage.TYPE_4BYTE_ABGR));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void imageIosFilesAreRead(String name, int type) throws IOException {
    for (int side : new int[] {1, 2, 3, 5, 8, 9, 33}) {
      BufferedImage image = new BufferedImage(side, 2 * side + 1, type);
      fill(image, side);
      Pngs.Pixels expected = PngRoundTripTest.samples(image.getRaster());
      assertThat(Pngs.decode(write(image, false))).as("%d", side).isEqualTo(expected);
      assertThat(Pngs.decode(write(image, true))).as("%d, interlaced", side).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,2", "2,4", "4,16", "4,11", "8,200"})
  void palettesBecomeColours(int bits, int colours) throws IOException {
    byte[][] palette = new byte[4][colours];
    Random random = new Random(colours);
    for (byte[] channel : palette) {
      random.nextBytes(channel);
    }
    for (boolean alpha : new boolean[] {false, true}) {
      IndexColorModel model =
          alpha
              ? new IndexColorModel(bits, colours, palette[0], palette[1], palette[2], palette[3])
              : new IndexColorModel(bits, colours, palette[0], palette[1], palette[2]);
      Raster indices = Raster.createPackedRaster(DataBuffer.TYPE_BYTE, 19, 11, 1, bits, null);
      BufferedImage image =
          new BufferedImage(model, indices.createCompatibleWritableRaster(), false, null);
      int channels = alpha ? 4 : 3;
      byte[] expected = new byte[19 * 11 * channels];
      for (int y = 0, at = 0; y < 11; y++) {
        for (int x = 0; x < 19; x++) {
          int index = random.nextInt(colours);
          image.getRaster().setSample(x, y, 0, index);
          for (int c = 0; c < channels; c++) {
            expected[at++] = palette[c][index];
          }
        }
      }
      for (boolean interlaced : new boolean[] {false, true}) {
        assertThat(Pngs.decode(write(image, interlaced)))
            .as("alpha %s, interlaced %s", alpha, interlaced)
            .isEqualTo(new Pngs.Pixels(new ImageShape(19, 11, channels, 8), expected));
      }
    }
  }

  @Test
  void fewBitsOfGreyBecomeEight() throws IOException {
    byte[] twoBits = {0, (byte) 0b00_01_10_11, (byte) 0b11_00_00_00};
    assertThat(Pngs.decode(file(Pngs.header(5, 1, 2, 0, false), twoBits)))
        .isEqualTo(pixels(5, 1, 1, 8, 0, 85, 170, 255, 255));
    byte[] oneBit = {0, (byte) 0b10110000};
    assertThat(Pngs.decode(file(Pngs.header(4, 1, 1, 0, false), oneBit)))
        .isEqualTo(pixels(4, 1, 1, 8, 255, 0, 255, 255));
    byte[] fourBits = {0, (byte) 0x0F, (byte) 0x30};
    assertThat(Pngs.decode(file(Pngs.header(3, 1, 4, 0, false), fourBits)))
        .isEqualTo(pixels(3, 1, 1, 8, 0, 255, 51));
  }

  @Test
  void theTransparentColourBecomesAlpha() throws IOException {
    byte[] grey =
        Pngs.file(
            Pngs.header(3, 1, 8, 0, false),
            Pngs.chunk("tRNS", (byte) 0, (byte) 7),
            Pngs.chunk("IDAT", Pngs.data((byte) 0, (byte) 6, (byte) 7, (byte) 8)));
    assertThat(Pngs.decode(grey)).isEqualTo(pixels(3, 1, 2, 8, 6, 255, 7, 0, 8, 255));
    byte[] colour =
        Pngs.file(
            Pngs.header(1, 2, 16, 2, false),
            Pngs.chunk("tRNS", new byte[] {1, 2, 3, 4, 5, 6}),
            Pngs.chunk("IDAT", Pngs.data(new byte[] {0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 7})));
    assertThat(Pngs.decode(colour))
        .isEqualTo(pixels(1, 2, 4, 16, 2, 1, 4, 3, 6, 5, 0, 0, 2, 1, 4, 3, 7, 5, 255, 255));
  }

  @Test
  void pixelsMayLieInManyChunksAndUnknownOnesAreSkipped() throws IOException {
    ImageShape shape = new ImageShape(9, 7, 3, 8);
    byte[] pixels = PngRoundTripTest.pixels(shape, Content.SMOOTH, 1);
    assertThat(Pngs.decode(inManyChunks(shape, pixels))).isEqualTo(new Pngs.Pixels(shape, pixels));
  }

  /** A file of 8-bit colours without filters, its data in pieces of 5 bytes and one of none. */
  static byte[] inManyChunks(ImageShape shape, byte[] pixels) throws IOException {
    int rowBytes = shape.rowBytes();
    byte[] raw = new byte[shape.height() * (1 + rowBytes)];
    for (int y = 0; y < shape.height(); y++) {
      System.arraycopy(pixels, y * rowBytes, raw, y * (1 + rowBytes) + 1, rowBytes);
    }
    byte[] data = Pngs.data(raw);
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    chunks.write(Pngs.chunk("IDAT"));
    for (int at = 0; at < data.length; at += 5) {
      chunks.write(Pngs.chunk("IDAT", Arrays.copyOfRange(data, at, Math.min(at + 5, data.length))));
    }
    return Pngs.file(
        Pngs.header(shape.width(), shape.height(), 8, 2, false),
        Pngs.chunk("tEXt", (byte) 'a', (byte) 0, (byte) 'b'),
        chunks.toByteArray(),
        Pngs.chunk("quIt"));
  }

  static Stream<Arguments> wrongFiles() {
    byte[] header = Pngs.header(2, 2, 8, 0, false);
    byte[] data =
        Pngs.chunk("IDAT", Pngs.data((byte) 0, (byte) 1, (byte) 2, (byte) 0, (byte) 3, (byte) 4));
    byte[] indexed = Pngs.header(2, 1, 8, 3, false);
    byte[] third = Pngs.chunk("IDAT", Pngs.data((byte) 0, (byte) 1, (byte) 2));
    byte[] palette = Pngs.chunk("PLTE", new byte[6]);
    byte[] dictionary = {0x78, (byte) 0xBB, 0, 0, 0, 1, 0, 0};
    return Stream.of(
        Arguments.of("no chunk but IEND", new byte[][] {}, "one IHDR"),
        Arguments.of("no header", new byte[][] {data}, "one IHDR"),
        Arguments.of("two headers", new byte[][] {header, header, data}, "one IHDR"),
        Arguments.of("no pixels", new byte[][] {header}, "IDAT"),
        Arguments.of(
            "a gap between pixels",
            new byte[][] {header, data, Pngs.chunk("teXt"), data},
            "in a row"),
        Arguments.of("pixels twice", new byte[][] {header, data, data}, "more data"),
        Arguments.of(
            "too few pixels",
            new byte[][] {header, Pngs.chunk("IDAT", Pngs.data((byte) 0, (byte) 1))},
            "only 2 B"),
        Arguments.of(
            "too many pixels",
            new byte[][] {header, Pngs.chunk("IDAT", Pngs.data(new byte[7]))},
            "found more"),
        Arguments.of(
            "an unknown filter",
            new byte[][] {
              header,
              Pngs.chunk(
                  "IDAT", Pngs.data((byte) 5, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0))
            },
            "filter"),
        Arguments.of(
            "no zlib stream", new byte[][] {header, Pngs.chunk("IDAT", new byte[20])}, "damaged"),
        Arguments.of(
            "a dictionary", new byte[][] {header, Pngs.chunk("IDAT", dictionary)}, "only 0 B"),
        Arguments.of(
            "an unknown critical chunk", new byte[][] {header, Pngs.chunk("QUIT"), data}, "QUIT"),
        Arguments.of(
            "a type that is none", new byte[][] {header, Pngs.chunk("ab1d"), data}, "type"),
        Arguments.of("no palette", new byte[][] {indexed, third}, "PLTE"),
        Arguments.of(
            "a colour beyond the palette", new byte[][] {indexed, palette, third}, "colour 2"),
        Arguments.of(
            "a palette of half a colour",
            new byte[][] {indexed, Pngs.chunk("PLTE", new byte[4]), third},
            "PLTE"),
        Arguments.of(
            "transparency of another type",
            new byte[][] {header, Pngs.chunk("tRNS", new byte[6]), data},
            "tRNS"),
        Arguments.of("0 columns", new byte[][] {Pngs.header(0, 2, 8, 0, false), data}, "0x2"),
        Arguments.of(
            "a negative height",
            new byte[][] {Pngs.header(2, -1, 8, 0, false), data},
            "4294967295"),
        Arguments.of(
            "an unknown type", new byte[][] {Pngs.header(2, 2, 8, 5, false), data}, "type 5"),
        Arguments.of("3 bits", new byte[][] {Pngs.header(2, 2, 3, 0, false), data}, "depth 3"),
        Arguments.of(
            "4 bits of colour", new byte[][] {Pngs.header(2, 2, 4, 2, false), data}, "depth 4"),
        Arguments.of(
            "a header of 12 bytes", new byte[][] {Pngs.chunk("IHDR", new byte[12]), data}, "13 B"),
        Arguments.of(
            "a GiB that is not there",
            new byte[][] {Pngs.header(30_000, 30_000, 8, 0, false), data},
            "can't hold"),
        Arguments.of(
            "more than any memory",
            new byte[][] {Pngs.header(Integer.MAX_VALUE, Integer.MAX_VALUE, 16, 6, true), data},
            "at most"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongFiles")
  void whatIsWrongIsRefused(String name, byte[][] chunks, String reason) throws IOException {
    byte[] file = Pngs.file(chunks);
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Pngs.decode(file))
        .withMessageContaining(reason);
  }

  @Test
  void bytesBehindTheEndAreRefused() throws IOException {
    byte[] file = Pngs.encode(new ImageShape(2, 2, 1, 8), new byte[4]);
    byte[] longer = Arrays.copyOf(file, file.length + 1);
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Pngs.decode(longer))
        .withMessage("expected the end of the file behind an empty IEND, found 1 B more");
  }

  private static byte[] file(byte[] header, byte[] raw) throws IOException {
    return Pngs.file(header, Pngs.chunk("IDAT", Pngs.data(raw)));
  }

  private static Pngs.Pixels pixels(
      int width, int height, int channels, int depth, int... samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      bytes[i] = (byte) samples[i];
    }
    return new Pngs.Pixels(new ImageShape(width, height, channels, depth), bytes);
  }

  static void fill(BufferedImage image, int seed) {
    Random random = new Random(seed);
    int values = 1 << image.getSampleModel().getSampleSize(0);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        for (int c = 0; c < image.getRaster().getNumBands(); c++) {
          image.getRaster().setSample(x, y, c, random.nextInt(values));
        }
      }
    }
  }

  static byte[] write(BufferedImage image, boolean interlaced) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setProgressiveMode(
          interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(out);
      writer.write(
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(image), parameters),
          new IIOImage(image, null, null),
          parameters);
    } finally {
      writer.dispose();
    }
    byte[] file = bytes.toByteArray();
    assertThat(file[8 + 8 + 12]).isEqualTo((byte) (interlaced ? 1 : 0));
    return file;
  }
}
