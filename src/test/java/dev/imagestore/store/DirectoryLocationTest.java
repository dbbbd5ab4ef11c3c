package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DirectoryLocationTest {
  @TempDir Path temp;

  private Location at;

  @BeforeEach
  void locate() {
    at = new DirectoryLocation(temp.resolve("store"));
  }

  @Test
  void aPlaceIsMadeOnce() throws IOException {
    assertThat(at.directory()).doesNotExist();
    at.create();
    assertThat(at.directory()).isEmptyDirectory();
    assertThatThrownBy(at::create).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aPlaceIsNotMadeWhereItsParentIsMissing() {
    Location nowhere = new DirectoryLocation(temp.resolve("a/b"));
    assertThatThrownBy(nowhere::create).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whatIsThereIsMeasuredOnceItIsFlushed() throws IOException {
    at.create();
    assertThat(at.usage()).isEqualTo(new DiskUsage(0, 0, 0));
    Files.write(at.directory().resolve("a"), new byte[10_000]);
    Files.write(Files.createDirectory(at.directory().resolve("below")).resolve("b"), new byte[1]);
    at.flush();
    DiskUsage usage = at.usage();
    assertThat(usage.apparentBytes()).isEqualTo(10_001);
    assertThat(usage.files()).isEqualTo(2);
    assertThat(usage.allocatedBytes()).isGreaterThanOrEqualTo(10_001);
    at.flush();
    assertThat(at.usage()).as("flushed again").isEqualTo(usage);
  }

  @Test
  void whatIsNotThereCanBeDeletedButNothingElse() throws IOException {
    at.delete();
    assertThat(temp).isEmptyDirectory();
    assertThatThrownBy(at::flush).isInstanceOf(IOException.class);
    assertThatThrownBy(at::usage).isInstanceOf(IOException.class);
    assertThatThrownBy(at::evict).isInstanceOf(IOException.class);
  }

  @Test
  void allThatIsThereIsDeletedAndNothingBesideIt() throws IOException {
    Path beside = Files.write(temp.resolve("beside"), new byte[1]);
    at.create();
    Path below = Files.createDirectories(at.directory().resolve("below/deeper"));
    Files.write(below.resolve("a"), new byte[1]);
    Files.createSymbolicLink(below.resolve("link"), beside);
    at.delete();
    assertThat(at.directory()).doesNotExist();
    assertThat(beside).exists();
    at.create();
    assertThat(at.directory()).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#defaults")
  void aStoreThatLeftTheCacheIsReadFromTheDevice(StoreVariant variant) throws IOException {
    assumeTrue(LibC.isHere(), "only Linux can be asked to drop what it keeps");
    ImageSet images = TestImages.uniform(1, 100, new ImageShape(32, 32, 3, 8));
    ImageStore store = variant.backend().store(variant.options());
    Location place = store.locate(temp.resolve(variant.backend().name()), Service.Directory.NONE);
    place.create();
    store.store(images, place, Durability.none);
    place.flush();
    DiskUsage usage = place.usage();
    assertThat(usage.apparentBytes()).isGreaterThan(1000);
    assertThat(place.residency().orElseThrow()).matches(r -> r.resident() == r.pages());
    for (int i = 0; i < 2; i++) {
      evict(place);
      assertThat(place.residency().orElseThrow().resident()).isZero();
      StoreChecks.holds(variant, place.directory(), images, 10);
    }
    assertThat(place.usage().apparentBytes()).isEqualTo(usage.apparentBytes());
    place.delete();
    assertThat(place.directory()).doesNotExist();
  }

  /** Readers of the same store map the same pages, each of them; others keep mappings for long. */
  @ParameterizedTest
  @MethodSource("dev.imagestore.store.StoreVariant#all")
  void whatOpenReadersMapIsDroppedAndReadAgain(StoreVariant variant) throws IOException {
    assumeTrue(LibC.isHere(), "only Linux can be asked to drop what it keeps");
    ImageSet images = TestImages.uniform(2, 60, new ImageShape(32, 32, 3, 8));
    Location place = new DirectoryLocation(temp.resolve("mapped"));
    place.create();
    variant.store(images, place.directory(), Durability.none);
    place.flush();
    ImageSet expected = variant.expected(images);
    ImageBatch batch = StoreChecks.batch(images, 60);
    try (ImageReader one = variant.open(place.directory());
        ImageReader other = variant.open(place.directory())) {
      for (ImageReader reader : List.of(one, other, one)) {
        StoreChecks.readAndCompare(reader, expected, 0, 60, batch);
        evict(place);
      }
      StoreChecks.readAndCompare(other, expected, 0, 60, batch);
    }
  }

  @Test
  void whatIsNotOnADeviceCannotBeDropped() throws IOException {
    assumeTrue(LibC.isHere(), "only Linux can be asked to drop what it keeps");
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory), "no files in memory");
    Location place = new DirectoryLocation(Files.createTempDirectory(memory, "store"));
    try {
      Files.write(place.directory().resolve("a"), new byte[10_000]);
      assertThatThrownBy(place::evict)
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(place.directory().toString())
          .hasMessageContaining("3 of 3 pages in memory");
    } finally {
      place.delete();
    }
  }

  /** The tests may be run where the temporary directory is in memory. */
  private static void evict(Location place) throws IOException {
    try {
      place.evict();
    } catch (BadInputException e) {
      assumeTrue(false, "files in memory: " + e.getMessage());
    }
  }
}
