package dev.imagestore.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imagestore.workload.ResidentMemory.Range;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {
  private static final Path SMAPS = Path.of("/proc/self/smaps");
  private static final Range HEAP = new Range(0xe0000000L, 0x100000000L);

  @TempDir Path temp;

  @Test
  void sumsAllMappingsButTheHeapAndTheDataset() throws IOException {
    String smaps =
        mapping("e0000000-f0000000 rw-p 00000000 00:00 0", 200_000)
            + mapping("f0000000-100000000 ---p 00000000 00:00 0", 7)
            + mapping("100000000-100400000 rw-p 00000000 00:00 0", 30)
            + mapping(
                "7f0000000000-7f0000001000 r--s 0 08:01 7   /w/run-1/dataset-ab.images", 15_000)
            + mapping("7f0000001000-7f0000002000 r--s 0 08:01 8   /w/run-1/store-1/data.mdb", 500)
            + mapping("7f0000002000-7f0000003000 r-xp 0 08:01 9   /lib/libc.so.6", 4)
            + mapping("ffffffffff600000-ffffffffff601000 --xp 0 00:00 0   [vsyscall]", 0);
    assertThat(bytes(smaps)).hasValue(1024L * (30 + 500 + 4));
  }

  @Test
  void namesThatOnlyResembleTheDatasetsCount() throws IOException {
    String smaps =
        mapping("1000-2000 r--s 0 08:01 7 /w/dataset-ab.images.txt", 1)
            + mapping("2000-3000 r--s 0 08:01 7 /w/mydataset-ab.images", 2)
            + mapping("3000-4000 r--s 0 08:01 7 /dataset-ab/pixels.images", 4)
            + mapping("4000-5000 r--s 0 08:01 7 /dataset-ab/dataset-.images", 8);
    assertThat(bytes(smaps)).hasValue(1024L * (1 + 2 + 4));
  }

  @Test
  void linesLongerThanTheBufferAreWhole() throws IOException {
    String smaps =
        mapping("1000-2000 r--s 0 08:01 7 /" + "a".repeat(20_000) + "/dataset-ab.images", 3)
            + mapping("2000-3000 r--s 0 08:01 7 /" + "b".repeat(20_000), 5);
    assertThat(bytes(smaps)).hasValue(1024L * 5);
  }

  @Test
  void nothingIsSaidWhereAMappingIsPartlyHeap() throws IOException {
    assertThat(bytes(mapping("d0000000-f0000000 rw-p 0 00:00 0", 9))).isEmpty();
  }

  @Test
  void readsTheRangeFromWhatTheCollectorsSay() {
    String serial =
        """
         def new generation   total 157248K, used 11182K [0x00000000e0000000, 0x00000000eaaa0000, 0x00000000eaaa0000)
          eden space 139776K,   8% used [0x00000000e0000000, 0x00000000e0aeb978, 0x00000000e8880000)
         tenured generation   total 349568K, used 0K [0x00000000eaaa0000, 0x0000000100000000, 0x0000000100000000)
           the space 349568K,  58% used [0x00000000eaaa0000, 0x00000000f72a0010, 0x00000000f72a0200, 0x0000000100000000)
         Metaspace       used 3192K, committed 3392K, reserved 1114112K
        """;
    String g1 =
        """
         garbage-first heap   total 524288K, used 1024K [0x00000000e0000000, 0x0000000100000000)
          region size 1024K, 2 young (2048K), 0 survivors (0K)
        """;
    assertThat(ResidentMemory.heapRange(serial)).contains(HEAP);
    assertThat(ResidentMemory.heapRange(g1)).contains(HEAP);
    assertThat(ResidentMemory.heapRange(" ZHeap           used 12M, capacity 512M")).isEmpty();
    assertThat(ResidentMemory.heapRange("")).isEmpty();
  }

  @Test
  void aMappingShowsAsSoonAsItIsTouchedAndTheDatasetsDoesNot() throws IOException {
    assumeTrue(Files.isReadable(SMAPS), "no " + SMAPS);
    ResidentMemory memory = ResidentMemory.ofThisProcess().orElseThrow();
    int size = 64 << 20;
    long before = memory.bytes().orElseThrow();
    MappedByteBuffer dataset = touched("dataset-x.images", size);
    assertThat(memory.bytes().orElseThrow() - before).isLessThan(size / 2);
    MappedByteBuffer store = touched("store.bin", size);
    assertThat(memory.bytes().orElseThrow() - before).isBetween(size / 2L, size * 2L);
    assertThat(dataset.get(0) + store.get(0)).isZero();
  }

  private MappedByteBuffer touched(String name, int size) throws IOException {
    Path file = temp.resolve(name);
    try (FileChannel channel =
        FileChannel.open(
            file,
            java.nio.file.StandardOpenOption.CREATE_NEW,
            java.nio.file.StandardOpenOption.READ,
            java.nio.file.StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, size).load();
    }
  }

  private static OptionalLong bytes(String smaps) throws IOException {
    return new ResidentMemory(HEAP, "dataset-", ".images").bytes(slowly(smaps));
  }

  /** The kernel hands out a piece at a time, which may end anywhere. */
  private static InputStream slowly(String text) {
    return new ByteArrayInputStream(text.getBytes(US_ASCII)) {
      @Override
      public synchronized int read(byte[] bytes, int from, int length) {
        return super.read(bytes, from, Math.min(length, 7));
      }

      @Override
      public int read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
      }
    };
  }

  private static String mapping(String header, int residentKibi) {
    return "%s%nSize: 1024 kB%nRss: %15d kB%nPss: 1 kB%nShared_Clean: 2 kB%nVmFlags: rd mr%n"
        .formatted(header, residentKibi)
        .replace("\r", "");
  }
}
