package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    for (int i = 0; i < 2; i++) {
      place.evict();
      StoreChecks.holds(variant, place.directory(), images, 10);
    }
    assertThat(place.usage().apparentBytes()).isEqualTo(usage.apparentBytes());
    place.delete();
    assertThat(place.directory()).doesNotExist();
  }
}
