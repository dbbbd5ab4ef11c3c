package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.Datasets;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageFile;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.store.ImageReader;
import dev.imagestore.workload.Verification.WrongAnswerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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

  private void assertWrong(String message, ImageReader reader) {
    assertThatThrownBy(() -> Verification.all(reader, images))
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
