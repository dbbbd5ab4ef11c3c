package dev.imagestore.store.mvstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Durability;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.StoreVariant;
import dev.imagestore.store.TestImages;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvImageStoreTest {
  private static final StoreVariant MVSTORE = StoreVariant.of("mvstore");

  @TempDir Path dir;

  private Path file() {
    return dir.resolve("images.mv");
  }

  @Test
  void aStoreIsHardlyLargerThanItsImages() throws IOException {
    TestImages images = TestImages.uniform(1, 100, new ImageShape(32, 32, 3, 8)).first(5_000);
    MVSTORE.store(images, dir, Durability.none);
    assertThat(Files.size(file())).isLessThan(images.totalBytes() / 100 * 110);
  }

  @Test
  void anotherProgramsMapIsNoStore() {
    try (MVStore store = MVStore.open(file().toString())) {
      store.openMap("other").put("key", "value");
    }
    assertThatThrownBy(() -> MVSTORE.open(dir))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file() + ": expected how many images the store holds")
        .hasMessageMatching("[^\\n]*");
  }

  /** H2 would make any object that a file holds, unless it is told what to expect. */
  @Test
  void anObjectInTheFileIsNotMade() {
    try (MVStore store = MVStore.open(file().toString())) {
      store.openMap("store").put("images", new Trap());
    }
    assertThatThrownBy(() -> MVSTORE.open(dir))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file().toString())
        .hasMessageMatching("[^\\n]*");
    assertThat(Trap.SPRUNG).isFalse();
  }

  private static final class Trap implements Serializable {
    private static final long serialVersionUID = 1;
    private static final AtomicBoolean SPRUNG = new AtomicBoolean();

    private void readObject(ObjectInputStream in) {
      SPRUNG.set(true);
    }
  }

  @Test
  void anotherCodecIsNamed() throws IOException {
    TestImages images = TestImages.uniform(2, 3, new ImageShape(32, 32, 3, 8));
    for (String backend : new String[] {"mvstore", "tar", "zarr"}) {
      Path store = Files.createDirectory(dir.resolve(backend));
      StoreVariant.of(backend, Map.of("codec", "zstd")).store(images, store, Durability.none);
      assertThatThrownBy(() -> StoreVariant.of(backend).open(store))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(store.toString())
          .hasMessageContaining("expected images that codec=raw encoded, found codec=zstd");
    }
  }

  /** Whatever a byte is changed to: refused in one line, or not of use, but nothing else. */
  @Test
  void damageIsRefusedInOneLine() throws IOException {
    TestImages images = TestImages.uniform(3, 20, new ImageShape(5, 4, 3, 8));
    MVSTORE.store(images, dir, Durability.none);
    byte[] whole = Files.readAllBytes(file());
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) random.nextInt(1, 256);
      Files.write(file(), damaged);
      try {
        StoreChecks.holds(MVSTORE, dir, images, 7);
      } catch (BadInputException e) {
        assertThat(e).hasMessageStartingWith(file().toString()).hasMessageMatching("[^\\n]*");
      } catch (AssertionError e) {
        // A value that was changed and is still one: the store has no checksum of images.
        assertThat(e).hasMessageContaining(" of image ");
      }
    }
  }
}
