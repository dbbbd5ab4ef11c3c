package dev.imagestore.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imagestore.codec.CodecException;
import dev.imagestore.codec.ImageCodec;
import dev.imagestore.codec.ImageDecoder;
import dev.imagestore.codec.ImageEncoder;
import dev.imagestore.codec.png.PngLibrary;
import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageSet;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.input.OptionValues;
import dev.imagestore.store.DirectoryLocation;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.StoreVariant;
import dev.imagestore.store.TestImages;
import dev.imagestore.store.encoded.Encoding;
import dev.imagestore.toy.ToyCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesStoreTest {
  private static final ImageShape RGB = new ImageShape(7, 5, 3, 8);

  /** Bytes of the table before its rows. */
  private static final int HEADER = 75;

  @TempDir Path dir;

  private static final Encoding PNG = new Encoding("png", PngLibrary.suite);

  private final FilesStore store = new FilesStore(PNG, false, 1);

  @Test
  void onDiskThereIsAFileAnImageAndATable() throws IOException {
    int[] labels = {3, 120, 7};
    ImageSet images = TestImages.of(1, labels, RGB, RGB, new ImageShape(2, 3, 1, 16)).first(11);
    store.store(images, new DirectoryLocation(dir), Durability.none);
    for (int id = 0; id < 11; id++) {
      assertThat(dir.resolve(id + ".png")).isRegularFile();
    }
    List<String> lines = Files.readAllLines(table());
    CRC32 crc = new CRC32();
    crc.update("# labels.csv version 2: 0000000011 images".getBytes(StandardCharsets.US_ASCII));
    assertThat(lines)
        .hasSize(13)
        .startsWith(
            "# labels.csv version 2: 0000000011 images, crc32 "
                + String.format("%010d", crc.getValue()),
            "id,label,crc32",
            "0000000000,0000000003," + checksum(images, 0))
        .endsWith("0000000010,0000000120," + checksum(images, 10));
    assertThat(dir).isDirectoryNotContaining("glob:**.{tmp,part}");
    StoreChecks.holds("png", dir, images, 4);
  }

  private static String checksum(ImageSet images, long id) {
    ImageShape shape = images.shape(id);
    byte[] pixels = new byte[shape.bytes()];
    images.copyPixels(id, pixels, 0);
    CRC32 crc = new CRC32();
    crc.update(shape.toString().getBytes(StandardCharsets.US_ASCII));
    crc.update(ByteBuffer.allocate(4).putInt(0, images.label(id)));
    crc.update(pixels);
    return String.format("%010d", crc.getValue());
  }

  @Test
  void theTableMayBeLongerThanItsBuffer() throws IOException {
    int count = 100_000;
    writeTable(count);
    assertThat(table()).hasSize(HEADER + count * 33L);
    try (LabelsCsv.Reader reader = new LabelsCsv.Reader(dir)) {
      assertThat(reader.count()).isEqualTo(count);
      for (int first : new int[] {0, 1, 99_999, 50_000}) {
        assertRows(reader, first, count);
      }
    }
  }

  private byte[] writeTable(int count) throws IOException {
    Files.deleteIfExists(table());
    try (LabelsCsv.Writer writer = new LabelsCsv.Writer(dir)) {
      for (int id = 0; id < count; id++) {
        writer.add(Integer.MAX_VALUE - id % 2000, 31 * id);
      }
      writer.commit();
    }
    return Files.readAllBytes(table());
  }

  private static void assertRows(LabelsCsv.Reader reader, int first, int count) throws IOException {
    reader.seek(first, count);
    for (int id = first; id < count; id++) {
      assertThat(reader.row(id))
          .isEqualTo(new LabelsCsv.Row(Integer.MAX_VALUE - id % 2000, 31 * id));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 5_000})
  void aTableThatWasNotCommittedIsRefused(int rows) throws IOException {
    try (LabelsCsv.Writer writer = new LabelsCsv.Writer(dir)) {
      for (int id = 0; id < rows; id++) {
        writer.add(0, id);
      }
    }
    assertRefused("rows, but no commit");
  }

  @Test
  void aTableThatGrowsHoldsWhatItHeldUntilItsRecordIsWritten() throws IOException {
    byte[] grown = writeTable(5);
    byte[] old = writeTable(3);
    assertThat(Arrays.mismatch(old, HEADER, old.length, grown, HEADER, grown.length))
        .as("the old rows stay")
        .isEqualTo(old.length - HEADER);
    for (int length = old.length; length <= grown.length; length++) {
      byte[] halfway = Arrays.copyOf(grown, length);
      System.arraycopy(old, 0, halfway, 0, old.length);
      Files.write(table(), halfway);
      assertHolds(3);
    }
    // The record itself, written in part.
    for (int written = 1; written < HEADER; written++) {
      byte[] torn = grown.clone();
      System.arraycopy(old, written, torn, written, HEADER - written);
      Files.write(table(), torn);
      if (Arrays.equals(torn, grown)) {
        assertHolds(5);
      } else if (Arrays.equals(torn, 0, HEADER, old, 0, HEADER)) {
        assertHolds(3);
      } else {
        assertRefused("a record of which " + written + " B are new");
      }
    }
  }

  private void assertHolds(int count) throws IOException {
    try (LabelsCsv.Reader reader = new LabelsCsv.Reader(dir)) {
      assertThat(reader.count()).isEqualTo(count);
      assertRows(reader, 0, count);
    }
  }

  @Test
  void aTableOfVersion1IsRefusedByItsName() throws IOException {
    store.store(TestImages.uniform(4, 2, RGB), new DirectoryLocation(dir), Durability.none);
    Files.writeString(table(), "id,label,images,crc32\n0,6,2,3632233996\n1,9,2,0040734207\n");
    assertRefused("version 1")
        .withMessageContaining("found a table of version 1; store the images again");
  }

  @Test
  void filesOfAnySizeAreRead() throws IOException {
    ImageSet images =
        TestImages.of(3, new ImageShape(900, 500, 3, 8), RGB, new ImageShape(64, 43, 3, 8), RGB);
    store.store(images, new DirectoryLocation(dir), Durability.none);
    assertThat(Files.size(dir.resolve("0.png"))).isGreaterThan(1 << 20);
    StoreChecks.holds("png", dir, images, 4);
  }

  @Test
  void anyChangeOfTheTableIsNoticed() throws IOException {
    store.store(TestImages.uniform(4, 3, RGB), new DirectoryLocation(dir), Durability.none);
    byte[] whole = Files.readAllBytes(table());
    for (int at = 0; at < whole.length; at++) {
      for (byte other : new byte[] {'0', ',', 0, (byte) (whole[at] ^ 1)}) {
        if (other != whole[at]) {
          byte[] damaged = whole.clone();
          damaged[at] = other;
          Files.write(table(), damaged);
          assertRefused("byte " + at + " is " + other);
        }
      }
    }
    Files.write(table(), Arrays.copyOf(whole, whole.length - 1));
    assertRefused("a byte less");
  }

  @Test
  void anotherImageInTheSamePlaceIsNoticed() throws IOException {
    ImageSet images = TestImages.uniform(5, 3, RGB);
    store.store(images, new DirectoryLocation(dir), Durability.none);
    Files.copy(dir.resolve("1.png"), dir.resolve("2.png"), StandardCopyOption.REPLACE_EXISTING);
    assertRefused("an image of the same shape").withMessageContaining("2.png");
    byte[] pixels = new byte[RGB.bytes()];
    images.copyPixels(2, pixels, 0);
    write(2, new ImageShape(5, 7, 3, 8), pixels);
    assertRefused("the same pixels in another shape").withMessageContaining("2.png");
    write(2, new ImageShape(9, 5, 3, 8), new byte[9 * 5 * 3]);
    assertRefused("another size").withMessageContaining("2.png");
    write(2, RGB, pixels);
    StoreChecks.holds("png", dir, images, 3);
    Files.write(dir.resolve("2.png"), new byte[3000]);
    assertRefused("zeros").withMessageContaining("signature");
    Files.delete(dir.resolve("2.png"));
    assertRefused("nothing").withMessageContaining("no such file");
    Files.createDirectory(dir.resolve("2.png"));
    assertRefused("a directory").withMessageContaining("something else");
  }

  @Test
  void anotherFileInPlaceOfALossyImagesIsNoticed() throws IOException {
    ImageSet images = TestImages.uniform(5, 3, RGB);
    FilesStore lossy = new FilesStore(Encoding.of(new ToyCodec(), OptionValues.DEFAULTS), false, 1);
    lossy.store(images, new DirectoryLocation(dir), Durability.none);
    Path file = dir.resolve("1.toy");
    byte[] whole = Files.readAllBytes(file);
    CRC32 crc = new CRC32();
    crc.update("7x5x3".getBytes(StandardCharsets.US_ASCII));
    crc.update(ByteBuffer.allocate(4).putInt(0, images.label(1)));
    crc.update(whole);
    assertThat(Files.readAllLines(table()).get(3)).endsWith("," + crc.getValue());
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      assertRefused(lossy, "byte " + at).withMessageContaining("1.toy");
    }
    Files.copy(dir.resolve("2.toy"), file, StandardCopyOption.REPLACE_EXISTING);
    assertRefused(lossy, "another image").withMessageContaining("1.toy");
    Files.write(file, whole);
    try (ImageReader reader = lossy.open(new DirectoryLocation(dir))) {
      ImageBatch batch = new ImageBatch(3, 4096);
      reader.read(0, 3, batch);
      assertThat(batch.pixels().get(0)).isEqualTo((byte) (images.run(0, 1).get(0) & 0xFE));
    }
  }

  @Test
  void anImageThatTheCodecDoesNotTakeIsNamed() {
    ImageCodec refuses =
        new ImageCodec() {
          @Override
          public String suffix() {
            return ".none";
          }

          @Override
          public ImageEncoder encoder() {
            return new ImageEncoder() {
              @Override
              public int encode(ImageShape shape, byte[] pixels) throws CodecException {
                throw CodecException.of("8 bits per sample", "16");
              }

              @Override
              public byte[] file() {
                return new byte[0];
              }

              @Override
              public void close() {}
            };
          }

          @Override
          public ImageDecoder decoder() {
            throw new AssertionError("nothing to decode");
          }
        };
    for (int threads : new int[] {1, 2}) {
      Path place = dir.resolve("threads" + threads);
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(
              () ->
                  new FilesStore(new Encoding("toy", refuses), false, threads)
                      .store(
                          TestImages.uniform(4, 2, RGB),
                          new DirectoryLocation(Files.createDirectory(place)),
                          Durability.none))
          .withMessageMatching(
              "image [01]: expected 8 bits per sample, found 16; choose another codec or dataset");
    }
  }

  @Test
  void anImageThatClaimsToBeHugeIsRefused() throws IOException {
    store.store(TestImages.uniform(6, 3, RGB), new DirectoryLocation(dir), Durability.none);
    byte[] file = Files.readAllBytes(dir.resolve("1.png"));
    ByteBuffer.wrap(file).putInt(16, 20_000).putInt(20, 20_000);
    CRC32 crc = new CRC32();
    crc.update(file, 12, 17);
    ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());
    Files.write(dir.resolve("1.png"), file);
    assertRefused("20000x20000").withMessageContaining("can't hold");
  }

  @ParameterizedTest
  @EnumSource
  void severalThreadsStoreTheSameFilesAsOne(PngLibrary codec) throws IOException {
    TestImages some =
        TestImages.of(7, RGB, new ImageShape(40, 3, 1, 16), new ImageShape(1, 1, 4, 8));
    // Once so many that their rows are not written all together.
    ImageSet images = some.first(codec == PngLibrary.suite ? 1_050 : 50);
    Path alone = Files.createDirectory(dir.resolve("1"));
    Path together = Files.createDirectory(dir.resolve("3"));
    new FilesStore(new Encoding("toy", codec), false, 1)
        .store(images, new DirectoryLocation(alone), Durability.none);
    new FilesStore(new Encoding("toy", codec), false, 3)
        .store(images, new DirectoryLocation(together), Durability.none);
    String[] files = alone.toFile().list();
    assertThat(together.toFile().list()).hasSize((int) images.count() + 1);
    for (String file : files) {
      assertThat(Files.mismatch(together.resolve(file), alone.resolve(file)))
          .as(file)
          .isEqualTo(-1);
    }
  }

  @Test
  void aStoreOfOneCodecIsReadByAllOthers() throws IOException {
    TestImages images = TestImages.uniform(8, 60, new ImageShape(32, 32, 3, 8));
    for (PngLibrary writer : PngLibrary.values()) {
      Path store = Files.createDirectory(dir.resolve(writer.name()));
      new FilesStore(new Encoding("toy", writer), false, 1)
          .store(images, new DirectoryLocation(store), Durability.none);
      StoreVariant.all()
          .filter(variant -> variant.backend().name().equals("png"))
          .forEach(
              variant ->
                  assertThatCode(() -> StoreChecks.holds(variant, store, images, 50))
                      .as("%s reads %s", variant, writer)
                      .doesNotThrowAnyException());
    }
  }

  @Test
  void noThreadIsLeftBehind() throws IOException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    FilesStore threaded = new FilesStore(PNG, false, 3);
    TestImages images = TestImages.uniform(9, 60, RGB);
    threaded.store(images, new DirectoryLocation(dir), Durability.none);
    assertNoThreadSince(before);
    // In the way of one file of the second store.
    Path other = Files.createDirectory(dir.resolve("other"));
    Files.createDirectory(other.resolve("31.png"));
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> threaded.store(images, new DirectoryLocation(other), Durability.none))
        .withMessageContaining("31.png");
    assertNoThreadSince(before);
    ImageBatch batch = StoreChecks.batch(images, 60);
    try (ImageReader reader = threaded.open(new DirectoryLocation(dir))) {
      reader.read(0, 7, batch);
      assertNoThreadSince(before);
      StoreChecks.readAndCompare(reader, images, 0, 60, batch);
      assertThat(crewSince(before)).hasSize(2);
      Files.write(dir.resolve("17.png"), new byte[50]);
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> reader.read(0, 60, batch))
          .withMessageContaining("17.png");
      StoreChecks.readAndCompare(reader, images, 18, 42, batch);
    }
    assertNoThreadSince(before);
  }

  private static void assertNoThreadSince(Set<Thread> before) {
    assertThat(crewSince(before)).isEmpty();
  }

  private static List<Thread> crewSince(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && thread.getName().startsWith("ordered tasks"))
        .toList();
  }

  @Test
  void anInterruptEndsStoringAndReading() throws IOException {
    TestImages images = TestImages.uniform(10, 60, RGB);
    for (int threads : new int[] {1, 3}) {
      FilesStore each = new FilesStore(PNG, false, threads);
      Path whole = Files.createDirectory(dir.resolve("whole" + threads));
      Path half = Files.createDirectory(dir.resolve("half" + threads));
      each.store(images, new DirectoryLocation(whole), Durability.none);
      ImageBatch batch = StoreChecks.batch(images, 60);
      try (ImageReader reader = each.open(new DirectoryLocation(whole))) {
        reader.read(0, 60, batch);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(ClosedChannelException.class)
            .isThrownBy(() -> each.store(images, new DirectoryLocation(half), Durability.none));
        assertThat(Thread.interrupted()).isTrue();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(ClosedChannelException.class)
            .isThrownBy(() -> reader.read(0, 60, batch));
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> each.open(new DirectoryLocation(half)));
    }
  }

  private ThrowableAssertAlternative<BadInputException> assertRefused(String what) {
    return assertRefused(store, what);
  }

  private ThrowableAssertAlternative<BadInputException> assertRefused(
      FilesStore store, String what) {
    ImageBatch batch = new ImageBatch(3, 4096);
    return assertThatExceptionOfType(BadInputException.class)
        .as(what)
        .isThrownBy(
            () -> {
              try (ImageReader reader = store.open(new DirectoryLocation(dir))) {
                reader.read(0, 3, batch);
              }
            })
        .withMessageStartingWith(dir.toString())
        .withMessageNotContaining("\n");
  }

  private void write(long id, ImageShape shape, byte[] pixels) throws IOException {
    try (ImageEncoder encoder = PngLibrary.suite.encoder()) {
      int length = encoder.encode(shape, pixels);
      Files.write(dir.resolve(id + ".png"), Arrays.copyOf(encoder.file(), length));
    }
  }

  private Path table() {
    return dir.resolve("labels.csv");
  }
}
