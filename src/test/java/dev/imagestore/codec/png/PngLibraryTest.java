package dev.imagestore.codec.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.codec.png.PngRoundTripTest.Content;
import dev.imagestore.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every library must do. */
class PngLibraryTest {
  private static final ImageShape SMALL = new ImageShape(12, 9, 3, 8);

  static Stream<Arguments> pairs() {
    return Stream.of(PngLibrary.values())
        .flatMap(from -> Stream.of(PngLibrary.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("pairs")
  void whatOneWritesAnotherReads(PngLibrary from, PngLibrary to) throws IOException {
    Random random = new Random(1);
    List<ImageShape> shapes = new ArrayList<>();
    for (int channels = 1; channels <= 4; channels++) {
      for (int depth : new int[] {8, 16}) {
        shapes.add(new ImageShape(32, 32, channels, depth));
        shapes.add(new ImageShape(1, 1, channels, depth));
        shapes.add(new ImageShape(1, 40, channels, depth));
        shapes.add(new ImageShape(40, 1, channels, depth));
        shapes.add(new ImageShape(97, 61, channels, depth));
        for (int i = 0; i < 2; i++) {
          shapes.add(
              new ImageShape(1 + random.nextInt(70), 1 + random.nextInt(70), channels, depth));
        }
      }
    }
    try (ImageEncoder encoder = from.encoder();
        ImageDecoder decoder = to.decoder()) {
      for (ImageShape shape : shapes) {
        for (Content content : Content.values()) {
          byte[] pixels = PngRoundTripTest.pixels(shape, content, shape.hashCode());
          int length = encoder.encode(shape, pixels);
          assertThat(Pngs.decode(decoder, encoder.file(), length))
              .as("%s %s", shape, content)
              .isEqualTo(new Pngs.Pixels(shape, pixels));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pixelsMayBeFollowedByOthers(PngLibrary codec) throws IOException {
    byte[] more = PngRoundTripTest.pixels(new ImageShape(50, 50, 3, 8), Content.NOISE, 2);
    byte[] pixels = Arrays.copyOf(more, SMALL.bytes());
    assertThat(Pngs.decode(codec, Pngs.encode(codec, SMALL, more)))
        .isEqualTo(new Pngs.Pixels(SMALL, pixels));
  }

  @ParameterizedTest
  @EnumSource
  void interlacedImagesAreRead(PngLibrary codec) throws IOException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_USHORT_GRAY,
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_4BYTE_ABGR
        }) {
      for (int[] size : new int[][] {{1, 1}, {2, 3}, {3, 2}, {5, 1}, {1, 5}, {8, 8}, {33, 67}}) {
        BufferedImage image = new BufferedImage(size[0], size[1], type);
        SuiteDecoderTest.fill(image, size[1]);
        assertThat(Pngs.decode(codec, SuiteDecoderTest.write(image, true)))
            .as("type %d, %dx%d", type, size[0], size[1])
            .isEqualTo(PngRoundTripTest.samples(image.getRaster()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pixelsMayLieInManyChunks(PngLibrary codec) throws IOException {
    ImageShape shape = new ImageShape(9, 7, 3, 8);
    byte[] pixels = PngRoundTripTest.pixels(shape, Content.SMOOTH, 1);
    assertThat(Pngs.decode(codec, SuiteDecoderTest.inManyChunks(shape, pixels)))
        .isEqualTo(new Pngs.Pixels(shape, pixels));
  }

  /** Kinds of files that only our own decoder expands. */
  static Stream<Arguments> kinds() throws IOException {
    byte[] row = {0, 0, 1};
    return Stream.of(
        Arguments.of(
            "palette",
            Pngs.file(
                Pngs.header(2, 1, 8, 3, false),
                Pngs.chunk("PLTE", new byte[6]),
                Pngs.chunk("IDAT", Pngs.data(row)))),
        Arguments.of(
            "1 bits",
            Pngs.file(Pngs.header(9, 1, 1, 0, false), Pngs.chunk("IDAT", Pngs.data(row)))),
        Arguments.of(
            "tRNS",
            Pngs.file(
                Pngs.header(2, 1, 8, 0, false),
                Pngs.chunk("tRNS", (byte) 0, (byte) 1),
                Pngs.chunk("IDAT", Pngs.data(row)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void whatACodecDoesNotReadItRefusesInOneLine(String name, byte[] file) {
    assertThatCode(() -> Pngs.decode(PngLibrary.suite, file)).doesNotThrowAnyException();
    for (PngLibrary codec : EnumSet.complementOf(EnumSet.of(PngLibrary.suite))) {
      assertThatExceptionOfType(CodecException.class)
          .isThrownBy(() -> Pngs.decode(codec, file))
          .withMessageMatching("expected samples of 8 or 16 bits .*suite.*, found [^\\n]*")
          .withMessageContaining(name.equals("palette") ? "PALETTE" : name);
    }
  }

  /** What {@link ImageDecoder} says that libraries do not look at. */
  private static final Set<String> SEEN_BY_OWN_ONLY =
      Set.of("pixels twice", "too many pixels", "a wrong checksum");

  static Stream<Arguments> codecsAndWrongFiles() {
    byte[] wrongChecksum = Pngs.data((byte) 0, (byte) 1, (byte) 2, (byte) 0, (byte) 3, (byte) 4);
    wrongChecksum[wrongChecksum.length - 1] ^= 1;
    Arguments checksum =
        Arguments.of(
            "a wrong checksum",
            new byte[][] {Pngs.header(2, 2, 8, 0, false), Pngs.chunk("IDAT", wrongChecksum)},
            "");
    return Stream.of(PngLibrary.values())
        .flatMap(
            codec ->
                Stream.concat(SuiteDecoderTest.wrongFiles(), Stream.of(checksum))
                    .map(file -> Arguments.of(codec, file.get()[0], file.get()[1])));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("codecsAndWrongFiles")
  void whatIsWrongIsRefused(PngLibrary codec, String name, byte[][] chunks) throws IOException {
    if (codec != PngLibrary.suite && SEEN_BY_OWN_ONLY.contains(name)) {
      return;
    }
    byte[] file = Pngs.file(chunks);
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Pngs.decode(codec, file))
        .withMessageMatching("[^\\n]+");
  }

  @ParameterizedTest
  @EnumSource
  void everyCutIsRefused(PngLibrary codec) throws IOException {
    byte[] file = Pngs.encode(codec, SMALL, PngRoundTripTest.pixels(SMALL, Content.SMOOTH, 5));
    try (ImageDecoder decoder = codec.decoder()) {
      for (int length = 0; length < file.length; length++) {
        byte[] cut = Arrays.copyOf(file, length);
        assertThatExceptionOfType(CodecException.class)
            .as("%d of %d B", length, file.length)
            .isThrownBy(() -> decoder.open(cut, cut.length));
      }
    }
  }

  /** CRCs are made right again; the decoder is of use afterwards. */
  @ParameterizedTest
  @EnumSource
  void damageBehindARightCrcIsAPngExceptionOrPixels(PngLibrary codec) throws IOException {
    byte[] pixels = PngRoundTripTest.pixels(SMALL, Content.SMOOTH, 6);
    for (boolean interlaced : new boolean[] {false, true}) {
      byte[] file = Pngs.encode(SMALL, pixels);
      if (interlaced) {
        // The data stays that of rows in order: what an interlaced image of it is, is not asked.
        file[8 + 8 + 12] = 1;
        Pngs.mendCrcs(file);
      }
      Random random = new Random(7);
      try (ImageDecoder decoder = codec.decoder()) {
        int header = 8 + 8;
        int data = header + 13 + 4 + 8;
        for (int at = header; at < file.length - 12 - 4; at = at == header + 12 ? data : at + 1) {
          for (int times = 0; times < 3; times++) {
            byte[] damaged = file.clone();
            damaged[at] = (byte) random.nextInt();
            Pngs.mendCrcs(damaged);
            try {
              Pngs.decode(decoder, damaged, damaged.length);
            } catch (CodecException e) {
              assertThat(e).hasMessageMatching("[^\\n]+");
            }
          }
        }
        byte[] whole = Pngs.encode(codec, SMALL, pixels);
        assertThat(Pngs.decode(decoder, whole, whole.length))
            .isEqualTo(new Pngs.Pixels(SMALL, pixels));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void metadataThatUnfoldsIsLeftAlone(PngLibrary codec) throws IOException {
    byte[] bomb = new byte[1 << 24];
    byte[] packed = Pngs.data(bomb);
    byte[] text = new byte[3 + packed.length];
    text[0] = 'k';
    System.arraycopy(packed, 0, text, 3, packed.length);
    byte[] file =
        Pngs.file(
            Pngs.header(1, 1, 8, 0, false),
            Pngs.chunk("iCCP", text),
            Pngs.chunk("zTXt", text),
            Pngs.chunk("IDAT", Pngs.data((byte) 0, (byte) 77)),
            Pngs.chunk("zTXt", text));
    assertThat(Pngs.decode(codec, file).bytes().get(0)).isEqualTo((byte) 77);
  }

  @Test
  void ownIsTheFirstAsItIsTheDefault() {
    assertThat(PngLibrary.values()).startsWith(PngLibrary.suite);
  }
}
