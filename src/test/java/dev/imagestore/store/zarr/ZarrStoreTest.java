package dev.imagestore.store.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Durability;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.StoreVariant;
import dev.imagestore.store.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZarrStoreTest {
  private static final StoreVariant ZARR = StoreVariant.of("zarr");
  private static final ImageShape SMALL = new ImageShape(2, 3, 1, 8);
  private static final ImageShape OTHER = new ImageShape(1, 2, 3, 16);

  @TempDir Path dir;

  private void assertRefused(TestImages images, Path file) {
    assertThatThrownBy(() -> StoreChecks.holds(ZARR, dir, images, 7))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageMatching("[^\\n]*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "deflate", "zstd"})
  void aShardIsFollowedByTheNextWhenItIsFull(String codec) throws IOException {
    StoreVariant zarr = StoreVariant.of("zarr", Map.of("codec", codec));
    TestImages images = TestImages.uniform(1, 100, SMALL).first(4096 + 4096 + 3);
    zarr.store(images, dir, Durability.none);
    for (int shard = 0; shard < 3; shard++) {
      assertThat(dir.resolve("images/c." + shard + ".0.0.0")).exists();
    }
    StoreChecks.holds(zarr, dir, images, 1000);
    StoreChecks.holds(zarr, dir, images, 1);
  }

  @Test
  void arraysOfSeveralShapesAreFilledInTurn() throws IOException {
    TestImages images = TestImages.of(2, SMALL, OTHER, SMALL).first(9_000);
    ZARR.store(images, dir, Durability.none);
    assertThat(dir.resolve("images/2x3x1/c.1.0.0.0")).exists();
    assertThat(dir.resolve("images/1x2x3x16/c.0.0.0.0")).exists();
    StoreChecks.holds(ZARR, dir, images, 100);
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    TestImages images = TestImages.uniform(3, 100, SMALL).first(5_000);
    ZARR.store(images, dir, Durability.none);
    Files.delete(dir.resolve("images/c.1.0.0.0"));
    assertRefused(images, dir.resolve("images/c.1.0.0.0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "images | [5, 3, 2, 1] | [1099511627776, 3, 2, 1]",
        "images | \"chunk_shape\": [5, 3, 2, 1] | \"chunk_shape\": [2147483647, 3, 2, 1]",
        "images | 3, 2, 1] | 1000000, 1000000, 1]",
        "images | 3, 2, 1] | 40000, 40000, 1]",
        "images | 3, 2, 1] | -3, -2, 1]",
        "images | uint8 | float64",
        "images | crc32c | crc32",
        "images | \"codecs\" | \"filters\"",
        "labels | [5] | [1099511627776]",
        "labels | uint8 | uint32",
        ". | \"images\": 5 | \"images\": 1099511627776",
        ". | \"images\": 5 | \"images\": -5",
        ". | \"images\": 5 | \"images\": 6",
        ". | \"shapes\": [] | \"shapes\": [\"../../x\"]",
        ". | \"shapes\": [] | \"shapes\": [\"2x3x1\"]",
        ". | \"raw\" | \"zstd\"",
        ". | \"raw\" | \"r\\\"aw\"",
        ". | group | array",
      })
  void whateverMetadataClaimsIsRefused(String home, String from, String to) throws IOException {
    TestImages images = TestImages.uniform(4, 5, SMALL);
    ZARR.store(images, dir, Durability.none);
    Path file = dir.resolve(home).normalize().resolve("zarr.json");
    String json = Files.readString(file);
    assertThat(json).contains(from);
    Files.writeString(file, json.replace(from, to));
    assertRefused(images, dir);
  }

  @Test
  void aChangedIndexIsRefused() throws IOException {
    TestImages images = TestImages.uniform(5, 5, SMALL);
    ZARR.store(images, dir, Durability.none);
    Path shard = dir.resolve("images/c.0.0.0.0");
    byte[] whole = Files.readAllBytes(shard);
    for (int at = 5 * SMALL.bytes(); at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(shard, changed);
      assertRefused(images, shard);
    }
  }
}
