package dev.imagestore.codec.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.image.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the encoder writes, the decoder and others read; what was damaged, the decoder refuses. */
class PngRoundTripTest {

  /** Kinds of content: what compresses well, what does not, and what lies between. */
  enum Content {
    FLAT {
      @Override
      void fill(byte[] pixels, ImageShape shape, Random random) {
        Arrays.fill(pixels, (byte) random.nextInt());
      }
    },
    GRADIENT {
      @Override
      void fill(byte[] pixels, ImageShape shape, Random random) {
        int slope = 1 + random.nextInt(5);
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = (byte) (slope * (i % shape.rowBytes()) + i / shape.rowBytes());
        }
      }
    },
    SMOOTH {
      @Override
      void fill(byte[] pixels, ImageShape shape, Random random) {
        int value = 0;
        for (int i = 0; i < pixels.length; i++) {
          value += (int) Math.round(3 * random.nextGaussian());
          pixels[i] = (byte) value;
        }
      }
    },
    REPEATED {
      @Override
      void fill(byte[] pixels, ImageShape shape, Random random) {
        byte[] tile = new byte[1 + random.nextInt(600)];
        random.nextBytes(tile);
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = tile[i % tile.length];
        }
      }
    },
    NOISE {
      @Override
      void fill(byte[] pixels, ImageShape shape, Random random) {
        random.nextBytes(pixels);
      }
    };

    abstract void fill(byte[] pixels, ImageShape shape, Random random);
  }

  @Provide
  Arbitrary<ImageShape> shapes() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 70),
            Arbitraries.integers().between(1, 70),
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(8, 16))
        .as(ImageShape::new);
  }

  @Property(tries = 400, seed = "20")
  void everyShapeComesBackAsItWas(
      @ForAll("shapes") ImageShape shape, @ForAll Content content, @ForAll long seed)
      throws IOException {
    byte[] pixels = pixels(shape, content, seed);
    assertThat(Pngs.decode(Pngs.encode(shape, pixels))).isEqualTo(new Pngs.Pixels(shape, pixels));
  }

  @Property(tries = 200, seed = "20")
  void imageIoReadsTheSameSamples(
      @ForAll("shapes") ImageShape shape, @ForAll Content content, @ForAll long seed)
      throws IOException {
    byte[] pixels = pixels(shape, content, seed);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Pngs.encode(shape, pixels)));
    assertThat(samples(image.getRaster())).isEqualTo(new Pngs.Pixels(shape, pixels));
  }

  @Example
  void largeImagesComeBackAsTheyWere() throws IOException {
    for (Content content : Content.values()) {
      for (ImageShape shape :
          new ImageShape[] {
            new ImageShape(700, 500, 3, 8),
            new ImageShape(512, 512, 1, 16),
            new ImageShape(1, 100_000, 4, 8),
            new ImageShape(100_000, 1, 2, 16)
          }) {
        byte[] pixels = pixels(shape, content, 1);
        assertThat(Pngs.decode(Pngs.encode(shape, pixels)))
            .as("%s %s", shape, content)
            .isEqualTo(new Pngs.Pixels(shape, pixels));
      }
    }
  }

  @Example
  void oneEncoderAndOneDecoderTakeImagesOfAnyOrder() throws IOException {
    Random random = new Random(3);
    try (ImageEncoder encoder = PngLibrary.suite.encoder();
        ImageDecoder decoder = PngLibrary.suite.decoder()) {
      for (int i = 0; i < 300; i++) {
        ImageShape shape =
            new ImageShape(
                1 + random.nextInt(90),
                1 + random.nextInt(90),
                1 + random.nextInt(4),
                random.nextBoolean() ? 8 : 16);
        Content content = Content.values()[i % Content.values().length];
        byte[] pixels = pixels(shape, content, i);
        int length = encoder.encode(shape, pixels);
        assertThat(Pngs.decode(decoder, encoder.file(), length))
            .isEqualTo(new Pngs.Pixels(shape, pixels));
      }
    }
  }

  @Property(tries = 10, seed = "20")
  void everyCutIsRefused(@ForAll("shapes") ImageShape shape, @ForAll Content content)
      throws IOException {
    byte[] file = Pngs.encode(shape, pixels(shape, content, 5));
    try (ImageDecoder decoder = PngLibrary.suite.decoder()) {
      for (int length = 0; length < file.length; length++) {
        byte[] cut = Arrays.copyOf(file, length);
        assertThatExceptionOfType(CodecException.class)
            .as("%d of %d B", length, file.length)
            .isThrownBy(() -> decoder.open(cut, cut.length));
      }
    }
  }

  @Example
  void everyFlippedBitIsRefused() throws IOException {
    ImageShape shape = new ImageShape(12, 9, 3, 8);
    byte[] file = Pngs.encode(shape, pixels(shape, Content.SMOOTH, 6));
    try (ImageDecoder decoder = PngLibrary.suite.decoder()) {
      for (int bit = 0; bit < 8 * file.length; bit++) {
        byte[] flipped = file.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        assertThatExceptionOfType(CodecException.class)
            .as("bit %d of byte %d", bit % 8, bit / 8)
            .isThrownBy(() -> Pngs.decode(decoder, flipped, flipped.length))
            .withMessageMatching("(?s)expected .+, found .+|an image of .+");
      }
    }
  }

  /** CRCs are made right again: what is behind them must be checked as well. */
  @Example
  void damageBehindARightCrcGivesNoOtherPixelsUnlessItIsAnotherPng() throws IOException {
    ImageShape shape = new ImageShape(12, 9, 3, 8);
    byte[] pixels = pixels(shape, Content.SMOOTH, 6);
    byte[] file = Pngs.encode(shape, pixels);
    int dataEnd = file.length - 12 - 4;
    try (ImageDecoder decoder = PngLibrary.suite.decoder()) {
      for (int at = 8 + 25 + 8; at < dataEnd; at++) {
        byte[] damaged = file.clone();
        damaged[at] ^= 0x55;
        Pngs.mendCrcs(damaged);
        try {
          assertThat(Pngs.decode(decoder, damaged, damaged.length))
              .as("byte %d", at)
              .isEqualTo(new Pngs.Pixels(shape, pixels));
        } catch (CodecException e) {
          assertThat(e).hasMessageContaining("IDAT");
        }
      }
    }
  }

  static byte[] pixels(ImageShape shape, Content content, long seed) {
    byte[] pixels = new byte[shape.bytes()];
    content.fill(pixels, shape, new Random(seed));
    return pixels;
  }

  /** The samples as {@link ImageShape} orders them. */
  static Pngs.Pixels samples(Raster raster) {
    int depth = raster.getSampleModel().getSampleSize(0);
    ImageShape shape =
        new ImageShape(raster.getWidth(), raster.getHeight(), raster.getNumBands(), depth);
    byte[] pixels = new byte[shape.bytes()];
    int at = 0;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        for (int c = 0; c < shape.channels(); c++) {
          int sample = raster.getSample(x, y, c);
          pixels[at++] = (byte) sample;
          if (depth == 16) {
            pixels[at++] = (byte) (sample >> 8);
          }
        }
      }
    }
    return new Pngs.Pixels(shape, pixels);
  }
}
