package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Compares what a store delivers with what went in, every byte of it. */
public final class StoreChecks {

  private StoreChecks() {}

  /** A batch for any {@code images} of the set. */
  public static ImageBatch batch(ImageSet set, int images) {
    return new ImageBatch(images, Math.multiplyExact(images, set.maxImageBytes()));
  }

  /** Reads the whole store under {@code dir}, {@code atOnce} images at a time. */
  public static void holds(String backend, Path dir, ImageSet images, int atOnce)
      throws IOException {
    holds(StoreVariant.of(backend), dir, images, atOnce);
  }

  /** Reads the whole store under {@code dir}, {@code atOnce} images at a time. */
  public static void holds(StoreVariant variant, Path dir, ImageSet images, int atOnce)
      throws IOException {
    ImageSet expected = variant.expected(images);
    ImageBatch batch = batch(expected, atOnce);
    try (ImageReader reader = variant.open(dir)) {
      assertThat(reader.count()).isEqualTo(expected.count());
      for (long id = 0; id < expected.count(); id += atOnce) {
        readAndCompare(reader, expected, id, (int) Math.min(atOnce, expected.count() - id), batch);
      }
    }
  }

  /** Reads {@code wanted} images from {@code firstId} on and compares them. */
  public static void readAndCompare(
      ImageReader reader, ImageSet expected, long firstId, int wanted, ImageBatch batch)
      throws IOException {
    batch.scrub();
    reader.read(firstId, wanted, batch);
    assertThat(batch.size()).isEqualTo(wanted);
    for (int i = 0; i < wanted; i++) {
      long id = firstId + i;
      ImageShape shape = expected.shape(id);
      assertThat(batch.shape(i)).as("shape of image %d", id).isEqualTo(shape);
      assertThat(batch.label(i)).as("label of image %d", id).isEqualTo(expected.label(id));
      ByteBuffer found = batch.pixels().slice(batch.offset(i), shape.bytes());
      ByteBuffer wantedPixels = expected.run(id, 1).limit(shape.bytes());
      assertThat(found.mismatch(wantedPixels)).as("pixels of image %d", id).isEqualTo(-1);
    }
  }
}
