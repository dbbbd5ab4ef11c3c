package dev.imagestore.store.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DirectoryLocation;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawStoreTest {
  @TempDir Path dir;

  private final RawStore store = new RawStore(RawAccess.buffered);

  @Test
  void anyChangeOfTheHeaderIsNoticed() throws IOException {
    store.store(
        TestImages.uniform(71, 4, new ImageShape(3, 2, 1, 8)),
        new DirectoryLocation(dir),
        Durability.none);
    Path index = dir.resolve("index.bin");
    byte[] whole = Files.readAllBytes(index);
    assertThat(whole).hasSize(64);
    SplittableRandom random = new SplittableRandom(72);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) random.nextInt(1, 256);
      Files.write(index, damaged);
      assertThatThrownBy(() -> store.open(new DirectoryLocation(dir)))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(index.toString());
    }
  }

  @Test
  void offsetsAndShapesThatDoNotFitAreNoticed() throws IOException {
    TestImages images =
        TestImages.of(73, new ImageShape(3, 2, 1, 8), new ImageShape(2, 2, 3, 16)).first(5);
    store.store(images, new DirectoryLocation(dir), Durability.none);
    Path index = dir.resolve("index.bin");
    byte[] whole = Files.readAllBytes(index);
    ImageBatch batch = new ImageBatch(5, 1 << 16);
    SplittableRandom random = new SplittableRandom(74);
    int refused = 0;
    for (int at = 64; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) random.nextInt(1, 256);
      Files.write(index, damaged);
      try (ImageReader reader = store.open(new DirectoryLocation(dir))) {
        reader.read(0, 5, batch);
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertThat(refused).isEqualTo(whole.length - 64);
  }

  @Test
  void directReadsLeaveNothingInMemory() throws IOException {
    DirectoryLocation at = new DirectoryLocation(dir);
    TestImages images = TestImages.uniform(74, 700, new ImageShape(61, 7, 3, 8));
    store.store(images, at, Durability.none);
    at.flush();
    assumeTrue(at.residency().isPresent(), "only Linux can be asked to drop what it keeps");
    try {
      at.evict();
    } catch (BadInputException e) {
      assumeTrue(false, "files in memory: " + e.getMessage());
    }
    ImageBatch batch = new ImageBatch(7, 7 * images.maxImageBytes());
    try (ImageReader reader = new RawStore(RawAccess.direct).open(at)) {
      for (long id = 0; id < images.count(); id += 7) {
        StoreChecks.readAndCompare(reader, images, id, 7, batch);
      }
    }
    // What stays are the two small files beside the pixels.
    assertThat(at.residency().orElseThrow().resident()).isLessThanOrEqualTo(2);
  }
}
