package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
  @TempDir Path dir;

  @Test
  void filesCountWithTheirLengthAndTheirBlocks() throws IOException {
    assertThat(DiskUsage.of(dir)).isEqualTo(new DiskUsage(0, 0, 0));
    Path below = Files.createDirectories(dir.resolve("a/b"));
    Files.write(below.resolve("small"), new byte[100]);
    Files.write(dir.resolve("lock.mdb"), new byte[8192]);
    Files.createFile(dir.resolve("empty"));
    DiskSync.tree(dir);
    DiskUsage usage = DiskUsage.of(dir);
    assertThat(usage.apparentBytes()).isEqualTo(8292);
    assertThat(usage.files()).isEqualTo(3);
    assertThat(usage.allocatedBytes()).isGreaterThanOrEqualTo(8292).isLessThan(300_000);
    assertThat(usage.allocatedBytes() % 512).isZero();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path target = Files.write(dir.resolve("target"), new byte[50_000]);
    Path store = Files.createDirectory(dir.resolve("store"));
    Files.createSymbolicLink(store.resolve("link"), target);
    assertThat(DiskUsage.of(store).apparentBytes()).isLessThan(1_000);
  }

  @Test
  void whatIsNotThereCanNotBeMeasured() {
    assertThatThrownBy(() -> DiskUsage.of(dir.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aTreeIsOnTheDeviceWithoutSyncfsToo() throws IOException {
    assumeTrue(PageCache.isReachable(), "only Linux can be asked to drop what it keeps");
    Path file = Files.write(Files.createDirectory(dir.resolve("a")).resolve("b"), new byte[10_000]);
    PageCache.drop(file);
    assumeTrue(PageCache.residency(file).resident() > 0, "written meanwhile");
    DiskSync.forceAll(dir);
    PageCache.drop(file);
    assumeFalse(Files.getFileStore(dir).type().equals("tmpfs"), "files in memory");
    assertThat(PageCache.residency(file).resident()).isZero();
  }

  @Test
  void filesAndDirectoriesAreForced() throws IOException {
    Path file = Files.write(dir.resolve("file"), new byte[10]);
    DiskSync.force(file);
    DiskSync.force(dir);
    DiskSync.entries(dir);
    DiskSync.tree(dir);
    assertThatThrownBy(() -> DiskSync.tree(dir.resolve("missing"))).isInstanceOf(IOException.class);
  }
}
