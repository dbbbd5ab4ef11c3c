package dev.imagestore.store.tar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagestore.image.ImageBatch;
import dev.imagestore.image.ImageShape;
import dev.imagestore.input.BadInputException;
import dev.imagestore.store.Durability;
import dev.imagestore.store.ImageReader;
import dev.imagestore.store.StoreChecks;
import dev.imagestore.store.StoreVariant;
import dev.imagestore.store.TestImages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarStoreTest {
  private static final ImageShape RGB = new ImageShape(32, 32, 3, 8);
  private static final StoreVariant TAR = StoreVariant.of("tar");
  private static final StoreVariant SMALL_SHARDS = StoreVariant.of("tar", Map.of("tarShard", "1"));

  @TempDir Path dir;

  @Test
  void aLibraryListsTheFilesInOrder() throws IOException {
    TestImages images = TestImages.of(1, new int[] {7, 65_536}, RGB, new ImageShape(3, 2, 1, 16));
    TAR.store(images, dir, Durability.none);
    List<String> names = new ArrayList<>();
    try (InputStream in = Files.newInputStream(dir.resolve("images-000000.tar"));
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.isFile() && entry.isCheckSumOK()).isTrue();
        names.add(entry.getName());
        if (entry.getName().equals("00000001.cls")) {
          assertThat(new String(tar.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("65536");
        }
      }
    }
    assertThat(names)
        .containsExactly("00000000.npy", "00000000.cls", "00000001.npy", "00000001.cls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "png"})
  void anArchiveIsFollowedByTheNextWhenItIsFull(String codec) throws IOException {
    StoreVariant tar = StoreVariant.of("tar", Map.of("tarShard", "1", "codec", codec));
    TestImages images = TestImages.uniform(2, 100, RGB).first(1000);
    tar.store(images, dir, Durability.none);
    try (Stream<Path> files = Files.list(dir)) {
      List<Path> archives = files.filter(f -> f.toString().endsWith(".tar")).toList();
      assertThat(archives).hasSizeGreaterThan(3);
      for (Path archive : archives) {
        assertThat(Files.size(archive)).isBetween(1L, 1L << 20);
      }
    }
    StoreChecks.holds(tar, dir, images, 1);
    StoreChecks.holds(tar, dir, images, 333);
    StoreChecks.holds(tar, dir, images, 1000);
  }

  @Test
  void anImageThatIsLargerThanAnArchiveHasOneOfItsOwn() throws IOException {
    ImageShape large = new ImageShape(700, 600, 3, 8);
    TestImages images = TestImages.of(3, RGB, large, RGB, large);
    SMALL_SHARDS.store(images, dir, Durability.none);
    assertThat(dir.resolve("images-000003.tar")).exists();
    StoreChecks.holds(SMALL_SHARDS, dir, images, 4);
  }

  @Test
  void aMissingArchiveIsNamed() throws IOException {
    TestImages images = TestImages.uniform(4, 100, RGB).first(1000);
    SMALL_SHARDS.store(images, dir, Durability.none);
    Path missing = dir.resolve("images-000002.tar");
    Files.delete(missing);
    assertThatThrownBy(() -> StoreChecks.holds(SMALL_SHARDS, dir, images, 10))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(missing + ": expected a file of a whole tar store, found none");
  }

  @Test
  void whatIsNotTheImagesOwnFileIsRefused() throws IOException {
    TestImages images = TestImages.uniform(5, 3, RGB);
    TAR.store(images, dir, Durability.none);
    Path archive = dir.resolve("images-000000.tar");
    byte[] whole = Files.readAllBytes(archive);
    int second = 512 + 3584 + 1024;
    for (Map.Entry<Integer, String> change :
        List.of(
            Map.entry(0, "/etc/passwd\0"),
            Map.entry(0, "../../x\0"),
            Map.entry(0, "00000000.npy\0"),
            Map.entry(156, "1"), // A hard link,
            Map.entry(156, "2"), // a symbolic one,
            Map.entry(156, "5"), // a directory.
            Map.entry(
                124, "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"),
            Map.entry(124, "77777777777\0"),
            Map.entry(124, "00000000000\0"),
            Map.entry(512 + 20, "O"))) {
      byte[] changed = whole.clone();
      byte[] bytes = change.getValue().getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(bytes, 0, changed, second + change.getKey(), bytes.length);
      Files.write(archive, changed);
      for (int atOnce : new int[] {1, 3}) {
        assertThatThrownBy(() -> StoreChecks.holds(TAR, dir, images, atOnce))
            .as("%s at %d", Arrays.toString(bytes), change.getKey())
            .isInstanceOf(BadInputException.class)
            .hasMessageStartingWith(archive.toString())
            .hasMessageContaining("image 1")
            .hasMessageMatching("[^\\n]*");
      }
    }
  }

  @Test
  void aDamagedIndexIsRefused() throws IOException {
    TestImages images = TestImages.uniform(6, 3, new ImageShape(2, 2, 1, 8));
    TAR.store(images, dir, Durability.none);
    Path index = dir.resolve("index.bin");
    byte[] whole = Files.readAllBytes(index);
    SplittableRandom random = new SplittableRandom(7);
    int labels = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) random.nextInt(1, 256);
      Files.write(index, damaged);
      try {
        StoreChecks.holds(TAR, dir, images, 3);
      } catch (BadInputException e) {
        assertThat(e).hasMessageStartingWith(dir.toString()).hasMessageMatching("[^\\n]*");
      } catch (AssertionError e) {
        assertThat(e).hasMessageContaining("label of image");
        labels++;
      }
    }
    assertThat(labels).as("changes of labels, of which nothing else tells").isLessThanOrEqualTo(12);
  }

  /** An archive as another program may write it, of one image and one entry more. */
  private Path foreign(TarArchiveEntry more, byte[] content) throws IOException {
    Path archive = dir.resolve("foreign.tar");
    try (OutputStream out = Files.newOutputStream(archive);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      byte[] array = new Npy().header(new ImageShape(1, 1, 1, 8));
      put(tar, new TarArchiveEntry("a.npy"), Arrays.copyOf(array, array.length + 1));
      put(tar, new TarArchiveEntry("a.cls"), new byte[] {'7'});
      put(tar, more, content);
    }
    return archive;
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Test
  void whatIsNoPlainFileOfAnotherProgramIsRefused() throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("b.npy", TarConstants.LF_SYMLINK);
    link.setLinkName("/etc/passwd");
    TarArchiveEntry hard = new TarArchiveEntry("b.npy", TarConstants.LF_LINK);
    hard.setLinkName("a.npy");
    for (Map.Entry<TarArchiveEntry, String> each :
        List.of(
            Map.entry(link, "found '2', a link or so, b.npy"),
            Map.entry(hard, "found '1', a link or so, b.npy"),
            Map.entry(new TarArchiveEntry("/etc/b.npy", true), "found /etc/b.npy"),
            Map.entry(new TarArchiveEntry("x/../../b.npy"), "found x/../../b.npy"),
            Map.entry(new TarArchiveEntry("b.cls"), "expected a label under 2^31 in b.cls"),
            Map.entry(new TarArchiveEntry("b.npy"), "expected an array (height, width"))) {
      boolean empty = each.getKey().isSymbolicLink() || each.getKey().isLink();
      Path archive = foreign(each.getKey(), empty ? new byte[0] : "-1".getBytes(US_ASCII));
      assertThatThrownBy(() -> TAR.open(dir))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(archive.toString())
          .hasMessageContaining(each.getValue())
          .hasMessageMatching("[^\\n]*");
    }
  }

  @Test
  void sizesThatAnotherProgramClaimsAreChecked() throws IOException {
    Path archive = foreign(new TarArchiveEntry("b.txt"), new byte[] {1});
    byte[] whole = Files.readAllBytes(archive);
    int third = 2 * 512 + 2 * 512;
    for (byte[] size :
        List.of(
            "77777777777\0".getBytes(US_ASCII),
            "-0000000001\0".getBytes(US_ASCII),
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
            new byte[] {-128, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
            new byte[] {-128, 0, 0, 0, 0x7F, -1, -1, -1, -1, -1, -1, -1})) {
      byte[] changed = whole.clone();
      System.arraycopy(size, 0, changed, third + 124, size.length);
      int sum = 8 * ' ';
      for (int i = 0; i < 512; i++) {
        sum += i >= 148 && i < 156 ? 0 : changed[third + i] & 0xFF;
      }
      byte[] checksum = "%06o\0 ".formatted(sum).getBytes(US_ASCII);
      System.arraycopy(checksum, 0, changed, third + 148, checksum.length);
      Files.write(archive, changed);
      assertThatThrownBy(() -> TAR.open(dir))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(archive.toString())
          .hasMessageMatching("[^\\n]*");
    }
  }

  @Test
  void otherFilesOfAnImageAreLeftOut() throws IOException {
    foreign(new TarArchiveEntry("a.json"), new byte[] {'{', '}'});
    try (ImageReader reader = TAR.open(dir)) {
      assertThat(reader.count()).isEqualTo(1);
      ImageBatch batch = new ImageBatch(1, 1);
      reader.read(0, 1, batch);
      assertThat(batch.label(0)).isEqualTo(7);
    }
  }
}
