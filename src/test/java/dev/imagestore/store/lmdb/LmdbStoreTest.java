package dev.imagestore.store.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lmdbjava.ByteBufProxy.PROXY_NETTY;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Durability;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.StoreVariant;
import dev.imagestore.store.TestImages;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

class LmdbStoreTest {
  private static final ImageShape CIFAR = new ImageShape(32, 32, 3, 8);

  @TempDir Path dir;

  @Test
  void keysAreInTheOrderOfIdsHoweverManyThereAre() {
    assertThat(LmdbValue.keyDigits(1)).isEqualTo(8);
    assertThat(LmdbValue.keyDigits(100_000_000)).isEqualTo(8);
    assertThat(LmdbValue.keyDigits(100_000_001)).isEqualTo(9);
    try (LmdbKey<ByteBuf> key = new LmdbKey<>(new LmdbNettyMemory(), 8)) {
      assertThat(key.of(7).toString(StandardCharsets.US_ASCII)).isEqualTo("00000007");
      assertThat(key.of(99_999_999).toString(StandardCharsets.US_ASCII)).isEqualTo("99999999");
      assertThat(key.of(120).toString(StandardCharsets.US_ASCII)).isEqualTo("00000120");
    }
    try (LmdbKey<ByteBuf> key = new LmdbKey<>(new LmdbNettyMemory(), 9)) {
      assertThat(key.of(99_999_999).toString(StandardCharsets.US_ASCII)).isEqualTo("099999999");
      assertThat(key.of(100_000_000).toString(StandardCharsets.US_ASCII)).isEqualTo("100000000");
    }
  }

  @Test
  void anImageOfCifarTakesOnePage() throws IOException {
    Path one = store("one", 1);
    Path more = store("more", 1001);
    long bytes = Files.size(more.resolve("data.mdb")) - Files.size(one.resolve("data.mdb"));
    // 1,000 pages of pixels; keys and branches take 1 % more.
    assertThat(bytes / 4096).isBetween(1_000L, 1_020L);
  }

  @Test
  void aPassOverMoreThanStaysMappedDeliversAllTheSame() throws IOException {
    Path store = Files.createDirectory(dir.resolve("store"));
    TestImages images = TestImages.uniform(52, 3, new ImageShape(1500, 1000, 3, 8)).first(40);
    StoreVariant.of("lmdb").store(images, store, Durability.none);
    StoreChecks.holds("lmdb", store, images, 3);
  }

  @Test
  void aStoreThatLacksItsLastImagesIsRefused() throws IOException {
    Path store = store("store", 20);
    change(
        store,
        (images, txn) -> {
          try (LmdbKey<ByteBuf> key = new LmdbKey<>(new LmdbNettyMemory(), 8)) {
            images.delete(txn, key.of(19));
          }
        });
    assertThatThrownBy(() -> StoreVariant.of("lmdb").open(store))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("data.mdb: expected 20 images, found 19 images");
  }

  @Test
  void valuesThatAreNoImagesAreRefused() throws IOException {
    Path foreign = Files.createDirectory(dir.resolve("foreign"));
    change(
        foreign,
        (images, txn) -> {
          try (LmdbKey<ByteBuf> key = new LmdbKey<>(new LmdbNettyMemory(), 8);
              LmdbKey<ByteBuf> value = new LmdbKey<>(new LmdbNettyMemory(), 12)) {
            images.put(txn, key.of(0), value.of(1));
          }
        });
    assertThatThrownBy(() -> StoreVariant.of("lmdb").open(foreign))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected the header of image 0");
  }

  @Test
  void anEnvironmentWithoutImagesIsRefused() throws IOException {
    Path empty = Files.createDirectory(dir.resolve("empty"));
    change(empty, (images, txn) -> {});
    assertThatThrownBy(() -> StoreVariant.of("lmdb").open(empty))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void aPageThatWasNeverWrittenIsNoticed() throws IOException {
    Path store = store("store", 40);
    Path data = store.resolve("data.mdb");
    byte[] whole = Files.readAllBytes(data);
    // Behind the two meta pages; a copy that was interrupted may have holes anywhere.
    for (int page = 2; page < whole.length / 4096; page++) {
      byte[] holed = whole.clone();
      Arrays.fill(holed, page * 4096, (page + 1) * 4096, (byte) 0);
      Files.write(data, holed);
      try {
        // Pages that LMDB has freed are of no use to anyone.
        StoreChecks.holds("lmdb", store, images(40), 10);
      } catch (BadInputException e) {
        assertThat(e).hasMessageContaining("data.mdb");
      }
    }
  }

  private Path store(String name, int count) throws IOException {
    Path store = Files.createDirectory(dir.resolve(name));
    StoreVariant.of("lmdb").store(images(count), store, Durability.none);
    return store;
  }

  private static TestImages images(int count) {
    return TestImages.uniform(51, 10, CIFAR).first(count);
  }

  private static void change(Path store, BiConsumer<Dbi<ByteBuf>, Txn<ByteBuf>> how) {
    try (Env<ByteBuf> env = Env.create(PROXY_NETTY).setMapSize(1 << 24).open(store.toFile())) {
      Dbi<ByteBuf> images = env.openDbi((byte[]) null);
      try (Txn<ByteBuf> txn = env.txnWrite()) {
        how.accept(images, txn);
        txn.commit();
      }
    }
  }
}
