package dev.imagestore.workload;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.store.ImageReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Compares what a store delivers with the dataset, bit by bit. A wrong answer never becomes a
 * number.
 */
public final class Verification {
  private static final int BATCH_BYTES = 256 << 10;

  private Verification() {}

  /**
   * Reads everything and compares it.
   *
   * @throws WrongAnswerException at the first difference
   */
  public static void all(ImageReader reader, ImageSet images) throws IOException {
    if (reader.count() != images.count()) {
      throw new WrongAnswerException(
          "the store holds " + reader.count() + " images, expected " + images.count());
    }
    int capacity =
        (int) Math.min(images.count(), Math.max(1, BATCH_BYTES / images.maxImageBytes()));
    ImageBatch batch = new ImageBatch(capacity, capacity * images.maxImageBytes());
    for (long id = 0; id < images.count(); id += capacity) {
      int count = (int) Math.min(capacity, images.count() - id);
      reader.read(id, count, batch);
      if (batch.size() != count) {
        throw new WrongAnswerException(
            "a read of " + count + " images from " + id + " on delivered " + batch.size());
      }
      batch(batch, id, images);
    }
  }

  /** Compares a batch whose first image should be {@code firstId}. */
  public static void batch(ImageBatch batch, long firstId, ImageSet images) {
    for (int i = 0; i < batch.size(); i++) {
      long id = firstId + i;
      if (!batch.shape(i).equals(images.shape(id))) {
        throw new WrongAnswerException(
            "image " + id + ": expected shape " + images.shape(id) + ", read " + batch.shape(i));
      }
      if (batch.label(i) != images.label(id)) {
        throw new WrongAnswerException(
            "image " + id + ": expected label " + images.label(id) + ", read " + batch.label(i));
      }
      ByteBuffer expected = images.run(id, 1);
      ByteBuffer found = batch.pixels().slice(batch.offset(i), batch.shape(i).bytes());
      int at = expected.mismatch(found);
      if (at >= 0) {
        throw new WrongAnswerException(
            "image "
                + id
                + ": byte "
                + at
                + " of its pixels: expected "
                + (expected.get(at) & 0xFF)
                + ", read "
                + (found.get(at) & 0xFF));
      }
    }
  }

  /** A store did not give back what was put into it. */
  public static final class WrongAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongAnswerException(String message) {
      super(message);
    }
  }
}
