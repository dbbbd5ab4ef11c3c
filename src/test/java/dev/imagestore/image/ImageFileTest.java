package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  private static final ImageShape SMALL = new ImageShape(4, 3, 3, 8);
  private static final ImageShape DEEP = new ImageShape(5, 2, 1, 16);

  @TempDir Path dir;

  private static ListDataset uniform(int count) {
    ListDataset data = new ListDataset();
    for (int i = 0; i < count; i++) {
      data.add(SMALL, i % 7);
    }
    return data;
  }

  private static ListDataset mixed(int count) {
    ListDataset data = new ListDataset();
    for (int i = 0; i < count; i++) {
      data.add(i % 3 == 1 ? DEEP : SMALL, 300 * i);
    }
    return data;
  }

  private static void assertHolds(ImageSet set, ListDataset data, int distinct) {
    for (long id = 0; id < set.count(); id++) {
      ListDataset.Entry expected = data.entries.get((int) (id % distinct));
      assertThat(set.shape(id)).isEqualTo(expected.shape());
      assertThat(set.label(id)).isEqualTo(expected.label());
      ByteBuffer copied = ByteBuffer.allocateDirect(expected.pixels().length + 3).position(2);
      set.copyPixels(id, copied);
      assertThat(copied.position()).isEqualTo(expected.pixels().length + 2);
      byte[] bytes = new byte[expected.pixels().length];
      copied.get(2, bytes);
      assertThat(bytes).isEqualTo(expected.pixels());
      byte[] array = new byte[bytes.length + 1];
      set.copyPixels(id, array, 1);
      assertThat(Arrays.copyOfRange(array, 1, array.length)).isEqualTo(expected.pixels());
    }
  }

  /** Goes through the set by runs and returns how many there were. */
  private static int assertRuns(ImageSet set, ListDataset data, int distinct, int maxBytes) {
    int runs = 0;
    for (long id = 0; id < set.count(); runs++) {
      int length = set.runLength(id, maxBytes);
      ByteBuffer run = set.run(id, maxBytes);
      assertThat(run.isReadOnly()).isTrue();
      assertThat(run.isDirect()).isTrue();
      assertThat(run.position()).isZero();
      assertThat(length).isPositive();
      for (int i = 0; i < length; i++) {
        byte[] pixels = data.entries.get((int) ((id + i) % distinct)).pixels();
        byte[] found = new byte[pixels.length];
        run.get(found);
        assertThat(found).isEqualTo(pixels);
      }
      assertThat(run.hasRemaining()).isFalse();
      assertThat(run.limit() <= maxBytes || length == 1).isTrue();
      id += length;
    }
    return runs;
  }

  @Test
  void givesBackWhatWasWritten() throws IOException {
    ListDataset data = uniform(10);
    ImageFile.Info info = ImageFile.write(dir.resolve("set"), data, 100);
    ImageSet set = ImageFile.open(dir.resolve("set"));

    assertThat(info.distinct()).isEqualTo(10);
    assertThat(info.shapes()).isEqualTo("4x3x3");
    assertThat(info.bytes()).isEqualTo(360);
    assertThat(info.fingerprint()).matches("[0-9a-f]{64}").isEqualTo(set.fingerprint());
    assertThat(set.count()).isEqualTo(10);
    assertThat(set.uniform()).isTrue();
    assertThat(set.maxLabel()).isEqualTo(6);
    assertThat(set.maxImageBytes()).isEqualTo(36);
    assertThat(set.totalBytes()).isEqualTo(360);
    assertHolds(set, data, 10);
    assertThat(assertRuns(set, data, 10, 1 << 20)).isEqualTo(1);
    assertThat(assertRuns(set, data, 10, 100)).isEqualTo(5);
    assertThat(assertRuns(set, data, 10, 1)).isEqualTo(10);
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(dir.resolve("set"));
    }
  }

  @Test
  void keepsMixedShapes() throws IOException {
    ListDataset data = mixed(10);
    ImageFile.Info info = ImageFile.write(dir.resolve("set"), data, 100);
    ImageSet set = ImageFile.open(dir.resolve("set"));

    assertThat(info.shapes()).isEqualTo("mixed, up to 4x3x3");
    assertThat(set.uniform()).isFalse();
    assertThat(set.maxLabel()).isEqualTo(2700);
    assertThat(set.totalBytes()).isEqualTo(7 * 36 + 3 * 20).isEqualTo(info.bytes());
    assertHolds(set, data, 10);
    assertThat(assertRuns(set, data, 10, 1 << 20)).isEqualTo(1);
    assertRuns(set, data, 10, 60);
    assertThat(set.first(1).uniform()).isTrue();
    assertThat(set.first(2).uniform()).isFalse();
  }

  @Test
  void takesOnlyTheFirst() throws IOException {
    ImageFile.Info info = ImageFile.write(dir.resolve("set"), uniform(10), 3);
    assertThat(info.distinct()).isEqualTo(3);
    assertHolds(ImageFile.open(dir.resolve("set")), uniform(3), 3);
  }

  @Test
  void goesRoundAgain() throws IOException {
    ListDataset data = mixed(10);
    ImageFile.write(dir.resolve("set"), data, 10);
    ImageSet set = ImageFile.open(dir.resolve("set"));

    ImageSet more = set.first(23);
    assertThat(more.count()).isEqualTo(23);
    assertThat(more.distinct()).isEqualTo(10);
    assertThat(more.totalBytes()).isEqualTo(2 * set.totalBytes() + 36 + 20 + 36);
    assertThat(more.fingerprint()).isEqualTo(set.fingerprint());
    assertHolds(more, data, 10);
    assertThat(assertRuns(more, data, 10, 1 << 20)).isEqualTo(3);

    ImageSet again = set.first(4).first(9);
    assertThat(again.distinct()).isEqualTo(4);
    assertHolds(again, data, 4);
    assertRuns(again, data, 4, 1 << 20);
    assertThatThrownBy(() -> again.label(9)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> again.label(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> set.first(0));
  }

  @Test
  void fingerprintsDependOnEverything() throws IOException {
    ImageFile.write(dir.resolve("ten"), uniform(10), 10);
    ImageSet ten = ImageFile.open(dir.resolve("ten"));
    assertThat(ten.first(3).fingerprint())
        .isEqualTo(ImageFile.write(dir.resolve("three"), uniform(10), 3).fingerprint())
        .isNotEqualTo(ten.fingerprint());

    ListDataset otherLabel = uniform(10);
    ListDataset.Entry last = otherLabel.entries.get(9);
    otherLabel.entries.set(9, new ListDataset.Entry(SMALL, 5, last.pixels()));
    ListDataset otherShape = uniform(10);
    otherShape.entries.set(
        9, new ListDataset.Entry(new ImageShape(3, 4, 3, 8), last.label(), last.pixels()));
    ListDataset otherPixel = uniform(10);
    otherPixel.entries.get(9).pixels()[0]++;
    assertThat(
            Stream.of(otherLabel, otherShape, otherPixel)
                .map(
                    data -> {
                      try {
                        return ImageFile.write(dir.resolve("x"), data, 10).fingerprint();
                      } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                      }
                    }))
        .doesNotContain(ten.fingerprint())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 36, 60, 100})
  void windowsNeverCutAnImage(int window) throws IOException {
    for (ListDataset data : new ListDataset[] {uniform(10), mixed(10)}) {
      ImageFile.write(dir.resolve("set"), data, 10);
      ImageSet set = ImageFile.open(dir.resolve("set"), window);
      assertHolds(set, data, 10);
      assertThat(assertRuns(set, data, 10, 1 << 20)).isGreaterThan(1);
      assertHolds(set.first(23), data, 10);
      assertRuns(set.first(23), data, 10, 1 << 20);
    }
  }

  @Test
  void refusesMoreThanFitsInMemoryWithBothFigures() {
    assertThatThrownBy(() -> ImageFile.write(dir.resolve("set"), uniform(100), 50, 1799))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "list: the distinct images take 1,800 B of memory, expected 1,799 B or less;"
                + " use a smaller cutoff or smaller images");
    assertThat(dir).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -5})
  void refusesCutoffsOfNothing(long cutoff) {
    assertThatThrownBy(() -> ImageFile.write(dir.resolve("set"), uniform(3), cutoff))
        .isInstanceOf(BadInputException.class)
        .hasMessage("cutoff: expected 1 image or more, found " + cutoff);
  }

  @Test
  void refusesFilesCutAtAnyLength() throws IOException {
    Path file = dir.resolve("set");
    for (ListDataset data : new ListDataset[] {uniform(10), mixed(10)}) {
      ImageFile.write(file, data, 10);
      long size = Files.size(file);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        for (long length = size - 1; length >= 0; length -= length > 4096 ? 1 : 97) {
          channel.truncate(length);
          assertThatThrownBy(() -> ImageFile.open(file))
              .isInstanceOf(BadInputException.class)
              .hasMessageContaining(file + ": expected ");
        }
      }
    }
  }

  @Test
  void refusesHeadersThatLie() throws IOException {
    Path file = dir.resolve("set");
    ImageFile.write(file, mixed(10), 10);
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < 32; at++) {
      for (int value : new int[] {0x01, 0x7f, 0xff}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) value;
        Files.write(file, bad);
        if (at < 28) {
          assertThatThrownBy(() -> ImageFile.open(file)).isInstanceOf(BadInputException.class);
        }
      }
    }
    // The shapes, and behind them labels and numbers of shapes.
    for (int at = good.length - 80 - 32; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) 0x80;
      Files.write(file, bad);
      try {
        ImageFile.open(file);
      } catch (BadInputException e) {
        assertThat(e).hasMessageContaining(file.toString());
      }
    }
  }

  @Test
  void leavesNothingBehindWhenTheDatasetFails() throws IOException {
    ListDataset broken = new ListDataset().add(SMALL, 1);
    broken.entries.add(new ListDataset.Entry(SMALL, 1, new byte[3]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageFile.write(dir.resolve("set"), broken, 2));
    assertThat(dir).isEmptyDirectory();
  }

  /** A file with holes takes no space, whatever its length. */
  @Test
  void mapsMoreThanTwoGibibytes() throws IOException {
    Path file = dir.resolve("large");
    ImageShape shape = new ImageShape(1 << 15, 1 << 14, 2, 8); // 1 GiB
    ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    header.put("IMGSET1\n".getBytes(StandardCharsets.US_ASCII)).putLong(3).putLong(3L << 30);
    header.putInt(1).position(0);
    ByteBuffer index = ByteBuffer.allocate(16 + 12).order(ByteOrder.LITTLE_ENDIAN);
    index.putInt(1 << 15).putInt(1 << 14).putInt(2).putInt(8);
    index.putInt(7).putInt(8).putInt(9).flip();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      channel.write(header, 0);
      channel.write(ByteBuffer.wrap(new byte[] {42}), 4096 + (3L << 30) - 1);
      channel.write(index, 4096 + (3L << 30));
    }
    ImageSet set = ImageFile.open(file);
    assertThat(set.totalBytes()).isEqualTo(3L << 30);
    assertThat(set.shape(2)).isEqualTo(shape);
    assertThat(set.label(2)).isEqualTo(9);
    ByteBuffer last = set.run(2, 1);
    assertThat(last.limit()).isEqualTo(1 << 30);
    assertThat(last.get((1 << 30) - 1)).isEqualTo((byte) 42);
    assertThat(set.run(1, Integer.MAX_VALUE).get((1 << 30) - 1)).isZero();
  }
}
