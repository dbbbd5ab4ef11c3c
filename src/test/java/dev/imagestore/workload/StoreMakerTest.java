package dev.imagestore.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backends;
import dev.imagestore.store.DirectoryLocation;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMakerTest {
  @TempDir Path temp;

  private final TestImages images = TestImages.uniform(41, 300, new ImageShape(32, 32, 3, 8));
  private ImageStore store;
  private Location at;

  @BeforeEach
  void make() throws IOException {
    store = Backends.named("raw").store(OptionValues.DEFAULTS);
    at = new DirectoryLocation(temp.resolve("store"));
    StoreMaker.make(store, at, images);
    assumeTrue(at.residency().isPresent() && Files.isReadable(Path.of("/proc/self/io")));
    try {
      at.evict();
    } catch (BadInputException e) {
      assumeTrue(false, "files in memory: " + e.getMessage());
    }
  }

  @Test
  void aStoreThatLeftMemoryIsNotWarm() throws IOException {
    assertThatThrownBy(() -> StoreMaker.checkWarm(store, at, images))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("cache=warm: ");
    StoreMaker.checkWarm(store, at, images);
  }

  @Test
  void whatWasTakenAwayMayBeReadOnceMore() throws IOException {
    StoreMaker.makeWarm(store, at, images);
    assertThat(at.residency().orElseThrow()).matches(r -> r.resident() == r.pages());
  }

  @Test
  void aStoreThatIsTriedOutComesFromTheDevice() throws IOException {
    StoreMaker.verify(store, at, images);
    assertThat(DeviceReads.tryOut(store, at, images)).isPositive();
    assertThat(DeviceReads.whileReading(store, at, images)).hasValue(0);
  }
}
