package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.codec.Reference;
import dev.imagestore.image.Datasets;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageFile;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Backends;
import dev.imagestore.store.ImageReader;
import dev.imagestore.toy.ToyCodec;
import dev.imagestore.workload.Verification.WrongAnswerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong answer never becomes a number. */
class VerificationTest {
  private static final int COUNT = 200;

  @TempDir Path directory;
  private ImageSet images;

  @BeforeEach
  void images() throws IOException {
    Path file = directory.resolve("images");
    ImageFile.write(file, Datasets.parse("synthetic"), COUNT, ImageFile.memoryLimit());
    images = ImageFile.open(file);
  }

  @Test
  void whatWasStoredPasses() {
    assertThatCode(() -> Verification.all(new Reader(images), images)).doesNotThrowAnyException();
  }

  @Test
  void oneWrongBitFails() {
    assertWrong(
        "image 150: byte 3071 of its pixels",
        new Reader(images) {
          @Override
          void deliver(long id, ImageBatch into) {
            super.deliver(id, into);
            if (id == 150) {
              int at = into.bytes() - 1;
              into.pixels().put(at, (byte) (into.pixels().get(at) ^ 1));
            }
          }
        });
  }

  @Test
  void aWrongLabelFails() {
    assertWrong(
        "image 7: expected label",
        new Reader(images) {
          @Override
          int label(long id) {
            return id == 7 ? super.label(id) + 1 : super.label(id);
          }
        });
  }

  @Test
  void aWrongShapeFails() {
    assertWrong(
        "image 0: expected shape 32x32x3, read 64x16x3",
        new Reader(images) {
          @Override
          ImageShape shape(long id) {
            return new ImageShape(64, 16, 3, 8);
          }
        });
  }

  @Test
  void tooFewImagesFail() {
    assertWrong(
        "holds 199 images, expected 200",
        new Reader(images) {
          @Override
          public long count() {
            return COUNT - 1;
          }
        });
  }

  @Test
  void aReaderThatDeliversNothingFails() {
    ImageBatch batch = new ImageBatch(1, images.maxImageBytes());
    batch.scrub();
    batch.add(images.shape(0), images.label(0));
    assertThatThrownBy(() -> Verification.batch(batch, 0, images))
        .isInstanceOf(WrongAnswerException.class);
  }

  @Test
  void aLossyStoreHasToGiveBackWhatItsCodecMakesOfTheImages() {
    ImageSet lost = new Reference(images, new ToyCodec().with(OptionValues.DEFAULTS));
    assertThatCode(() -> Verification.all(new Reader(lost), lost)).doesNotThrowAnyException();
    assertWrong("of its pixels", new Reader(images), lost);
    assertWrong("of its pixels", new Reader(lost), images);
    assertWrong(
        "image 150: byte 3071 of its pixels",
        new Reader(lost) {
          @Override
          void deliver(long id, ImageBatch into) {
            super.deliver(id, into);
            if (id == 150) {
              int at = into.bytes() - 1;
              into.pixels().put(at, (byte) (into.pixels().get(at) ^ 2));
            }
          }
        },
        lost);
    assertWrong(
        "image 0: expected label",
        new Reader(lost) {
          @Override
          int label(long id) {
            return super.label(id) + 1;
          }
        },
        lost);
  }

  @Test
  void onlyALossyCodecLosesAnything() throws IOException {
    Backend files = Backends.named("files");
    assertThat(files.expected(images, OptionValues.DEFAULTS)).isSameAs(images);
    assertThat(Backends.named("raw").expected(images, OptionValues.DEFAULTS)).isSameAs(images);
    ImageSet expected =
        files.expected(images, new OptionValues(Map.of("codec", "toy", "toyBits", "3")));
    assertThat(expected.run(0, 1).get(0)).isEqualTo((byte) (images.run(0, 1).get(0) & 0xF8));
  }

  private void assertWrong(String message, ImageReader reader) {
    assertWrong(message, reader, images);
  }

  private static void assertWrong(String message, ImageReader reader, ImageSet expected) {
    assertThatThrownBy(() -> Verification.all(reader, expected))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessageContaining(message);
  }

  /** Delivers a set as it is. */
  private static class Reader implements ImageReader {
    private final ImageSet images;

    Reader(ImageSet images) {
      this.images = images;
    }

    @Override
    public long count() {
      return images.count();
    }

    @Override
    public void read(long firstId, int count, ImageBatch into) {
      into.clear();
      for (long id = firstId; id < firstId + count; id++) {
        deliver(id, into);
      }
    }

    void deliver(long id, ImageBatch into) {
      int offset = into.add(shape(id), label(id));
      ByteBuffer target = into.pixels().duplicate().position(offset);
      images.copyPixels(id, target);
    }

    ImageShape shape(long id) {
      return images.shape(id);
    }

    int label(long id) {
      return images.label(id);
    }

    @Override
    public void close() {}
  }
}
