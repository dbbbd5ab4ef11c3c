package dev.imagestore.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentProbeTest {
  @Test
  void theLargestCacheIsTheLast(@TempDir Path root) throws IOException {
    assertThat(EnvironmentProbe.lastLevelCache(root)).isZero();
    Path caches = root.resolve("sys/devices/system/cpu/cpu0/cache");
    for (String each : new String[] {"index0=32K", "index2=1024K", "index3=32768K", "uevent="}) {
      Path cache = Files.createDirectories(caches.resolve(each.replaceFirst("=.*", "")));
      Files.writeString(cache.resolve("size"), each.replaceFirst(".*=", "") + "\n");
    }
    assertThat(EnvironmentProbe.lastLevelCache(root)).isEqualTo(32L << 20);
  }
}
