package dev.imagestore.store.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Durability;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.StoreVariant;
import dev.imagestore.store.TestImages;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

class LmdbStoreTest {
  private static final ImageShape CIFAR = new ImageShape(32, 32, 3, 8);

  private static final StoreVariant DOCUMENTED =
      StoreVariant.of("lmdb", Map.of("lmdbAccess", "documented"));

  @TempDir Path dir;

  @Test
  void keysAreInTheOrderOfIdsHoweverManyThereAre() {
    assertThat(LmdbCommit.keyDigits(1)).isEqualTo(8);
    assertThat(LmdbCommit.keyDigits(100_000_000)).isEqualTo(8);
    assertThat(LmdbCommit.keyDigits(100_000_001)).isEqualTo(9);
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
          images.delete(txn, key(19));
        });
    assertThatThrownBy(() -> StoreVariant.of("lmdb").open(store))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("data.mdb: expected 20 images, found 19 images");
    assertThatThrownBy(() -> DOCUMENTED.open(store))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("data.mdb: expected 20 images, found 19 images");
  }

  @Test
  void aStoreWithoutItsRecordIsRefused() throws IOException {
    Path store = store("store", 20);
    change(store, (images, txn) -> images.delete(txn, text(LmdbCommit.KEY)));
    assertThatThrownBy(() -> StoreVariant.of("lmdb").open(store))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected the record of a finished store under the key !commit")
        .hasMessageContaining("found none among 20 entries; store the images again");
  }

  @Test
  void imagesOfAnAppendThatDidNotFinishAreIgnored() throws IOException {
    Path store = store("store", 20);
    change(store, (images, txn) -> append(images, txn, 20, 30));
    for (StoreVariant variant : List.of(StoreVariant.of("lmdb"), DOCUMENTED)) {
      StoreChecks.holds(variant, store, images(20), 7);
    }
  }

  @Test
  void aStoreGrowsByMoreImagesAndAnotherRecord() throws IOException {
    Path store = store("store", 20);
    change(store, (images, txn) -> append(images, txn, 20, 30));
    change(
        store,
        (images, txn) -> {
          append(images, txn, 30, 45);
          LmdbCommit.of(images(45), "raw").write(images, txn, new LmdbNioMemory());
        });
    for (StoreVariant variant : List.of(StoreVariant.of("lmdb"), DOCUMENTED)) {
      StoreChecks.holds(variant, store, images(45), 7);
    }
  }

  /** Appends images as a store does, without the record. */
  private static void append(Dbi<ByteBuffer> images, Txn<ByteBuffer> txn, int from, int to) {
    TestImages all = images(to);
    for (int id = from; id < to; id++) {
      ByteBuffer value = ByteBuffer.allocateDirect(LmdbValue.HEADER_BYTES + CIFAR.bytes());
      value.put(LmdbValue.fill(LmdbValue.newHeader(), all, id));
      all.copyPixels(id, value);
      assertThat(images.put(txn, key(id), value.flip(), PutFlags.MDB_APPEND)).isTrue();
    }
  }

  /** As version 1 was written: no record, and the count in each value. */
  @Test
  void aStoreOfVersionOneIsRefusedByName() throws IOException {
    Path store = Files.createDirectory(dir.resolve("store"));
    change(
        store,
        (images, txn) -> {
          for (int id = 0; id < 3; id++) {
            ByteBuffer value = ByteBuffer.allocateDirect(40 + CIFAR.bytes());
            value.order(ByteOrder.LITTLE_ENDIAN).put(new byte[] {'I', 'S', 'B', 'L'});
            value.putShort((short) 1).put((byte) 3).put((byte) 8).putInt(32).putInt(32);
            value.putLong(id).putLong(3).putInt(7).putInt(0);
            assertThat(value.position()).isEqualTo(40);
            images.put(txn, key(id), value.clear());
          }
        });
    assertVersionRefused(store, 1);
  }

  @Test
  void aLaterVersionIsRefusedByName() throws IOException {
    Path store = store("store", 3);
    change(
        store,
        (images, txn) -> images.put(txn, text(LmdbCommit.KEY), direct(record(3, 3, 8, "raw"))));
    assertVersionRefused(store, 3);
  }

  private static void assertVersionRefused(Path store, int version) {
    for (StoreVariant variant : List.of(StoreVariant.of("lmdb"), DOCUMENTED)) {
      assertThatThrownBy(() -> variant.open(store))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              store.resolve("data.mdb")
                  + ": expected a store of version 2, found version "
                  + version
                  + "; store the images again");
    }
  }

  @Test
  void aRecordThatMakesNoSenseIsRefused() throws IOException {
    Path store = store("store", 3);
    byte[][] records = {
      {},
      {'I', 'S', 'B', 'L'},
      Arrays.copyOf(record(2, 3, 8, "raw"), 12),
      record(2, 0, 8, "raw"),
      record(2, -1, 8, "raw"),
      record(2, Long.MIN_VALUE, 8, "raw"),
      record(2, 3, 7, "raw"),
      record(2, 3, 20, "raw"),
      record(2, 4, 8, "raw"),
      record(2, Long.MAX_VALUE, 19, "raw"),
      record(2, 3, 8, ""),
      record(2, 3, 8, "r\naw"),
    };
    for (byte[] record : records) {
      change(store, (images, txn) -> images.put(txn, text(LmdbCommit.KEY), direct(record)));
      assertThatThrownBy(() -> StoreVariant.of("lmdb").open(store))
          .as(Arrays.toString(record))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(store.resolve("data.mdb") + ": expected ")
          .hasMessageMatching("[^\\n]*");
    }
    change(
        store,
        (images, txn) -> images.put(txn, text(LmdbCommit.KEY), direct(record(2, 3, 8, "raw"))));
    StoreChecks.holds("lmdb", store, images(3), 3);
  }

  private static byte[] record(int version, long count, int keyDigits, String codec) {
    ByteBuffer record = ByteBuffer.allocate(16 + codec.length()).order(ByteOrder.LITTLE_ENDIAN);
    record.put(new byte[] {'I', 'S', 'B', 'L'}).putShort((short) version);
    record.putShort((short) keyDigits).putLong(count);
    record.put(codec.getBytes(StandardCharsets.US_ASCII));
    return bytes(record.flip());
  }

  @Test
  void eitherWayReadsWhatTheOtherWrote() throws IOException {
    TestImages images = TestImages.of(53, CIFAR, new ImageShape(90, 7, 1, 16), CIFAR).first(50);
    int i = 0;
    for (String codec : List.of("raw", "png")) {
      StoreVariant tuned = StoreVariant.of("lmdb", Map.of("codec", codec));
      StoreVariant documented =
          StoreVariant.of("lmdb", Map.of("codec", codec, "lmdbAccess", "documented"));
      for (StoreVariant writer : List.of(tuned, documented)) {
        Path store = Files.createDirectory(dir.resolve("store" + i++));
        writer.store(images, store, Durability.none);
        StoreChecks.holds(tuned, store, images, 7);
        StoreChecks.holds(documented, store, images, 7);
      }
    }
  }

  @Test
  void whatAnotherCodecEncodedIsRefusedByName() throws IOException {
    StoreVariant raw = StoreVariant.of("lmdb");
    StoreVariant png = StoreVariant.of("lmdb", Map.of("codec", "png"));
    Path rawStore = store("raw", 3);
    Path pngStore = Files.createDirectory(dir.resolve("png"));
    png.store(images(3), pngStore, Durability.none);
    assertThatThrownBy(() -> png.open(rawStore))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            rawStore.resolve("data.mdb")
                + ": expected images that codec=png encoded, found codec=raw;"
                + " open it with codec=raw");
    assertThatThrownBy(() -> raw.open(pngStore))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected images that codec=raw encoded, found codec=png;");
  }

  @Test
  void encodedImagesAreFilesOfTheCodec() throws IOException {
    Path store = Files.createDirectory(dir.resolve("store"));
    StoreVariant.of("lmdb", Map.of("codec", "png")).store(images(3), store, Durability.none);
    try (LmdbSession<ByteBuffer> session = new LmdbSession<>(store, new LmdbNioMemory(), true)) {
      byte[] value = bytes(session.get(key(2)));
      byte[] file = Arrays.copyOfRange(value, LmdbValue.HEADER_BYTES, value.length);
      assertThat(new String(file, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
      assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(32);
    }
  }

  @Test
  void encodedImagesThatAreDamagedAreRefused() throws IOException {
    StoreVariant png = StoreVariant.of("lmdb", Map.of("codec", "png"));
    Path store = Files.createDirectory(dir.resolve("store"));
    png.store(images(3), store, Durability.none);
    change(
        store,
        (images, txn) -> {
          byte[] value = bytes(images.get(txn, key(1)));
          value[200] ^= 1;
          images.put(txn, key(1), direct(value));
        });
    assertThatThrownBy(() -> StoreChecks.holds(png, store, images(3), 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(store.resolve("data.mdb") + ": image 1: expected ")
        .hasMessageEndingWith("; store the images again");
  }

  @Test
  void valuesThatAreNoImagesAreRefused() throws IOException {
    Path store = store("store", 20);
    byte[] image = new byte[LmdbValue.HEADER_BYTES + CIFAR.bytes()];
    LmdbValue.fill(LmdbValue.newHeader(), images(20), 7).get(image, 0, LmdbValue.HEADER_BYTES);
    for (byte[] value :
        List.of(
            new byte[12],
            new byte[LmdbValue.HEADER_BYTES],
            new byte[4000],
            image,
            Arrays.copyOf(image, image.length + 1))) {
      change(store, (images, txn) -> images.put(txn, key(value == image ? 8 : 7), direct(value)));
      assertThatThrownBy(() -> StoreChecks.holds("lmdb", store, images(20), 20))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("data.mdb: expected ")
          .hasMessageMatching("[^\\n]*image [78][^\\n]*");
    }
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

  private static ByteBuffer key(long id) {
    return text("%08d".formatted(id));
  }

  private static ByteBuffer text(String text) {
    return direct(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static void change(Path store, BiConsumer<Dbi<ByteBuffer>, Txn<ByteBuffer>> how) {
    try (Env<ByteBuffer> env = Env.create().setMapSize(1 << 24).open(store.toFile())) {
      Dbi<ByteBuffer> images = env.openDbi((byte[]) null);
      try (Txn<ByteBuffer> txn = env.txnWrite()) {
        how.accept(images, txn);
        txn.commit();
      }
    }
  }
}
