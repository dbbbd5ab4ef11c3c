package dev.imagestore.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.TestImages;
import dev.imagestore.toy.ToyCodec;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  private static final ImageShape RGB = new ImageShape(7, 5, 3, 8);

  private final ImageSet images =
      TestImages.of(1, RGB, new ImageShape(3, 4, 1, 16), RGB, new ImageShape(2, 2, 4, 8)).first(9);
  private final ImageSet reference = new Reference(images, toy(2));

  private static ImageCodec toy(int bits) {
    return new ToyCodec().with(OptionValues.of(ToyCodec.BITS, Integer.toString(bits)));
  }

  private byte[] lost(long id) {
    byte[] pixels = new byte[images.shape(id).bytes()];
    images.copyPixels(id, pixels, 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] &= (byte) 0xFC;
    }
    return pixels;
  }

  @Test
  void pixelsAreWhatTheCodecMakesOfThem() {
    for (long id = 0; id < images.count(); id++) {
      byte[] expected = lost(id);
      byte[] copied = new byte[expected.length + 8];
      reference.copyPixels(id, copied, 5);
      assertThat(ByteBuffer.wrap(copied, 5, expected.length)).isEqualTo(ByteBuffer.wrap(expected));
      ByteBuffer target = ByteBuffer.allocateDirect(expected.length + 8).position(3);
      reference.copyPixels(id, target);
      assertThat(target.position()).isEqualTo(3 + expected.length);
      assertThat(target.flip().position(3)).isEqualTo(ByteBuffer.wrap(expected));
      ByteBuffer run = reference.run(id, 1 << 20);
      assertThat(run).isEqualTo(ByteBuffer.wrap(expected));
      assertThat(run.isReadOnly()).isTrue();
      assertThat(reference.runLength(id, 1 << 20)).isEqualTo(1);
    }
  }

  @Test
  void allElseStays() {
    assertThat(reference.count()).isEqualTo(9);
    assertThat(reference.distinct()).isEqualTo(4);
    assertThat(reference.maxLabel()).isEqualTo(images.maxLabel());
    assertThat(reference.maxImageBytes()).isEqualTo(images.maxImageBytes());
    assertThat(reference.totalBytes()).isEqualTo(images.totalBytes());
    assertThat(reference.uniform()).isFalse();
    for (long id = 0; id < images.count(); id++) {
      assertThat(reference.shape(id)).isEqualTo(images.shape(id));
      assertThat(reference.label(id)).isEqualTo(images.label(id));
    }
  }

  @Test
  void theFirstOfItAreAReferenceAsWell() {
    ImageSet first = reference.first(2);
    assertThat(first.count()).isEqualTo(2);
    assertThat(first.run(1, 1)).isEqualTo(ByteBuffer.wrap(lost(1)));
  }

  @Test
  void setsThatAreTheSameHaveOneFingerprint() {
    assertThat(reference.fingerprint())
        .matches("[0-9a-f]{64}")
        .isEqualTo(new Reference(images, toy(2)).fingerprint())
        // What is lost already can't be lost again.
        .isEqualTo(new Reference(reference, toy(1)).fingerprint())
        .isNotEqualTo(new Reference(images, toy(1)).fingerprint());
  }

  @Test
  void severalThreadsMayUseIt() {
    assertThat(
            LongStream.range(0, 900)
                .parallel()
                .map(i -> i % 9)
                .allMatch(id -> reference.run(id, 1).equals(ByteBuffer.wrap(lost(id)))))
        .isTrue();
  }

  @Test
  void aCodecThatChangesTheShapeIsRefused() {
    ImageCodec toy = toy(1);
    ImageCodec turns =
        new ImageCodec() {
          @Override
          public String suffix() {
            return toy.suffix();
          }

          @Override
          public ImageEncoder encoder() {
            ImageEncoder encoder = toy.encoder();
            return new ImageEncoder() {
              @Override
              public int encode(ImageShape shape, byte[] pixels) throws CodecException {
                return encoder.encode(new ImageShape(5, 7, 3, 8), pixels);
              }

              @Override
              public byte[] file() {
                return encoder.file();
              }

              @Override
              public void close() {
                encoder.close();
              }
            };
          }

          @Override
          public ImageDecoder decoder() {
            return toy.decoder();
          }
        };
    assertThatThrownBy(() -> new Reference(images, turns).run(2, 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("image 2: expected an image of 7x5x3, found one of 5x7x3");
  }
}
