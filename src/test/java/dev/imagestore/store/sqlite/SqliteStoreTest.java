package dev.imagestore.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Durability;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.StoreVariant;
import dev.imagestore.store.TestImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;

class SqliteStoreTest {
  private static final StoreVariant SQLITE = StoreVariant.of("sqlite");
  private static final ImageShape RGB = new ImageShape(32, 32, 3, 8);

  @TempDir Path dir;

  private final TestImages images = TestImages.uniform(1, 20, RGB);

  private Path file() {
    return dir.resolve("images.db");
  }

  private Connection connect() throws SQLException {
    return SqliteStore.connect(new SQLiteConfig(), file());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> StoreChecks.holds(SQLITE, dir, images, 7))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file() + ": expected ")
        .hasMessageContaining(message)
        .hasMessageMatching("[^\\n]*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1024", "8192", "65536"})
  void pagesAreAsLargeAsWasChosen(String page) throws IOException {
    StoreVariant.of("sqlite", Map.of("sqlitePage", page)).store(images, dir, Durability.none);
    byte[] header = Files.readAllBytes(file());
    int bytes = ByteBuffer.wrap(header).getShort(16) & 0xFFFF;
    assertThat(bytes == 1 ? 65_536 : bytes).isEqualTo(Integer.parseInt(page));
  }

  @Test
  void aDatabaseThatAnotherHasLockedIsRefused() throws Exception {
    SQLITE.store(images, dir, Durability.none);
    try (Connection other = connect();
        Statement lock = other.createStatement()) {
      lock.execute("BEGIN EXCLUSIVE");
      assertRefused("SQLITE_BUSY");
      lock.execute("ROLLBACK");
    }
    StoreChecks.holds(SQLITE, dir, images, 7);
  }

  @Test
  void aTableThatAnotherProgramWroteIsRead() throws Exception {
    try (Connection other = connect()) {
      try (Statement create = other.createStatement()) {
        create.execute(
            "CREATE TABLE images(pixels BLOB, depth, channels, width, height, label,"
                + " id INTEGER PRIMARY KEY)");
      }
      for (int id = (int) images.count() - 1; id >= 0; id--) {
        try (PreparedStatement insert =
            other.prepareStatement("INSERT INTO images VALUES(?, 8, 3, 32, 32, ?, ?)")) {
          byte[] pixels = new byte[RGB.bytes()];
          images.copyPixels(id, pixels, 0);
          insert.setBytes(1, pixels);
          insert.setInt(2, images.label(id));
          insert.setInt(3, id);
          insert.execute();
        }
      }
    }
    StoreChecks.holds(SQLITE, dir, images, 7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM images WHERE id = 3",
        "DELETE FROM images WHERE id = 0",
        "DELETE FROM images",
        "DROP TABLE images",
        "ALTER TABLE images RENAME COLUMN depth TO bits",
        "UPDATE images SET id = 9223372036854775807 WHERE id = 19",
        "UPDATE images SET width = -1 WHERE id = 5",
        "UPDATE images SET width = 1099511627776 WHERE id = 5",
        "UPDATE images SET height = 'high' WHERE id = 5",
        "UPDATE images SET label = -1 WHERE id = 5",
        "UPDATE images SET pixels = x'00' WHERE id = 5",
        "UPDATE images SET pixels = 'text' WHERE id = 5",
        "UPDATE images SET pixels = zeroblob(3073) WHERE id = 5",
      })
  void whatIsNotATableOfImagesIsRefused(String change) throws Exception {
    SQLITE.store(images, dir, Durability.none);
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      statement.execute(change);
    }
    assertRefused("");
  }
}
