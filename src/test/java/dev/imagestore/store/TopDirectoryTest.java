package dev.imagestore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopDirectoryTest {
  @TempDir Path temp;

  @Test
  void theAttributeIsWhatChattrSets() throws Exception {
    assumeTrue(Files.getFileStore(temp).type().startsWith("ext"), "not an ext file system");
    assertThat(attributes()).doesNotContain("T");
    assertThat(TopDirectory.mark(temp)).isTrue();
    assertThat(attributes()).contains("T");
  }

  @Test
  void whereThereIsNoneNothingHappens() {
    assertThat(TopDirectory.mark(temp.resolve("missing"))).isFalse();
  }

  private String attributes() throws IOException, InterruptedException {
    Process lsattr;
    try {
      lsattr = new ProcessBuilder("lsattr", "-d", temp.toString()).start();
    } catch (IOException e) {
      assumeTrue(false, "no lsattr");
      throw e;
    }
    String line = new String(lsattr.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(lsattr.waitFor()).isZero();
    return line.substring(0, line.indexOf(' '));
  }
}
