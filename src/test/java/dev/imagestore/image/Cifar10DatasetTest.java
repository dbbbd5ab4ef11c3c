package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.input.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Cifar10DatasetTest {
  private static final int IMAGES = 2 + 3 + 4 + 5 + 6;

  @TempDir Path dir;

  private static void assertHoldsTheFixtures(Dataset data) throws IOException {
    assertThat(data.size()).isEqualTo(IMAGES);
    Reading all = Reading.of(data, 1000);
    assertThat(all.labels).hasSize(IMAGES);
    int at = 0;
    for (int batch = 1; batch <= 5; batch++) {
      byte[] records = CifarFiles.records(batch, batch + 1);
      for (int row = 0; row <= batch; row++, at++) {
        assertThat(all.shapes.get(at)).hasToString("32x32x3");
        assertThat(all.labels.get(at)).isEqualTo((batch + row) % 10);
        byte[] pixels = all.pixels.get(at);
        for (int y = 0; y < 32; y += 5) {
          for (int x = 0; x < 32; x += 3) {
            for (int c = 0; c < 3; c++) {
              assertThat(pixels[(y * 32 + x) * 3 + c])
                  .isEqualTo(records[row * 3073 + 1 + c * 1024 + y * 32 + x]);
            }
          }
        }
      }
    }
    for (int limit : new int[] {1, 2, 3, 19}) {
      Reading some = Reading.of(data, limit);
      assertThat(some.labels).isEqualTo(all.labels.subList(0, limit));
      assertThat(data.bytes(limit)).isEqualTo(limit * 3072L);
    }
    assertThat(data.bytes(1000)).isEqualTo(IMAGES * 3072L);
    assertThat(data.summary())
        .returns((long) IMAGES, DatasetSummary::images)
        .returns("32x32x3", DatasetSummary::shapes)
        .returns(10, DatasetSummary::labels)
        .returns(IMAGES * 3072L, DatasetSummary::bytes);
  }

  @Test
  void readsEitherLayoutFromItsDirectoryOrTheOneAbove() throws IOException {
    Path bin = dir.resolve("a/cifar-10-batches-bin");
    Path py = dir.resolve("b/cifar-10-batches-py");
    CifarFiles.writeBinary(bin);
    CifarFiles.writePickled(py);
    for (Path path : new Path[] {bin, bin.getParent(), py, py.getParent()}) {
      Dataset data = Datasets.parse("cifar10:" + path);
      assertHoldsTheFixtures(data);
      assertThat(data.name()).isEqualTo("cifar10:" + path);
      assertThat(data.publicName()).isEqualTo("cifar10:" + path.getFileName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsEitherArchive(Cifar10.Layout layout) throws IOException {
    Path file = dir.resolve("cifar.tar.gz");
    Files.write(file, CifarFiles.archive(CifarFiles.entries(layout)));
    Dataset data = Datasets.parse("cifar10:" + file);
    assertHoldsTheFixtures(data);
    assertThat(data.publicName()).isEqualTo("cifar10:cifar.tar.gz");
  }

  @Test
  void refusesBatchThatEndsInTheMiddleOfRecord() throws IOException {
    CifarFiles.writeBinary(dir);
    Path batch = dir.resolve("data_batch_2.bin");
    byte[] bytes = Files.readAllBytes(batch);
    Files.write(batch, Arrays.copyOf(bytes, bytes.length - 7));
    Dataset data = Datasets.parse("cifar10:" + dir);
    assertThat(Reading.of(data, 2).labels).hasSize(2);
    assertThatThrownBy(() -> Reading.of(data, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            batch
                + ": expected a whole number of records of 3,073 B, found 9,212 B, which is 2 of"
                + " them and 3,066 B; download it again");
    assertThatThrownBy(data::summary).isInstanceOf(BadInputException.class);
  }

  @Test
  void refusesLabelsThatCifar10HasNot() throws IOException {
    CifarFiles.writeBinary(dir);
    Path batch = dir.resolve("data_batch_1.bin");
    byte[] bytes = Files.readAllBytes(batch);
    bytes[3073] = (byte) 200;
    Files.write(batch, bytes);
    assertThatThrownBy(() -> Reading.of(Datasets.parse("cifar10:" + dir), 5))
        .hasMessage(
            batch + ": byte 3073: expected a label of 0 to 9, found 200; download it again");
  }

  @Test
  void refusesPickleThatEndsEarly() throws IOException {
    CifarFiles.writePickled(dir);
    Path batch = dir.resolve("data_batch_1");
    byte[] bytes = Files.readAllBytes(batch);
    for (int length = 0; length < bytes.length; length += length < 400 ? 1 : 97) {
      Files.write(batch, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Reading.of(Datasets.parse("cifar10:" + dir), 5))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(
              batch + ": expected a pickled CIFAR-10 batch, found the end of the file at byte ")
          .hasMessageEndingWith("; download it again");
    }
  }

  @Test
  void refusesDirectoryWithoutBatches() throws IOException {
    assertThatThrownBy(() -> Datasets.parse("cifar10:" + dir).size())
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            dir
                + ": expected data_batch_1.bin to data_batch_5.bin or data_batch_1 to"
                + " data_batch_5, there or in cifar-10-batches-bin or cifar-10-batches-py, found"
                + " none of them");
    CifarFiles.writeBinary(dir);
    Files.delete(dir.resolve("data_batch_4.bin"));
    assertThatThrownBy(() -> Datasets.parse("cifar10:" + dir).size())
        .hasMessage(
            dir.resolve("data_batch_4.bin")
                + ": expected the five training batches side by side, found no such file");
  }

  @Test
  void refusesPathsThatAreNoDataset() throws IOException {
    Path file = Files.write(dir.resolve("x.zip"), new byte[3]);
    assertThatThrownBy(() -> Datasets.parse("cifar10:" + file))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("archives, found another file");
    assertThatThrownBy(() -> Datasets.parse("cifar10:" + dir.resolve("gone")))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(dir.resolve("gone") + ": expected ")
        .hasMessageEndingWith("found nothing of that name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside",
        "/etc/outside",
        "cifar-10-batches-bin/../../outside",
        "..\\outside",
        "C:\\outside"
      })
  void refusesArchiveEntriesThatLeaveTheirDirectory(String name) throws IOException {
    Map<String, byte[]> entries = CifarFiles.entries(Cifar10.Layout.BINARY);
    entries.put(name, new byte[1]);
    Path file = Files.write(dir.resolve("evil.tar.gz"), CifarFiles.archive(entries));
    assertThatThrownBy(() -> Reading.of(Datasets.parse("cifar10:" + file), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            file
                + ": expected entries inside the archive's own directory, found the entry \""
                + name
                + "\"; it is not the official archive");
    assertThat(dir.toFile().list()).containsExactly("evil.tar.gz");
  }

  @Test
  void refusesBrokenArchives() throws IOException {
    byte[] good = CifarFiles.archive(CifarFiles.entries(Cifar10.Layout.BINARY));
    Path file = dir.resolve("cut.tar.gz");
    for (int length = 0; length < good.length; length += good.length / 23 + 1) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> Reading.of(Datasets.parse("cifar10:" + file), 1))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(file + ": expected a whole .tar.gz archive, found it broken (")
          .hasMessageEndingWith("); download it again");
    }
    Map<String, byte[]> few = CifarFiles.entries(Cifar10.Layout.PICKLED);
    few.remove("cifar-10-batches-py/data_batch_2");
    few.remove("cifar-10-batches-py/data_batch_5");
    Files.write(file, CifarFiles.archive(few));
    assertThatThrownBy(() -> Reading.of(Datasets.parse("cifar10:" + file), 1))
        .hasMessageEndingWith(
            "found only cifar-10-batches-py/data_batch_1, cifar-10-batches-py/data_batch_3,"
                + " cifar-10-batches-py/data_batch_4");
  }

  @Test
  void readsTheRealImagesTheSameFromBothLayouts() throws IOException {
    String real = System.getenv("IMAGESTORE_CIFAR10");
    assumeTrue(real != null, "IMAGESTORE_CIFAR10 names no directory");
    Path bin = Path.of(real, "cifar-10-batches-bin");
    ImageFile.Info binary =
        ImageFile.write(dir.resolve("bin"), Datasets.parse("cifar10:" + real), 100_000);
    ImageFile.Info pickled =
        ImageFile.write(
            dir.resolve("py"),
            Datasets.parse("cifar10:" + Path.of(real, "cifar-10-batches-py")),
            100_000);
    assertThat(pickled).isEqualTo(binary);
    assertThat(Cifar10.CLASSES)
        .isEqualTo(
            Files.readAllLines(bin.resolve("batches.meta.txt")).stream()
                .filter(line -> !line.isBlank())
                .toList());
  }
}
