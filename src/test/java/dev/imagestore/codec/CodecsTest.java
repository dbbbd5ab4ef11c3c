package dev.imagestore.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every codec must do; those of the tests are registered as well. */
class CodecsTest {
  static Stream<Codec> codecs() {
    return Codecs.all().stream();
  }

  @Test
  void codecsAreFoundByTheirNames() {
    assertThat(Codecs.all())
        .extracting(Codec::name)
        .contains("raw", "png", "deflate", "zstd", "toy");
    for (Codec codec : Codecs.all()) {
      assertThat(Codecs.named(codec.name())).isSameAs(codec);
    }
    assertThatThrownBy(() -> Codecs.named("none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no codec is called none");
  }

  @Test
  void eachBackendHasItsOwnDefault() {
    assertThat(Codecs.option("png").defaultValue()).isEqualTo("png");
    assertThat(Codecs.option("png").values())
        .startsWith("png")
        .containsExactlyInAnyOrderElementsOf(Codecs.option("raw").values());
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void imagesOfAnyShapeComeBack(Codec codec) throws IOException {
    ImageCodec chosen = codec.with(OptionValues.DEFAULTS);
    Random random = new Random(1);
    try (ImageEncoder encoder = chosen.encoder();
        ImageDecoder decoder = chosen.decoder()) {
      for (int i = 0; i < 100; i++) {
        ImageShape shape =
            new ImageShape(
                1 + random.nextInt(40), 1 + random.nextInt(40), 1 + i % 4, 8 << (i / 4 & 1));
        if (!chosen.domain().has(shape)) {
          assertThatThrownBy(() -> encoder.encode(shape, new byte[shape.bytes()]))
              .isInstanceOf(CodecException.class)
              .hasMessageMatching("expected an image of [^\\n]*, found one of " + shape);
          continue;
        }
        byte[] pixels = new byte[shape.bytes()];
        random.nextBytes(pixels);
        int length = encoder.encode(shape, pixels);
        assertThat(decoder.open(encoder.file(), length)).isEqualTo(shape);
        ByteBuffer target = ByteBuffer.allocateDirect(shape.bytes() + 9);
        decoder.decode(target, 7);
        assertThat(target.position()).isZero();
        assertThat(target.get(6)).isZero();
        assertThat(target.get(7 + shape.bytes())).isZero();
        boolean same = target.slice(7, shape.bytes()).equals(ByteBuffer.wrap(pixels));
        assertThat(same || chosen.lossy()).as("%s, %s", codec.name(), shape).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aFileThatIsCutIsRefused(Codec codec) throws IOException {
    ImageCodec chosen = codec.with(OptionValues.DEFAULTS);
    ImageShape shape = new ImageShape(5, 4, 3, 8);
    byte[] pixels = new byte[shape.bytes()];
    new Random(2).nextBytes(pixels);
    try (ImageEncoder encoder = chosen.encoder();
        ImageDecoder decoder = chosen.decoder()) {
      byte[] file = Arrays.copyOf(encoder.file(), encoder.encode(shape, pixels));
      ByteBuffer target = ByteBuffer.allocateDirect(shape.bytes());
      for (int length = 0; length < file.length; length++) {
        byte[] cut = Arrays.copyOf(file, length);
        assertThatThrownBy(
                () -> {
                  decoder.open(cut, cut.length);
                  decoder.decode(target, 0);
                })
            .as("%d of %d B", length, file.length)
            .isInstanceOf(CodecException.class);
      }
    }
  }
}
