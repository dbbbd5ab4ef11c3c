package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {
  /** What one mapping holds of a file. */
  private static final long SEGMENT = 1L << 30;

  @TempDir Path temp;

  @Test
  void whatLiesAcrossTwoMappingsIsRead() throws IOException {
    Path file = temp.resolve("large");
    byte[] wanted = {1, 2, 3, 4, 5, 6};
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.wrap(wanted), SEGMENT - 2);
      try (MappedFile mapped = new MappedFile(channel, SEGMENT + 4)) {
        ByteBuffer found = ByteBuffer.allocate(8).position(1).limit(7);
        mapped.read(SEGMENT - 2, found);
        assertThat(found.array()).containsExactly(0, 1, 2, 3, 4, 5, 6, 0);
        assertThat(found.remaining()).isZero();
      }
    }
  }

  @Test
  void aClosedMappingIsGone() throws IOException {
    Path file = Files.write(temp.resolve("small"), new byte[] {7});
    Path maps = Path.of("/proc/self/maps");
    try (FileChannel channel = FileChannel.open(file)) {
      MappedFile mapped = new MappedFile(channel, 1);
      ByteBuffer found = ByteBuffer.allocate(1);
      mapped.read(0, found);
      assertThat(found.get(0)).isEqualTo((byte) 7);
      mapped.close();
      mapped.close();
    }
    if (Files.isReadable(maps)) {
      assertThat(Files.readString(maps)).doesNotContain(file.toRealPath().toString());
    }
  }
}
