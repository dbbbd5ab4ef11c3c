package dev.imagestore.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Medical files of more bytes than an int counts, in little memory. */
@Tag("slow")
class LargeMedicalFilesTest {
  private static final long GIB = 1L << 30;
  private static final ImageShape SLICE = new ImageShape(512, 512, 1, 16);
  private static final int SLICES = 4_200;

  /** A few slices and buffers. */
  private static final long MEMORY = 16 << 20;

  @TempDir Path dir;

  /** A file with holes takes no space, whatever its length. */
  @Test
  void aVolumeOfMoreThanTwoGibibytesIsStreamed() throws IOException {
    byte[] bytes = Files.readAllBytes(MedicalSamples.KEPT.directory().resolve("int16.nii"));
    ByteBuffer header = ByteBuffer.wrap(bytes, 0, 352).order(ByteOrder.LITTLE_ENDIAN);
    header.putShort(42, (short) SLICE.width());
    header.putShort(44, (short) SLICE.height());
    header.putShort(46, (short) SLICES);
    Path file = dir.resolve("large.nii");
    try (var channel =
        java.nio.channels.FileChannel.open(
            file,
            java.nio.file.StandardOpenOption.CREATE_NEW,
            java.nio.file.StandardOpenOption.WRITE)) {
      assertThat(channel.write(header)).isEqualTo(352);
      ByteBuffer last = ByteBuffer.wrap(new byte[] {7, 0});
      assertThat(channel.write(last, 352 + (long) SLICES * SLICE.bytes() - 2)).isEqualTo(2);
    }
    assertStreams(Datasets.parse("nifti:" + file), 7);
  }

  @Test
  void anArrayOfMoreThanTwoGibibytesIsStreamed() throws IOException, InterruptedException {
    assumeTrue(Files.getFileStore(dir).getUsableSpace() > GIB, "too little free space");
    Path file = dir.resolve("large.npz");
    String script =
        """
        import numpy as np, sys
        images = np.zeros((%d, %d, %d), "<u2")
        images[-1, -1, -1] = 9
        np.savez_compressed(sys.argv[1], images=images, labels=np.zeros(len(images), "u1"))
        """
            .formatted(SLICES, SLICE.height(), SLICE.width());
    int exit = -1;
    for (String python : new String[] {"/usr/bin/python3", "python3"}) {
      if (exit != 0) {
        exit = new ProcessBuilder(python, "-c", script, "" + file).start().waitFor();
      }
    }
    assumeTrue(exit == 0, "python3 with numpy is not installed");
    assertStreams(Datasets.parse("npz:" + file), 9);
  }

  private static void assertStreams(Dataset dataset, int lastSample) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(dataset.bytes(Long.MAX_VALUE)).isGreaterThan(2 * GIB);
    int[] seen = new int[2];
    dataset.read(
        Long.MAX_VALUE,
        (shape, signed, label, pixels) -> {
          seen[0]++;
          seen[1] = pixels.get(pixels.limit() - 2);
          if (!shape.equals(SLICE)) {
            throw new AssertionError("slice of " + shape);
          }
        });
    assertThat(Arrays.stream(seen)).containsExactly(SLICES, lastSample);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MEMORY);
  }
}
