package dev.imagestore.workload;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.store.ImageReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Compares what a store delivers with what it should, bit by bit: the dataset, or what a lossy
 * codec makes of it ({@link dev.imagestore.store.Backend#expected}). A wrong answer never becomes a
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
  public static void all(ImageReader reader, ImageSet expected) throws IOException {
    if (reader.count() != expected.count()) {
      throw new WrongAnswerException(
          "the store holds " + reader.count() + " images, expected " + expected.count());
    }
    int capacity =
        (int) Math.min(expected.count(), Math.max(1, BATCH_BYTES / expected.maxImageBytes()));
    ImageBatch batch = new ImageBatch(capacity, capacity * expected.maxImageBytes());
    for (long id = 0; id < expected.count(); id += capacity) {
      int count = (int) Math.min(capacity, expected.count() - id);
      reader.read(id, count, batch);
      if (batch.size() != count) {
        throw new WrongAnswerException(
            "a read of " + count + " images from " + id + " on delivered " + batch.size());
      }
      batch(batch, id, expected);
    }
  }

  /** Compares a batch whose first image should be {@code firstId}. */
  public static void batch(ImageBatch batch, long firstId, ImageSet expected) {
    for (int i = 0; i < batch.size(); i++) {
      long id = firstId + i;
      if (!batch.shape(i).equals(expected.shape(id))) {
        throw new WrongAnswerException(
            "image " + id + ": expected shape " + expected.shape(id) + ", read " + batch.shape(i));
      }
      if (batch.label(i) != expected.label(id)) {
        throw new WrongAnswerException(
            "image " + id + ": expected label " + expected.label(id) + ", read " + batch.label(i));
      }
      ByteBuffer pixels = expected.run(id, 1);
      ByteBuffer found = batch.pixels().slice(batch.offset(i), batch.shape(i).bytes());
      int at = pixels.mismatch(found);
      if (at >= 0) {
        throw new WrongAnswerException(
            "image "
                + id
                + ": byte "
                + at
                + " of its pixels: expected "
                + (pixels.get(at) & 0xFF)
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
