package dev.imagestore.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.Datasets;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageFile;
import dev.imagestore.image.ImageSet;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.Backend;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.ImageStore;
import dev.imagestore.store.Location;
import dev.imagestore.store.Service;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/add-a-backend.md shows is real: the backend, the line that it is found by, a column.
 */
class AddABackendTest {
  private static final Path DOCUMENT = Path.of("docs", "add-a-backend.md");
  private static final Path SOURCE =
      Path.of("src", "test", "java", "dev", "imagestore", "docs", "FlatBackend.java");
  private static final Path COLUMNS =
      Path.of("src", "test", "java", "dev", "imagestore", "toy", "ToyColumns.java");
  private static final int IMAGES = 50;

  @TempDir Path temp;
  private ImageSet images;

  @BeforeEach
  void makeImages() throws IOException {
    Path file = temp.resolve("dataset.images");
    ImageFile.write(file, Datasets.parse("synthetic:7x5x3"), IMAGES);
    images = ImageFile.open(file).first(IMAGES);
  }

  @Test
  void theDocumentShowsThisCode() throws IOException {
    String source = Files.readString(SOURCE);
    assertThat(block("java")).isEqualTo(source.substring(source.indexOf("/** {@code flat}")));
  }

  @Test
  void theColumnOfTheDocumentIsOneOfTheTests() throws IOException {
    String shown = Document.of(DOCUMENT).blocks("java").get(1);
    assertThat(Files.readString(COLUMNS).replaceAll("\\s+", ""))
        .contains(shown.replaceAll("\\s+", ""));
  }

  @Test
  void theLineOfTheDocumentRegistersIt() throws IOException {
    Path registry = temp.resolve("META-INF/services/" + Backend.class.getName());
    Files.createDirectories(registry.getParent());
    Files.writeString(registry, block("text"));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {temp.toUri().toURL()})) {
      assertThat(ServiceLoader.load(Backend.class, loader))
          .extracting(Backend::name)
          .contains("flat", "raw");
    }
  }

  @Test
  void whatGoesInComesOut() throws IOException {
    for (Durability durability : Durability.values()) {
      Location at = stored(durability);
      try (ImageReader reader = new FlatBackend().open(at)) {
        assertThat(reader.count()).isEqualTo(IMAGES);
        assertHolds(reader, 0, IMAGES);
        assertHolds(reader, 17, 3);
        assertHolds(reader, IMAGES - 1, 1);
        assertThatThrownBy(() -> reader.read(IMAGES - 1, 2, batch()))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void aStoreCutShortAnywhereIsRefused() throws IOException {
    Location at = stored(Durability.none);
    Path file = at.directory().resolve("images.bin");
    for (long length = Files.size(file) - 1; length >= 0; length -= 101) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
      assertThatThrownBy(() -> new FlatBackend().open(at))
          .as("%d bytes", length)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("images.bin");
    }
  }

  @Test
  void aPlaceWithoutAStoreIsRefused() throws IOException {
    Location nothing =
        new FlatBackend()
            .store(OptionValues.DEFAULTS)
            .locate(temp.resolve("nothing"), Service.Directory.NONE);
    assertThatThrownBy(() -> new FlatBackend().open(nothing))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("images.bin");
  }

  private Location stored(Durability durability) throws IOException {
    ImageStore store = new FlatBackend().store(OptionValues.DEFAULTS);
    Location at = store.locate(temp.resolve("store-" + durability), Service.Directory.NONE);
    at.create();
    store.store(images, at, durability);
    return at;
  }

  private ImageBatch batch() {
    return new ImageBatch(IMAGES, IMAGES * images.maxImageBytes());
  }

  private void assertHolds(ImageReader reader, long firstId, int count) throws IOException {
    ImageBatch batch = batch();
    batch.scrub();
    reader.read(firstId, count, batch);
    assertThat(batch.size()).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      byte[] found = new byte[batch.shape(i).bytes()];
      batch.pixels().get(batch.offset(i), found);
      byte[] expected = new byte[images.shape(firstId + i).bytes()];
      images.copyPixels(firstId + i, expected, 0);
      assertThat(found).as("pixels of image %d", firstId + i).isEqualTo(expected);
      assertThat(batch.label(i)).isEqualTo(images.label(firstId + i));
    }
  }

  /** What the document has between the first fence of a language and its end. */
  private static String block(String language) {
    return Document.of(DOCUMENT).blocks(language).get(0);
  }
}
