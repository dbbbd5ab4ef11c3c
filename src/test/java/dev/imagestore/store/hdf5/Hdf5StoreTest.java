package dev.imagestore.store.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.DirectoryLocation;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.StoreVariant;
import dev.imagestore.store.TestImages;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.FixedPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5StoreTest {
  @TempDir Path dir;

  private final Hdf5Tuned store = new Hdf5Tuned();
  private final Hdf5Documented documented = new Hdf5Documented();

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
  void theNumbersAreSignedIfTheImagesAre() throws IOException {
    for (int depth : new int[] {8, 16}) {
      TestImages images = TestImages.uniform(69, 5, new ImageShape(7, 6, 1, depth));
      for (TestImages each : List.of(images, images.withSign())) {
        Path directory = Files.createDirectory(dir.resolve(depth + "" + each.signed()));
        store.store(each, new DirectoryLocation(directory), Durability.none);
        try (HdfFile file = new HdfFile(directory.resolve("images.h5"))) {
          FixedPoint type = (FixedPoint) file.getDatasetByPath("images").getDataType();
          assertThat(type.isSigned()).isEqualTo(each.signed());
          assertThat(type.getSize()).isEqualTo(depth / 8);
        }
      }
    }
  }

  @Test
  void theDocumentedWayWritesWhatJavaArraysAre() throws IOException {
    for (int depth : new int[] {8, 16}) {
      Path each = Files.createDirectory(dir.resolve("store" + depth));
      TestImages images = TestImages.uniform(65, 5, new ImageShape(7, 6, 3, depth));
      documented.store(images, new DirectoryLocation(each), Durability.none);
      try (HdfFile file = new HdfFile(each.resolve("images.h5"))) {
        Object pixels = file.getDatasetByPath("images").getData();
        assertThat(pixels).isInstanceOf(depth == 8 ? byte[][][][].class : short[][][][].class);
        assertThat(file.getDatasetByPath("images").getDimensions()).containsExactly(5, 6, 7, 3);
        assertThat(file.getDatasetByPath("labels").getData()).isEqualTo(new int[] {0, 1, 2, 3, 4});
      }
    }
  }

  @Test
  void theDocumentedWayRefusesSeveralShapesByName() throws IOException {
    TestImages mixed = TestImages.of(66, new ImageShape(2, 1, 1, 8), new ImageShape(1, 1, 3, 8));
    assertThatThrownBy(() -> documented.store(mixed, new DirectoryLocation(dir), Durability.none))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("hdf5Access=documented: expected images of one shape")
        .hasMessageMatching("[^\\n]*");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void chunksAreWholeImages() throws IOException {
    TestImages images = TestImages.uniform(69, 70, new ImageShape(32, 32, 3, 8)).first(1000);
    StoreVariant deflate = StoreVariant.of("hdf5", Map.of("codec", "deflate"));
    deflate.store(images, dir, Durability.none);
    try (HdfFile file = new HdfFile(dir.resolve("images.h5"))) {
      ChunkedDataset dataset = (ChunkedDataset) file.getDatasetByPath("images");
      assertThat(dataset.getChunkDimensions()).containsExactly(64, 32, 32, 3);
      byte[] second = dataset.getDecompressedChunk(new int[] {64, 0, 0, 0});
      byte[] pixels = new byte[3072];
      images.copyPixels(64, pixels, 0);
      assertThat(Arrays.copyOf(second, 3072)).isEqualTo(pixels);
    }
    StoreChecks.holds(deflate, dir, images, 100);
    StoreChecks.holds(deflate, dir, images, 1);
  }

  @Test
  void chunksOfSeveralShapesAreRefusedByName() {
    TestImages mixed = TestImages.of(66, new ImageShape(2, 1, 1, 8), new ImageShape(1, 1, 3, 8));
    assertThatThrownBy(
            () -> new Hdf5Deflate(1).store(mixed, new DirectoryLocation(dir), Durability.none))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("codec=deflate: expected images of one shape")
        .hasMessageMatching("[^\\n]*");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void theDocumentedWayRefusesByNameWhatTheHeapCanNotTake() throws IOException {
    ImageShape shape = new ImageShape(32, 32, 3, 8);
    long limit = Runtime.getRuntime().maxMemory() / 3 * 2;
    long each = Hdf5Documented.heapBytes(1, shape, 4);
    TestImages many = TestImages.uniform(67, 10, shape).first(limit / each + 1);
    assertThatThrownBy(() -> documented.store(many, new DirectoryLocation(dir), Durability.none))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("hdf5Access=documented: expected arrays of at most " + limit + " B")
        .hasMessageContaining("found " + many.count() + " images of 32x32x3, which take ")
        .hasMessageContaining(many.count() * each + " B; give the JVM a larger heap (-Xmx)")
        .hasMessageMatching("[^\\n]*");
    assertThat(dir).isEmptyDirectory();
  }

  /** 1,024 arrays of 3 bytes, 32 of as many references, one of those, and a reference to it. */
  @Test
  void arraysTakeMoreOfTheHeapThanPixels() {
    long pixels = 1024 * (24 + 4);
    long rows = 32 * (16 + 4);
    assertThat(Hdf5Documented.heapBytes(1, new ImageShape(32, 32, 3, 8), 4))
        .isEqualTo(pixels + rows + 16 + 4);
    assertThat(Hdf5Documented.heapBytes(10, new ImageShape(1, 1, 4, 16), 8))
        .isEqualTo(10 * (16 + 8 + 16 + 8 + 24 + 8));
  }

  @Test
  void whatWasStoredTheOtherWayIsRefusedByTheOption() throws IOException {
    Location at = new DirectoryLocation(dir);
    for (int count : new int[] {3, 5_000}) {
      TestImages images = TestImages.uniform(68, 10, new ImageShape(2, 2, 1, 8)).first(count);
      for (List<ImageStore> pair :
          List.of(List.of(store, documented), List.of(documented, store))) {
        Files.deleteIfExists(dir.resolve("images.h5"));
        pair.get(0).store(images, at, Durability.none);
        assertThatThrownBy(() -> pair.get(1).open(at))
            .isInstanceOf(BadInputException.class)
            .hasMessageStartingWith(dir.resolve("images.h5") + ": expected ")
            .hasMessageContaining("open it with the hdf5Access that it was stored with")
            .hasMessageMatching("[^\\n]*");
      }
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
    TestImages uniform = TestImages.uniform(62, 3, small);
    assertDamageIsRefused(store, uniform, "uniform");
    assertDamageIsRefused(store, TestImages.of(63, small, new ImageShape(1, 1, 3, 16)), "mixed");
    assertDamageIsRefused(documented, uniform, "documented");
    assertDamageIsRefused(new Hdf5Deflate(1), uniform, "deflate");
  }

  private void assertDamageIsRefused(ImageStore store, TestImages images, String name)
      throws IOException {
    Path each = Files.createDirectory(dir.resolve(name));
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
