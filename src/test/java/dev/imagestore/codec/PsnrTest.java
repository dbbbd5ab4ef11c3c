package dev.imagestore.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.TestImages;
import dev.imagestore.toy.ToyCodec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PsnrTest {
  private final ImageSet images = TestImages.uniform(1, 20, new ImageShape(40, 30, 3, 8)).first(50);

  private double psnr(Codec codec, Map<String, String> options) {
    return Psnr.of(images, new Reference(images, codec.with(new OptionValues(options))));
  }

  @Test
  void nothingLostIsInfinite() {
    assertThat(psnr(Codecs.named("png"), Map.of())).isInfinite().isPositive();
  }

  /** The lowest bit of random samples is lost in every second one. */
  @Test
  void aLostBitOfEverySecondSampleIsAMeanSquareOfOneHalf() {
    assertThat(psnr(new ToyCodec(), Map.of("toyBits", "1")))
        .isCloseTo(10 * Math.log10(255 * 255 / 0.5), within(0.1));
  }

  @Test
  void samplesOfSixteenBitsHaveAPeakOfTheirOwn() {
    ImageSet deep = TestImages.uniform(2, 20, new ImageShape(40, 30, 1, 16));
    // A bit of each byte: 1 and 256 at most.
    double meanSquare = 0.5 + 256 * 256 * 0.5 + 2 * 256 * 0.25;
    assertThat(Psnr.of(deep, new Reference(deep, new ToyCodec().with(OptionValues.DEFAULTS))))
        .isCloseTo(10 * Math.log10(65_535.0 * 65_535.0 / meanSquare), within(0.1));
  }

  @Test
  void betterQualityIsNearer() {
    Codec jpeg = Codecs.named("jpeg");
    assertThat(psnr(jpeg, Map.of("jpegQuality", "95")))
        .isGreaterThan(psnr(jpeg, Map.of("jpegQuality", "30")) + 1);
  }
}
