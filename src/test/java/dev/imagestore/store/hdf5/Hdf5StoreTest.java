package dev.imagestore.store.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DirectoryLocation;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.TestImages;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5StoreTest {
  @TempDir Path dir;

  private final Hdf5Store store = new Hdf5Store();

  @Test
  void theDatasetHasTheShapeOfAnArray() throws IOException {
    store.store(
        TestImages.uniform(61, 5, new ImageShape(7, 6, 3, 16)),
        new DirectoryLocation(dir),
        Durability.none);
    try (HdfFile file = new HdfFile(dir.resolve("images.h5"))) {
      assertThat(file.getDatasetByPath("images").getDimensions()).containsExactly(5, 6, 7, 3);
      assertThat(file.getDatasetByPath("images").getDataType().getSize()).isEqualTo(2);
      assertThat(file.getDatasetByPath("labels").getDimensions()).containsExactly(5);
    }
  }

  @Test
  void filesWithOtherDatasetsAreRefused() throws IOException {
    Path file = dir.resolve("images.h5");
    Object[][] datasets = {
      {"other", new byte[3][2][2][1]},
      {"images", new byte[3][2][2][1]},
      {"images", new double[3][2][2][1]},
    };
    for (Object[] dataset : datasets) {
      Files.deleteIfExists(file);
      try (WritableHdfFile hdf = HdfFile.write(file)) {
        hdf.putDataset((String) dataset[0], dataset[1]);
        hdf.putDataset("labels", new byte[3]);
      }
      assertThatThrownBy(() -> store.open(new DirectoryLocation(dir)))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  /** Whatever a byte is changed to: refused in one line, or read, but nothing else. */
  @Test
  void damagedHeadersAreRefusedInOneLine() throws IOException {
    ImageShape small = new ImageShape(2, 1, 1, 8);
    for (TestImages images :
        new TestImages[] {
          TestImages.uniform(62, 3, small), TestImages.of(63, small, new ImageShape(1, 1, 3, 16))
        }) {
      Path each = Files.createDirectory(dir.resolve("store" + images.count()));
      store.store(images, new DirectoryLocation(each), Durability.none);
      Path file = each.resolve("images.h5");
      byte[] whole = Files.readAllBytes(file);
      ImageBatch batch = new ImageBatch(1, 1 << 16);
      SplittableRandom random = new SplittableRandom(64);
      for (int at = 0; at < whole.length; at++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) random.nextInt(1, 256);
        Files.write(file, damaged);
        try (ImageReader reader = store.open(new DirectoryLocation(each))) {
          for (long id = 0; id < reader.count(); id++) {
            reader.read(id, 1, batch);
          }
        } catch (BadInputException e) {
          assertThat(e).hasMessageStartingWith(file.toString());
          assertThat(e.getMessage()).doesNotContain("\n");
        }
      }
    }
  }
}
